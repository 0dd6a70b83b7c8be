"""What fulfils a row: counted as a slow plain recount does, in a constant number of queries."""

from __future__ import annotations

import random
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import PageViewRestriction

from catalogue import kept
from catalogue.models import ItemPage
from standards import looking
from standards.coverage import coverage_of
from standards.looking import Window, word_finder
from standards.models import StandardRowItem
from standards.monitor_rules import BlankRows, LateRows
from tests.factories.catalogue import (
    CategoryPageFactory,
    ItemPageFactory,
    OrganFactory,
    imported,
)
from tests.factories.standards import StandardCatalogueFactory, StandardRowFactory

pytestmark = pytest.mark.django_db
TODAY = date(2013, 6, 1)
AT = Window.of_last_days(TODAY)


@pytest.fixture
def catalogue(column):
    return StandardCatalogueFactory(column=column.home)


def item(parent, title="低保名单", written=date(2013, 3, 1), published=date(2013, 3, 4), **more):
    return ItemPageFactory(
        parent=parent, title=title, written_on=written, published_on=published, **more
    )


def only(catalogue):
    (found,) = coverage_of(catalogue, AT).rows
    return found


def test_items_of_the_category_and_of_those_below_count(column, catalogue):
    first, part, other = column.categories
    StandardRowFactory(catalogue=catalogue, category=first)
    item(first)
    item(part, published=date(2013, 5, 2), written=date(2013, 5, 1))
    item(other)
    item(first, draft=True)
    found = only(catalogue)
    assert (found.count, found.latest_on) == (2, date(2013, 5, 2))


def test_words_and_organ_narrow_the_category(column, catalogue):
    StandardRowFactory(catalogue=catalogue, category=column.category, title_words="低保 特困")
    StandardRowFactory(
        catalogue=catalogue, category=column.category, organ=column.office, only_of_organ=True
    )
    item(column.category, "低保名单", organ=column.government)
    item(column.category, "特困供养标准", organ=column.office)
    item(column.category, "预算报告", organ=column.office)
    words, organ = coverage_of(catalogue, AT).rows
    assert (words.count, organ.count) == (2, 2)


def test_items_that_a_row_names_count_once_wherever_they_stand(column, catalogue):
    row = StandardRowFactory(catalogue=catalogue, category=column.category, title_words="低保")
    inside, outside = item(column.category), item(column.policies, "低保办法")
    unlike = item(column.category, "预算")
    hidden = item(column.policies, "内部", draft=True)
    for each in (inside, outside, unlike, hidden):
        StandardRowItem.objects.create(row=row, item=each)
    assert only(catalogue).count == 3


def test_a_row_without_category_is_blank(catalogue):
    StandardRowFactory(catalogue=catalogue)
    coverage = coverage_of(catalogue, AT)
    assert only(catalogue).is_blank
    assert coverage.sentence == "1项中0项有内容，以下1项没有。"
    assert coverage.percent == 0


def test_what_is_under_a_restriction_fulfils_nothing(column, catalogue):
    StandardRowFactory(catalogue=catalogue, category=column.category)
    item(column.category)
    PageViewRestriction.objects.create(
        page=column.category, restriction_type=PageViewRestriction.LOGIN
    )
    assert only(catalogue).is_blank


def test_late_publications_of_the_last_year_are_counted(column, catalogue):
    StandardRowFactory(catalogue=catalogue, category=column.category)
    item(column.category)
    item(column.category, written=date(2013, 3, 1), published=date(2013, 4, 30))
    item(column.category, written=date(2011, 3, 1), published=date(2011, 9, 30))
    found = only(catalogue)
    assert (found.count, found.late, found.is_late) == (3, 1, True)


def test_rows_and_catalogues_out_of_force_are_left_out(column, catalogue):
    StandardRowFactory(catalogue=catalogue, last_year=2012)
    StandardRowFactory(catalogue=catalogue, first_year=2013)
    assert coverage_of(catalogue, AT).total == 1
    catalogue.last_year = 2012
    catalogue.save()
    assert list(BlankRows().find(TODAY)) == []


def test_each_organ_has_its_own_figures(column, catalogue):
    StandardRowFactory(catalogue=catalogue, organ=column.offices[0], category=column.category)
    StandardRowFactory(catalogue=catalogue, organ=column.offices[1])
    item(column.category)
    figures = [(o.organ, o.total, o.covered) for o in coverage_of(catalogue, AT).by_organ()]
    assert figures == [(column.offices[0], 1, 1), (column.offices[1], 1, 0)]


def test_the_monitor_is_told_of_blank_and_late_rows(column, catalogue):
    blank = StandardRowFactory(catalogue=catalogue, organ=column.office, matter="救灾")
    late = StandardRowFactory(catalogue=catalogue, category=column.category, matter="低保")
    item(column.category, written=date(2013, 3, 1), published=date(2013, 4, 30))
    (found,) = BlankRows().find(TODAY)
    assert (found.key, found.subject, found.organ_id) == (
        f"row:{blank.pk}",
        "救灾",
        column.office.pk,
    )
    assert found.detail == "“救灾”没有对应的类别，也没有指定条目。"
    (found,) = LateRows().find(TODAY)
    assert (found.key, found.facts["late"]) == (f"row:{late.pk}", 1)
    assert "20个工作日" in LateRows().definition


def slow_count(row, today):
    """Plain: every public item, one by one."""
    named = {each.item_id for each in row.items.all()}
    found = []
    for each in ItemPage.objects.disclosed():
        inside = row.category is not None and each.path.startswith(row.category.path)
        if inside and row.title_words:
            inside = any(word in each.title for word in row.title_words.split())
        if inside and row.only_of_organ:
            inside = row.organ_id in {each.organ_id, each.organ.parent_id}
        if inside or each.pk in named:
            found.append(each)
    return len(found), max((each.published_on for each in found), default=None)


