"""What fulfils a row: counted as a slow plain recount does, in a constant number of queries."""

from __future__ import annotations

import random
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import PageViewRestriction

from catalogue.models import ItemPage
from standards.coverage import coverage_of
from standards.models import StandardRowItem
from standards.monitor_rules import BlankRows, LateRows
from tests.factories.catalogue import CategoryPageFactory, ItemPageFactory, make_column
from tests.factories.standards import StandardCatalogueFactory, StandardRowFactory

pytestmark = pytest.mark.django_db
TODAY = date(2013, 6, 1)


@pytest.fixture
def column():
    return make_column()


@pytest.fixture
def catalogue(column):
    return StandardCatalogueFactory(column=column.home)


def item(parent, title="低保名单", written=date(2013, 3, 1), published=date(2013, 3, 4), **more):
    return ItemPageFactory(
        parent=parent, title=title, written_on=written, published_on=published, **more
    )


def only(catalogue):
    (found,) = coverage_of(catalogue, TODAY).rows
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
    words, organ = coverage_of(catalogue, TODAY).rows
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
    coverage = coverage_of(catalogue, TODAY)
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
    assert coverage_of(catalogue, TODAY).total == 1
    catalogue.last_year = 2012
    catalogue.save()
    assert list(BlankRows().find(TODAY)) == []


def test_each_organ_has_its_own_figures(column, catalogue):
    StandardRowFactory(catalogue=catalogue, organ=column.offices[0], category=column.category)
    StandardRowFactory(catalogue=catalogue, organ=column.offices[1])
    item(column.category)
    figures = [(o.organ, o.total, o.covered) for o in coverage_of(catalogue, TODAY).by_organ()]
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
    for found in coverage_of(catalogue, TODAY).rows:
        assert (found.count, found.latest_on) == slow_count(found.row, TODAY), found.row.pk


def test_the_number_of_queries_does_not_depend_on_rows_and_items(column, catalogue):
    def queries():
        with CaptureQueriesContext(connection) as asked:
            coverage_of(catalogue, TODAY)
        return len(asked)

    def add(number):
        for _each in range(number):
            for words in ("", "低保"):
                row = StandardRowFactory(
                    catalogue=catalogue, category=column.category, title_words=words,
                    organ=column.office,
                )  # fmt: skip
                StandardRowItem.objects.create(row=row, item=item(column.policies))
            item(column.category)

    add(1)
    queries()
    few = queries()
    add(8)
    # What is under a restriction is read anew after every change.
    queries()
    assert queries() == few <= 12
