"""The catalogue for other catalogues: DCAT-AP 3, shape by shape; and the page for people."""

from __future__ import annotations

import json
import re
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from lxml import etree

from catalogue.models import DisclosureSiteSettings
from open_data.formats import FORMATS
from open_data.models import DataFile
from open_data.services import building
from tests.factories.catalogue import ItemPageFactory
from tests.factories.pages import make_report
from tests.open_data.conftest import body

pytestmark = pytest.mark.django_db

EU = "http://publications.europa.eu/resource/authority"
XSD = "http://www.w3.org/2001/XMLSchema#"
# https://semiceu.github.io/DCAT-AP/releases/3.0.0/: mandatory (M) and recommended (R) properties of
# what the catalogue has, but dct:issued, which nobody knows, and what concerns services and series.
# Each with what its values must be.
AGENT = {"foaf:name": "text"}
CATALOG = {
    "dct:title": "text",
    "dct:description": "text",
    "dct:publisher": "foaf:Agent",
    "dct:language": "iri",
    "dct:license": "dct:LicenseDocument",
    "dct:modified": "dateTime",
    "dct:rights": "dct:RightsStatement",
    "dct:spatial": "iri",
    "dcat:themeTaxonomy": "skos:ConceptScheme",
    "dcat:dataset": "dcat:Dataset",
    "foaf:homepage": "foaf:Document",
}
DATASET = {
    "dct:title": "text",
    "dct:description": "text",
    "dct:publisher": "foaf:Agent",
    "dct:spatial": "iri",
    "dct:temporal": "dct:PeriodOfTime",
    "dcat:contactPoint": "vcard:Organization",
    "dcat:distribution": "dcat:Distribution",
    "dcat:keyword": "text",
    "dcat:theme": "skos:Concept",
    "dct:accrualPeriodicity": "iri",
    "dct:accessRights": "dct:RightsStatement",
    "dct:identifier": "literal",
}
DISTRIBUTION = {
    "dcat:accessURL": "iri",
    "dcat:downloadURL": "iri",
    "dct:description": "text",
    "dct:format": "dct:MediaTypeOrExtent",
    "dcat:mediaType": "dct:MediaType",
    "dct:license": "iri",
    "dcatap:availability": "skos:Concept",
}
OF_A_FILE = {"dcat:byteSize": "nonNegativeInteger", "spdx:checksum": "spdx:Checksum"}
CHECKSUM = {"spdx:algorithm": "iri", "spdx:checksumValue": "hexBinary"}
SHAPES = {
    "dcat:Catalog": CATALOG,
    "dcat:Dataset": DATASET,
    "dcat:Distribution": DISTRIBUTION,
    "spdx:Checksum": CHECKSUM,
    "foaf:Agent": AGENT,
    "dct:PeriodOfTime": {"dcat:startDate": "date", "dcat:endDate": "date"},
}


def values(node, name):
    found = node.get(name, [])
    return found if isinstance(found, list) else [found]


def check(node, context):
    """Hold a node and all below it against its shape."""
    shape = SHAPES.get(node.get("@type"), {})
    for name, kind in shape.items():
        found = values(node, name)
        assert found, f"{node['@type']} lacks {name}"
        for value in found:
            hold(value, kind, name)
    for name, value in node.items():
        if name.startswith("@"):
            continue
        prefix = name.partition(":")[0]
        assert prefix in context, name
        for each in value if isinstance(value, list) else [value]:
            if isinstance(each, dict):
                check(each, context)


def hold(value, kind, name):
    if kind == "literal":
        assert isinstance(value, str) and value, name
    elif kind == "text":
        assert value["@value"] and value["@language"] == "zh", name
    elif kind == "iri":
        assert re.match(r"https?://\S+$", value["@id"]), name
    elif ":" in kind:
        assert value["@type"] == kind, name
    else:
        assert value["@type"] == f"xsd:{kind}", name
        pattern = {
            "dateTime": r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+\d\d:\d\d$",
            "date": r"\d{4}-\d\d-\d\d$",
            "nonNegativeInteger": r"\d+$",
            "hexBinary": r"([0-9a-f]{2})+$",
        }[kind]
        assert re.match(pattern, value["@value"]), name


@pytest.fixture
def contact(column):
    return DisclosureSiteSettings.objects.create(
        site=column.site, site_name="泗门镇", contact_phone="0574-1", contact_email="a@example.org"
    )


@pytest.fixture
def dcat(client, column, files, contact):
    make_report(column)
    response = client.get("/data/catalog.jsonld")
    assert response["Content-Type"] == "application/ld+json; charset=utf-8"
    return json.loads(response.content)


def test_the_catalogue_has_what_dcat_ap_asks_for(dcat):
    assert dcat["@type"] == "dcat:Catalog"
    assert dcat["@context"]["xsd"] == XSD
    check(dcat, dcat["@context"])


