"""Each filter narrows the list to what it says, within the column and to what is public."""

from __future__ import annotations

from datetime import date

import pytest
from django.http import QueryDict
from wagtail.models import Page, PageViewRestriction, Site

from catalogue.filters import ItemFilterSet
from tests.factories.catalogue import (
    CataloguePageFactory,
    GenreFactory,
    ItemPageFactory,
    TopicFactory,
    make_column,
)

pytestmark = pytest.mark.django_db


def filterset(root, query=""):
    found = ItemFilterSet(QueryDict(query), root=root)
    found.is_valid()
    return found


def titles(root, query=""):
    return [item.title for item in filterset(root, query).qs]


@pytest.fixture
def column():
    return make_column()


@pytest.fixture
def items(column):
    """Seven items that differ in everything that a filter asks for."""
    superior = TopicFactory(code="t-zong", name="本镇政务")
    topic = TopicFactory(code="t-zong-gk", name="政务公开", parent=superior)
    notice = GenreFactory(code="g-notice", name="便函通知")
    first, part, other = column.categories

    def make(title, parent, day, **kwargs):
        kwargs = {"organ": column.government, "written_on": day, "published_on": day, **kwargs}
        return ItemPageFactory(title=title, parent=parent, **kwargs)

    return [
        make("甲", first, date(2012, 5, 1), organ=column.offices[0], topic=topic, genre=notice),
        make("乙", part, date(2013, 5, 2), organ=column.offices[1], kind="news", topic=superior),
        make("丙", other, date(2013, 6, 3), document_number="泗政〔2013〕12号", genre=notice),
        make("丁", other, date(2013, 6, 4), expires_on=date(2014, 1, 1), kind="message"),
        make("戊", column.policies, date(2013, 6, 5), repealed_on=date(2014, 1, 1)),
        make("己", first, date(2014, 6, 6), effective_on=date(9999, 1, 1), kind="other"),
        make("100%_农村 公路", first, date(2014, 6, 7), index_number="X/2014-1"),
    ]


FOUND = {
    "": "100%_农村 公路 己 戊 丁 丙 乙 甲",
    "category=20-01": "100%_农村 公路 己 乙 甲",
    "category=20-01-01": "乙",
    "category=policies": "戊",
    "organ=si-men-zhen-dang-zheng-zong-he-ban-gong-shi": "甲",
    "organ=si-men-zhen": "100%_农村 公路 己 戊 丁 丙 乙 甲",
    "topic=t-zong": "乙 甲",
    "topic=t-zong-gk": "甲",
    "genre=g-notice": "丙 甲",
    "kind=news": "乙",
    "year=2013": "戊 丁 丙 乙",
    "year=2013&month=5": "乙",
    "month=6": "100%_农村 公路 己 戊 丁 丙",
    "validity=expired": "丁",
    "validity=repealed": "戊",
    "validity=pending": "己",
    "validity=valid&year=2013": "丙 乙",
    "kind=document&genre=g-notice&year=2013": "丙",
    "order=published_on": "甲 乙 丙 丁 戊 己 100%_农村 公路",
    "order=-written_on&year=2013": "戊 丁 丙 乙",
    "order=written_on&year=2013": "乙 丙 丁 戊",
    "order=document_number&genre=g-notice": "甲 丙",
    "kind=news&kind=message": "丁",
    # Text: title, document number in any spelling, index number; every word.
    "q=丙": "丙",
    "q=泗政[2013]12": "丙",
    "q=泗政（2013）12号": "丙",
    "q=X/2014-1": "100%_农村 公路",
    "q=公路+农村": "100%_农村 公路",
    "q=公路+城市": "",
    "q=0%25_": "100%_农村 公路",
    "q=%25": "100%_农村 公路",
    "q=_": "100%_农村 公路",
    "q=\\": "",
    "q='\"": "",
    "q=😀": "",
    "q=++": "100%_农村 公路 己 戊 丁 丙 乙 甲",
}


