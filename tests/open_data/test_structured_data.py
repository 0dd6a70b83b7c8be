"""schema.org on the pages: lists, report, guide."""

from __future__ import annotations

import json

import pytest
from lxml import etree

from catalogue.models import ItemPage
from tests.factories.pages import GuidePageFactory, make_report

pytestmark = pytest.mark.django_db


def data_of(client, address):
    page = etree.HTML(client.get(address).content.decode())
    (script,) = page.xpath("//head/script[@type='application/ld+json']/text()")
    return json.loads(script)


@pytest.mark.usefixtures("items")
@pytest.mark.parametrize("query", ["", "?year=2013", "?order=published_on"])
def test_a_list_is_a_collection_of_the_items_it_shows(client, column, query):
    data = data_of(client, f"{column.catalogue.get_url()}{query}")
    assert data["@type"] == "CollectionPage"
    entries = data["mainEntity"]["itemListElement"]
    assert [each["position"] for each in entries] == [1, 2, 3]
    for each in entries:
        item = ItemPage.objects.get(title=each["name"], alias_of=None)
        assert each["url"] == item.get_full_url()


def test_a_report_names_its_year_organ_and_files(client, column):
    report = make_report(column)
    data = data_of(client, report.get_url())
    assert (data["@type"], data["url"]) == ("Report", report.get_full_url())
    assert data["publisher"]["name"] == column.government.name
    assert data["temporalCoverage"] == "2013-01-01/2013-12-31"
    files = {each["encodingFormat"]: each["contentUrl"] for each in data["encoding"]}
    assert files["application/json"] == f"{report.get_full_url()}download/json/"


def test_the_guide_names_the_office(client, column):
    guide = GuidePageFactory(parent=column.home)
    service = data_of(client, guide.get_url())["mainEntity"]
    assert service["@type"] == "GovernmentService"
    office = service["serviceOperator"]
    assert office["name"] == guide.office_name
    assert office["contactPoint"]["email"] == "gongkai@example.org"
    # 「无」 is no number.
    assert "faxNumber" not in office["contactPoint"]
