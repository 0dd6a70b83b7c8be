from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import PageViewRestriction, Site

from api.v1 import structure
from catalogue.services import merging, organs
from tests.factories.catalogue import ItemPageFactory, OrganFactory, make_column

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("imports")]


def test_sites_have_their_columns(api, column):
    (site,) = api("sites/").json()["items"]
    assert site["url"] == "http://localhost/"
    assert site["is_asked"]
    (told,) = site["columns"]
    assert told["id"] == column.home.pk
    assert told["organ"] == {"code": column.government.slug, "label": column.government.name}


def test_a_site_for_staff_is_not_told(api, column):
    other = make_column(name="临山镇", slug="linshan")
    column.site.root_page = column.home
    column.site.save()
    Site.objects.create(hostname="linshan.example", port=80, root_page=other.home)
    assert [site["name"] for site in api("sites/").json()["items"]] == ["", ""]
    PageViewRestriction.objects.create(page=other.home, restriction_type="login")
    assert len(api("sites/").json()["items"]) == 1


def test_organs_are_a_tree(api, column):
    told = api("organs/").json()["items"]
    assert [(each["name"], each["level"]) for each in told] == [
        (column.government.name, 0),
        *((office.name, 1) for office in column.offices),
    ]
    assert told[1]["parent"] == column.government.slug


def test_organs_tell_what_they_were_and_became(api, column):
    town, (first, second) = column.government, column.offices
    former = first.name
    duplicate = OrganFactory(slug="duplicate", name="农办（重复）")
    merging.merge(duplicate, first, None, "重复录入")
    organs.rename(first, "农业办公室", date(2013, 1, 1), None, new_short_name="农办")
    organs.merge([first], second, date(2019, 4, 1), None)
    organs.dissolve(second, date(2021, 1, 1), None)
    OrganFactory(name="筹备组", parent=town, valid_from=date(9999, 1, 1), slug="chou-bei-zu")
    told = {each["code"]: each for each in api("organs/").json()["items"]}
    assert told[first.slug] == {
        "code": first.slug,
        "name": "农业办公室",
        "short_name": "农办",
        "parent": town.slug,
        "level": 1,
        "organisation_code": first.organisation_code,
        "state": "succeeded",
        "valid_from": None,
        "valid_until": "2019-03-31",
        "successor": second.slug,
        "predecessors": [],
        "former_names": [
            {
                "name": former,
                "short_name": first.short_name,
                "valid_from": None,
                "valid_until": "2012-12-31",
            }
        ],
        "former_codes": ["duplicate"],
    }
    assert told[second.slug]["predecessors"] == [first.slug]
    assert (told[second.slug]["state"], told[second.slug]["successor"]) == ("dissolved", None)
    assert told["chou-bei-zu"]["state"] == "planned"
    assert told["chou-bei-zu"]["valid_from"] == "9999-01-01"
    assert told[town.slug]["state"] == "current"
    assert "duplicate" not in told


def test_organs_are_read_in_two_queries_however_much_has_become_of_them(column):
    for number in range(5):
        organ = OrganFactory(parent=column.government)
        organs.rename(organ, f"第{number}个新名称", date(2013, 1, 1), None)
        organs.merge([organ], column.office, date(2019, 4, 1), None)
        merging.merge(OrganFactory(), organ, None, "重复录入")
    with CaptureQueriesContext(connection) as asked:
        told = structure.organs()
    assert len(asked) == 2
    assert sum(len(each["former_codes"]) for each in told) == 5


def test_sections_are_those_of_the_navigation(api, column):
    told = api("sections/").json()["items"]
    assert [each["kind"] for each in told] == ["policies", "catalogue"]
    assert all(each["column"] == column.home.pk for each in told)


def test_categories_count_what_stands_below_them(api, column):
    for category in (column.categories[0], column.categories[1], column.categories[1]):
        ItemPageFactory(parent=category, organ=column.office)
    told = {each["code"]: each for each in api("categories/").json()["items"]}
    assert {code: each["count"] for code, each in told.items()} == {
        "policies": 0,
        "20-01": 3,
        "20-01-01": 2,
        "20-04": 0,
    }
    assert told["20-01-01"]["parent"] == told["20-01"]["id"]
    assert told["20-01-01"]["level"] == 1
    assert told["20-01"]["deadline_working_days"] == 20
    facet = next(each for each in api("facets/").json()["facets"] if each["name"] == "category")
    assert {v["code"]: v["count"] for v in facet["values"]} == {"20-01": 3, "20-01-01": 2}


def test_of_two_columns_with_the_same_code_one_must_be_named(api, column):
    town = make_column(name="临山镇", slug="linshan", as_site_root=False)
    mine = ItemPageFactory(parent=column.category, organ=column.office)
    theirs = ItemPageFactory(parent=town.category, organ=town.office)
    refused = api("items/", category="20-01")
    assert refused.status_code == 400
    assert "column" in refused.json()["detail"]
    for each, item in ((column, mine), (town, theirs)):
        told = api("items/", category="20-01", column=each.home.pk).json()["items"]
        expected = {item.pk, theirs.pk} if each is column else {item.pk}
        assert {row["id"] for row in told} <= expected
