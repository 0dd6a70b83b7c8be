"""Figures by year and organ: as much as public pages show."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import PageViewRestriction

from disclosure_pages.statistics import services
from tests.disclosure_pages.reports import enter, inputs_of, report_of, signed
from tests.factories.catalogue import ItemPageFactory, UserFactory, make_column
from tests.factories.pages import make_items

pytestmark = pytest.mark.django_db


def values_in(unit):
    return {each["code"]: each["value"] for each in unit["values"]}


def test_a_published_report_gives_all_its_numbers(api, column):
    make_items(column.category, column.office, 2, year=2023)
    report_of(column, 2023)
    unit = api("statistics/", year=2023).json()["items"][0]
    values = values_in(unit)
    assert (unit["source"], unit["is_frozen"]) == ("report", False)
    assert unit["organ"]["code"] == column.government.slug
    assert unit["report_url"].endswith(f"/annual-reports/{column.home.pk}/2023/")
    assert values["items.total"] == 2
    inputs = inputs_of(2023)
    assert {code: values[code] for code in inputs} == inputs


def test_of_a_year_without_a_report_only_public_items_are_counted(api, client, column):
    make_items(column.category, column.office, 3, year=2022)
    make_items(column.category, column.office, 1, year=2023)
    for year in (2022, 2023):
        enter(column, year)
    services.enter(services.get_or_create(column.government, 2022), "items.total", 9999, "内部数字")
    unit = api("statistics/", year=2022).json()["items"][0]
    values = values_in(unit)
    assert (unit["source"], unit["report_url"]) == ("items", None)
    assert all(code.startswith("items.") for code in values)
    assert values["items.total"] == 3
    assert values[f"items.organ.{column.office.slug}"] == 3
    by_code = {each["code"]: each for each in unit["values"]}
    assert by_code["items.total"]["label"] == "公开信息总数"
    listed = client.get(by_code["items.total"]["url"])
    assert listed.status_code == 200


def test_what_the_home_of_the_column_shows_is_told_as_it_shows_it(api, client, column):
    make_items(column.category, column.office, 3, year=2022)
    services.enter(services.get_or_create(column.government, 2022), "items.total", 4, "漏登一条")
    home = client.get(column.home.get_url())
    assert home.context["total"].value == 4
    values = values_in(api("statistics/", year=2022).json()["items"][0])
    assert values["items.total"] == 4
    assert values["review.exceptions"] == home.context["exceptions"].value
    assert not [code for code in values if code.startswith("t3.")]


@pytest.mark.parametrize("way", ["draft", "page", "list"])
def test_a_report_that_is_not_public_gives_nothing(api, column, way):
    make_items(column.category, column.office, 1, year=2023)
    page = report_of(column, 2023, live=way != "draft")
    services.freeze(services.get_or_create(column.government, 2023), UserFactory(admin=True))
    if way != "draft":
        place = page if way == "page" else page.get_parent()
        PageViewRestriction.objects.create(page=place, restriction_type="login")
    unit = api("statistics/", year=2023).json()["items"][0]
    assert unit["source"] == "items"
    assert not [code for code in values_in(unit) if code.startswith("t")]


def test_a_closed_category_is_not_named(api, column):
    ItemPageFactory(parent=column.categories[2], organ=column.office)
    ItemPageFactory(parent=column.category, organ=column.office)
    PageViewRestriction.objects.create(page=column.category, restriction_type="login")
    text = api("statistics/").content.decode()
    assert column.categories[2].title in text
    assert column.category.title not in text
    assert column.category.code not in text


def test_years_and_organs_are_paged_through(api, column):
    other = make_column(name="临山镇", slug="other", as_site_root=False)
    for each in (column, other):
        for year in (2021, 2022, 2023):
            make_items(each.category, each.office, 1, year=year)
    report_of(column, 2020, figures=signed(column, 2020))
    seen, address = [], "statistics/?limit=2"
    while address:
        page = api(address).json()
        assert page["count"] == 7
        seen += [(unit["year"], unit["column"]["id"]) for unit in page["items"]]
        address = page["next"] and page["next"].partition("/api/v1/")[2]
    assert len(seen) == len(set(seen)) == 7
    assert [year for year, _column in seen] == [2023, 2023, 2022, 2022, 2021, 2021, 2020]
    only = api("statistics/", organ=other.government.slug, limit=20).json()
    assert {unit["column"]["id"] for unit in only["items"]} == {other.home.pk}
    assert only["count"] == 3


@pytest.mark.parametrize(
    ("name", "value"), [("year", "x"), ("organ", "nobody"), ("cursor", "x"), ("limit", 21)]
)
def test_what_is_asked_wrongly_is_told(api, column, name, value):
    response = api("statistics/", **{name: value})
    assert response.status_code == 400
    assert response.json()["errors"][0]["name"] == name


def test_queries_do_not_grow_with_years(api, column):
    counts = []
    for years in (range(2018, 2020), range(2008, 2018)):
        for year in years:
            make_items(column.category, column.office, 1, year=year)
        with CaptureQueriesContext(connection) as queries:
            api("statistics/", limit=2)
        counts.append(len(queries))
    assert counts[0] == counts[1]