def test_every_file_is_there_with_size_checksum_and_address(client, dcat):
    (items, report) = values(dcat, "dcat:dataset")
    assert items["dct:temporal"]["dcat:startDate"]["@value"] == "2013-01-01"
    assert items["dct:accrualPeriodicity"]["@id"] == f"{EU}/frequency/DAILY"
    found = values(items, "dcat:distribution")
    assert len(found) == len(FORMATS)
    for each in found:
        for name, kind in OF_A_FILE.items():
            hold(each[name], kind, name)
        address = each["dcat:downloadURL"]["@id"].removeprefix("http://localhost")
        content = body(client.get(address))
        assert str(len(content)) == each["dcat:byteSize"]["@value"]
        row = DataFile.objects.get(format=address.partition(".")[2])
        assert each["spdx:checksum"]["spdx:checksumValue"]["@value"] == row.sha256
    for each in values(report, "dcat:distribution"):
        address = each["dcat:downloadURL"]["@id"].removeprefix("http://localhost")
        assert client.get(address).status_code == 200


def test_nodes_have_names_of_their_own(dcat):
    names = [each["@id"] for each in dcat["dcat:dataset"]]
    names += [
        each["@id"] for dataset in dcat["dcat:dataset"] for each in dataset["dcat:distribution"]
    ]
    assert len(names) == len(set(names))


@pytest.mark.usefixtures("files")
def test_a_licence_of_the_host_takes_the_place_of_the_terms(client, settings):
    settings.GONGKAI_OPEN_DATA_LICENSE = ("https://example.org/licence", "某许可")
    said = json.loads(client.get("/data/catalog.jsonld").content)
    assert said["dct:license"]["@id"] == "https://example.org/licence"
    assert "某许可" in client.get("/data/").content.decode()


def test_a_site_without_files_has_a_catalogue_too(client, column):
    said = json.loads(client.get("/data/catalog.jsonld").content)
    assert said["dcat:dataset"] == []
    assert "还没有生成数据文件" in client.get("/data/").content.decode()
    assert column


@pytest.mark.usefixtures("files")
def test_the_catalogue_is_new_as_soon_as_files_are(client, column):
    first = client.get("/data/catalog.jsonld")
    known = {"If-None-Match": first["ETag"]}
    assert client.get("/data/catalog.jsonld", headers=known).status_code == 304
    ItemPageFactory(parent=column.category, organ=column.office, title="新的一件")
    building.build(column.home, 2013)
    again = client.get("/data/catalog.jsonld", headers=known)
    assert "共4条" in again.content.decode()


@pytest.mark.usefixtures("files")
def test_the_page_lists_files_reports_feeds_and_terms(client, column):
    make_report(column)
    response = client.get("/data/")
    page = etree.HTML(response.content.decode())
    assert [each.text for each in page.xpath("//h1")] == ["开放数据"]
    links = page.xpath("//main//a/@href")
    for ending in FORMATS:
        assert f"http://localhost/data/{column.home.pk}/2013.{ending}" in links
    assert f"http://localhost/data/{column.home.pk}/SHA256SUMS" in links
    assert "http://localhost/annual-reports/2013/download/json/" in links
    assert f"http://localhost/feeds/{column.home.pk}/category/20-04/" in links
    assert page.xpath("//link[@rel='canonical']/@href") == ["http://localhost/data/"]
    assert page.xpath("//footer//a[@href='/data/']")
    (data,) = page.xpath("//script[@type='application/ld+json']/text()")
    said = json.loads(data)
    assert (said["@type"], said["dataset"][0]["@type"]) == ("DataCatalog", "Dataset")
    assert len(said["dataset"][0]["distribution"]) == len(FORMATS)
    assert page.xpath("//meta[@name='ColumnName']/@content") == ["开放数据"]


@pytest.mark.usefixtures("files")
def test_a_year_that_is_being_made_anew_says_so(client, items, settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
    settings.GONGKAI_OPEN_DATA_TASK_BACKEND = "default"
    assert "正在重新生成" not in client.get("/data/").content.decode()
    items[0].unpublish()
    assert "正在重新生成" in client.get("/data/").content.decode()


def test_the_page_takes_as_many_queries_whatever_it_lists(client, column, files):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            assert client.get("/data/").status_code == 200
        return len(captured)

    make_report(column)
    queries()
    few = queries()
    for year in (2014, 2015, 2016):
        fresh = ItemPageFactory(
            parent=column.category,
            organ=column.office,
            published_on=date(year, 1, 2),
        )
        assert building.build(column.home, year) == 1, fresh
        make_report(column, year=year, slug=str(year), title=f"{year}年报告", form="2008")
    assert queries() == few
    assert files is None


def test_other_sites_show_their_own(client, column, files):
    assert client.get("/data/", headers={"Host": "localhost"}).status_code == 200
    assert column
    assert files is None