def test_the_figures_are_those_of_a_slow_recount(column, catalogue):
    chance = random.Random(9)
    categories = [*column.categories, column.policies]
    categories.append(CategoryPageFactory(parent=column.categories[1], code="deep", title="深"))
    organs = [column.government, *column.offices]
    items = [
        item(
            chance.choice(categories),
            f"{chance.choice(['低保', '预算', '救灾'])}{number}",
            organ=chance.choice(organs),
            written=date(2013, 1, 1),
            published=date(2013, 1, 1) + timedelta(days=chance.randrange(150)),
        )
        for number in range(40)
    ]
    for number in range(40):
        organ = chance.choice([None, *organs])
        row = StandardRowFactory(
            catalogue=catalogue,
            category=chance.choice([None, *categories]),
            title_words=chance.choice(["", "低保", "预算 救灾"]),
            organ=organ,
            only_of_organ=organ is not None and chance.random() < 0.5,
            sort_order=number,
        )
        for each in chance.sample(items, chance.choice([0, 0, 3])):
            StandardRowItem.objects.create(row=row, item=each)
    for found in coverage_of(catalogue, AT).rows:
        assert (found.count, found.latest_on) == slow_count(found.row, TODAY), found.row.pk


@pytest.mark.parametrize(
    ("words", "title", "found"),
    [
        (["低保", "特困"], "2013年低保名单", {"低保"}),
        (["低保", "低保名单", "保名"], "低保名单", {"低保", "低保名单", "保名"}),
        (["低保名单公示"], "低保名单", set()),
        (["a"], "", set()),
        ([], "低保", set()),
    ],
)
def test_words_are_found_wherever_they_stand_in_a_title(words, title, found):
    assert word_finder(words)(title) == found


def test_an_item_with_several_words_of_a_row_counts_once(column, catalogue):
    StandardRowFactory(catalogue=catalogue, category=column.category, title_words="低保 名单 低保")
    item(column.category, "低保名单")
    item(column.category, "低保办法")
    assert only(catalogue).count == 2


def test_items_of_an_organ_that_was_succeeded_still_count(column, catalogue):
    new = OrganFactory(parent=column.government)
    old = OrganFactory(parent=column.government, successor=new)
    StandardRowFactory(catalogue=catalogue, category=column.category, organ=new, only_of_organ=True)
    item(column.category, organ=old)
    assert only(catalogue).count == 1


def test_a_title_that_changes_and_an_item_that_goes_are_seen_at_once(column, catalogue):
    StandardRowFactory(catalogue=catalogue, category=column.category, title_words="低保")
    row = StandardRowFactory(catalogue=catalogue)
    page, named = item(column.category), item(column.policies)
    StandardRowItem.objects.create(row=row, item=named)

    def counts():
        return [each.count for each in coverage_of(catalogue, AT).rows]

    assert counts() == [1, 1]
    page.title = "预算报告"
    with imported():
        page.save()
    assert counts() == [0, 1]
    named.unpublish()
    assert counts() == [0, 0]


@pytest.mark.parametrize(
    ("rule", "published", "late"),
    [
        (("working_days", 3), date(2013, 3, 6), 0),
        (("working_days", 3), date(2013, 3, 7), 1),
        (("days", 3), date(2013, 3, 4), 0),
        (("days", 3), date(2013, 3, 5), 1),
        (("realtime", None), date(2013, 3, 4), 0),
        (("realtime", None), date(2013, 3, 5), 1),
        (("prompt", None), date(2013, 3, 29), 0),
        (("prompt", None), date(2013, 4, 1), 1),
        (("days", None), date(2013, 4, 1), 0),
    ],
)
def test_each_rule_is_kept_to_beside_a_stricter_one(column, catalogue, rule, published, late):
    for words in ("", "低保"):
        for kind, number in (rule, ("days", 1)):
            StandardRowFactory(
                catalogue=catalogue, category=column.category, title_words=words,
                due_kind=kind, due_number=number,
            )  # fmt: skip
    # A Friday; 2013-03-04 is a Monday.
    item(column.category, written=date(2013, 3, 1), published=published)
    assert [each.late for each in coverage_of(catalogue, AT).rows] == [late, 1, late, 1]


def test_the_number_of_queries_does_not_depend_on_rows_and_items(column, catalogue):
    def queries(*, anew):
        coverage_of(catalogue, AT)
        if anew:
            kept.clear()
        with CaptureQueriesContext(connection) as asked:
            coverage_of(catalogue, AT)
        return len(asked)

    def add(number):
        for _each in range(number):
            for words in ("", "低保"):
                row = StandardRowFactory(
                    catalogue=catalogue, category=column.category, title_words=words,
                    organ=column.office, only_of_organ=True,
                )  # fmt: skip
                StandardRowItem.objects.create(row=row, item=item(column.policies))
            item(column.category)

    add(1)
    few, again = queries(anew=True), queries(anew=False)
    add(8)
    assert queries(anew=True) == few <= 20
    # What was found is kept while nothing public changes: the rows are read, and little else.
    assert queries(anew=False) == again <= 8


def test_many_rows_look_at_each_title_once(column, catalogue, monkeypatch):
    looked = []

    def finder(words):
        find = word_finder(words)
        return lambda title: looked.append(title) or find(title)

    monkeypatch.setattr(looking, "word_finder", finder)
    for number in range(12):
        StandardRowFactory(
            catalogue=catalogue, category=column.category, title_words=f"低保 第{number}"
        )
    for number in range(5):
        item(column.category, f"低保名单{number}")
    assert [each.count for each in coverage_of(catalogue, AT).rows] == [5] * 12
    assert len(looked) == 5