def test_every_query_finds_exactly_what_it_asks_for(column, items):
    assert {query: " ".join(titles(column.home, query)) for query in FOUND} == FOUND


REFUSED = {
    "category=nowhere": "category",
    "organ=nobody": "organ",
    "topic=nothing": "topic",
    "genre=%00": "genre",
    "kind=DOCUMENT": "kind",
    "validity=maybe": "validity",
    "order=password": "order",
    "year=abc": "year",
    "year=99999999999999": "year",
    "year=-1": "year",
    "year=2013.5": "year",
    f"year={'9' * 5000}": "year",
    "month=13": "month",
    "month=0": "month",
    f"q={'长' * 10_000}": "q",
    "q=a%00b": "q",
}


def test_what_cannot_be_is_named_and_ignored(column, items):
    for query, field in REFUSED.items():
        found = filterset(column.home, query)
        assert list(found.form.errors) == [field], query[:50]
        assert len(str(found.form.errors[field][0])) < 300
        assert len(found.qs) == len(items)
        assert found.parameters == {}


def test_equal_dates_keep_a_fixed_order_so_that_pages_do_not_overlap(column):
    made = [ItemPageFactory(parent=column.category, organ=column.office) for _number in range(5)]
    newest_first = [item.title for item in reversed(made)]
    assert titles(column.home) == newest_first
    assert titles(column.home, "order=published_on") == newest_first[::-1]


def test_drafts_and_withdrawn_items_are_not_listed(column):
    ItemPageFactory(parent=column.category, organ=column.office, draft=True)
    withdrawn = ItemPageFactory(parent=column.category, organ=column.office)
    withdrawn.unpublish()
    assert titles(column.home) == []


def test_an_alias_is_not_listed_a_second_time(column):
    item = ItemPageFactory(parent=column.category, organ=column.office)
    item.create_alias(parent=column.categories[2], update_slug="again")
    assert titles(column.home) == [item.title]


@pytest.mark.parametrize("kind", ["login", "password"])
def test_a_restricted_category_and_its_items_are_neither_listed_nor_offered(column, kind):
    shown = ItemPageFactory(parent=column.categories[2], organ=column.office)
    ItemPageFactory(parent=column.categories[0], organ=column.office)
    ItemPageFactory(parent=column.categories[1], organ=column.office)
    PageViewRestriction.objects.create(
        page=column.categories[0], restriction_type=kind, password="x"
    )
    assert titles(column.home) == [shown.title]
    offered = [code for code, _title in filterset(column.home).form.fields["category"].choices]
    assert "20-04" in offered
    assert "20-01" not in offered
    assert "20-01-01" not in offered
    assert list(filterset(column.home, "category=20-01").form.errors) == ["category"]


def test_two_columns_of_one_site_keep_to_themselves():
    columns = [
        make_column(as_site_root=False),
        make_column(name="黄家埠镇", slug="huang-jia-bu", as_site_root=False),
    ]
    items = [ItemPageFactory(parent=each.category, organ=each.office) for each in columns]
    for column, item in zip(columns, items, strict=True):
        assert column.catalogue.get_item_root() == column.home
        assert titles(column.home) == titles(column.category) == [item.title]


def test_without_a_column_the_catalogue_lists_its_site():
    site = Site.objects.get(is_default_site=True)
    section = site.root_page.add_child(instance=Page(title="公开", slug="open"))
    catalogue = CataloguePageFactory(parent=section)
    assert catalogue.get_item_root() == site.root_page


def test_codes_of_another_columns_categories_are_unknown_here(column):
    second = make_column(name="黄家埠镇", slug="huang-jia-bu", as_site_root=False)
    second.categories[2].code = "only-there"
    second.categories[2].save()
    assert list(filterset(column.categories[0], "category=only-there").form.errors) == ["category"]
    assert list(filterset(second.home, "category=only-there").form.errors) == []
