"""The standard catalogue in the yearly statistics: counted as the year ended, and listed alike."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from lxml import html

from catalogue import kept
from disclosure_pages.statistics import services
from disclosure_pages.statistics.registry import Readings, Scope
from tests.factories.catalogue import ItemPageFactory, OrganFactory
from tests.factories.standards import (
    StandardCatalogueFactory,
    StandardCataloguePageFactory,
    StandardRowFactory,
)

pytestmark = pytest.mark.django_db
CODES = ("rows", "covered", "updated", "late")


@pytest.fixture
def catalogue(column):
    return StandardCatalogueFactory(column=column.home)


def item(parent, published, written=None, **more):
    return ItemPageFactory(
        parent=parent, written_on=written or published, published_on=published, **more
    )


def readings(column, year, organ=None):
    return Readings(Scope(organ or column.government, year, column.home))


def figures(column, year, organ=None):
    """Rows, covered, updated, late; None where nothing is counted."""
    computed = readings(column, year, organ).computed
    if "standards.rows" not in computed:
        return None
    return tuple(computed[f"standards.{code}"] for code in CODES)


def day(month, number, year=2013):
    return date(year, month, number)


@pytest.mark.parametrize(
    ("row", "items", "expected"),
    [
        ({}, [], (1, 0, 0, 0)),
        ({}, [(day(3, 1), day(3, 4))], (1, 1, 1, 0)),
        # What came earlier is content, and nothing new.
        ({}, [(day(3, 1, 2012), day(3, 5, 2012))], (1, 1, 0, 0)),
        # What came later was not there when the year ended.
        ({}, [(day(3, 1, 2014), day(3, 5, 2014))], (1, 0, 0, 0)),
        ({}, [(day(3, 1), day(4, 30))], (1, 1, 1, 1)),
        # Late ones of another year belong to that.
        ({}, [(day(3, 1, 2012), day(9, 3, 2012))], (1, 1, 0, 0)),
        # It was written in the year before; the publication says which year.
        ({}, [(day(11, 1, 2012), day(1, 10))], (1, 1, 1, 1)),
        ({"due_kind": "monthly", "due_number": None}, [(day(3, 1), day(3, 1))], (1, 1, 1, 1)),
        ({"due_kind": "monthly", "due_number": None}, [(day(12, 2), day(12, 2))], (1, 1, 1, 0)),
        ({"due_kind": "yearly", "due_number": None}, [(day(1, 2), day(1, 2))], (1, 1, 1, 0)),
        ({"first_year": 2013, "last_year": 2013}, [], (1, 0, 0, 0)),
        ({"first_year": 2014}, [], None),
        ({"last_year": 2012}, [], None),
    ],
)
def test_a_year_is_told_as_it_ended(column, catalogue, row, items, expected):
    StandardRowFactory(catalogue=catalogue, category=column.category, **row)
    for written, published in items:
        item(column.category, published, written)
    assert figures(column, 2013) == expected


def test_a_catalogue_out_of_force_and_a_year_ahead_say_nothing(column, catalogue):
    StandardRowFactory(catalogue=catalogue)
    assert figures(column, 2013) == (1, 0, 0, 0)
    assert figures(column, 2998) is None
    catalogue.first_year = 2014
    catalogue.save()
    assert figures(column, 2013) is None


def test_each_organ_is_told_of_the_rows_that_it_and_those_below_it_answer_for(column, catalogue):
    office, other = column.offices[0], column.offices[1]
    village = OrganFactory(parent=office)
    catalogue.organ = other
    catalogue.save()
    for organ in (office, village, other, None, OrganFactory()):
        StandardRowFactory(catalogue=catalogue, organ=organ, category=column.category)
    item(column.category, day(3, 4))
    assert figures(column, 2013) == (5, 5, 5, 0)
    assert figures(column, 2013, office) == (2, 2, 2, 0)
    assert figures(column, 2013, village) == (1, 1, 1, 0)
    # Rows without an organ are those of who made the table.
    assert figures(column, 2013, other) == (2, 2, 2, 0)


def test_the_rate_is_a_hundred_for_all_rows_only(column, catalogue):
    for category in (column.category, column.category, None):
        StandardRowFactory(catalogue=catalogue, category=category)
    item(column.category, day(3, 4))
    assert readings(column, 2013).computed["standards.rate"] == Decimal("66.6")
    catalogue.rows.filter(category=None).delete()
    StandardRowFactory(catalogue=catalogue, category=column.category)
    assert readings(column, 2013).computed["standards.rate"] == 100


def filled(column, catalogue):
    """Rows of two organs: with content of before, with new content, late, and without any."""
    rows = {"old": column.categories[0], "late": column.categories[2], "blank": None}
    for number, category in enumerate([*rows.values(), *rows.values()]):
        StandardRowFactory(
            catalogue=catalogue, category=category, organ=column.offices[number // 3]
        )
    StandardRowFactory(catalogue=catalogue, category=column.category, first_year=2014)
    item(rows["old"], day(3, 5, 2012))
    item(rows["late"], day(4, 30), day(3, 1))
    item(column.policies, day(4, 30, 2014))


@pytest.mark.parametrize("code", CODES)
def test_both_lists_hold_what_was_counted(client, column, staff, catalogue, code):
    filled(column, catalogue)
    StandardCataloguePageFactory(parent=column.home, catalogue=catalogue)
    client.force_login(staff.office)
    for organ in (column.government, column.office):
        told = readings(column, 2013, organ)
        number = told.computed[f"standards.{code}"]
        tree = html.fromstring(client.get(told.listing_url(f"standards.{code}")).content)
        assert tree.xpath("string(//*[@class='gk-total']/strong)") == str(number)
        assert len(tree.xpath("//tbody//th[@scope='row']")) == number
        shown = client.get(told.admin_url(f"standards.{code}")).context["object_list"]
        assert len(shown) == number, organ


def test_an_upper_organ_without_rows_of_its_own_has_a_list_too(client, column, catalogue):
    upper = OrganFactory(parent=column.government)
    lower = OrganFactory(parent=upper)
    StandardRowFactory(catalogue=catalogue, organ=lower)
    StandardRowFactory(catalogue=catalogue, organ=column.office)
    StandardCataloguePageFactory(parent=column.home, catalogue=catalogue)
    answer = client.get(readings(column, 2013, upper).listing_url("standards.rows"))
    tree = html.fromstring(answer.content)
    assert tree.xpath("string(//*[@class='gk-total']/strong)") == "1"
    assert not tree.xpath("//*[@class='gk-notices']")


def test_several_catalogues_are_added_up_and_listed_in_the_admin(client, column, staff, catalogue):
    other = StandardCatalogueFactory(column=column.home)
    for each in (catalogue, other):
        StandardRowFactory(catalogue=each)
        StandardCataloguePageFactory(parent=column.home, catalogue=each, slug=f"s{each.pk}")
    told = readings(column, 2013)
    assert told.computed["standards.rows"] == 2
    assert told.listing_url("standards.rows") == ""
    client.force_login(staff.office)
    assert len(client.get(told.admin_url("standards.rows")).context["object_list"]) == 2


def test_a_page_that_is_not_public_is_no_list(column, catalogue):
    StandardRowFactory(catalogue=catalogue)
    page = StandardCataloguePageFactory(parent=column.home, catalogue=catalogue)
    assert readings(column, 2013).listing_url("standards.rows").startswith("/standards/")
    assert readings(column, 2013).listing_url("standards.rate") == ""
    page.unpublish()
    assert readings(column, 2013).listing_url("standards.rows") == ""


def test_a_frozen_year_keeps_its_figures(column, staff, catalogue):
    row = StandardRowFactory(catalogue=catalogue, category=column.category)
    item(column.category, day(3, 4))
    statistics = services.get_or_create(column.government, 2013)
    services.freeze(statistics, staff.admin)
    row.delete()
    statistics.refresh_from_db()
    assert services.figures_of(statistics).get("standards.covered").value == 1


def test_a_change_of_rows_is_counted_at_once(column, catalogue):
    row = StandardRowFactory(catalogue=catalogue)
    assert figures(column, 2013) == (1, 0, 0, 0)
    row.category = column.category
    row.save()
    item(column.category, day(3, 4))
    assert figures(column, 2013) == (1, 1, 1, 0)


def test_the_figures_take_a_constant_number_of_queries(column, catalogue):
    def queries():
        cache.clear()
        kept.clear()
        source = readings(column, 2013)
        with CaptureQueriesContext(connection) as asked:
            assert source.computed["standards.rows"]
        return len([each for each in asked if "gongkai_standards" in each["sql"]]), len(asked)

    filled(column, catalogue)
    queries()
    own, few = queries()
    for _each in range(4):
        filled(column, catalogue)
    assert queries() == (own, few)
    assert own <= 3


@pytest.mark.parametrize("year", ["abc", "1999", "2998", "20133", "²⁰¹³", "\0"])
def test_a_year_that_is_none_is_told_and_ignored(client, column, catalogue, year):
    StandardRowFactory(catalogue=catalogue)
    StandardCataloguePageFactory(parent=column.home, catalogue=catalogue)
    answer = client.get("/standards/", {"year": year})
    assert answer.status_code == 200
    tree = html.fromstring(answer.content)
    assert "年度的公开情况" in tree.xpath("string(//*[@class='gk-notices'])")


def test_the_table_of_a_year_says_so_and_stays_with_it(client, settings, column, catalogue):
    settings.GONGKAI_STANDARDS_ROWS_PER_PAGE = 1
    filled(column, catalogue)
    StandardCataloguePageFactory(parent=column.home, catalogue=catalogue)
    tree = html.fromstring(client.get("/standards/?year=2013&content=no").content)
    assert "截至2013年12月31日公开的内容" in tree.xpath("string(//main)")
    assert tree.xpath("//form//input[@name='year']/@value") == ["2013"]
    links = tree.xpath("//nav[@class='gk-pages']//a/@href")
    assert links
    assert all("year=2013" in each and "content=no" in each for each in links)
