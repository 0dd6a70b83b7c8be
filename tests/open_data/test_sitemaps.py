"""The map: complete, without repetitions, and the same while items are published."""

from __future__ import annotations

import tracemalloc

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from lxml import etree
from wagtail.models import Page, Site

from open_data import sitemaps
from tests.catalogue.many import many_items
from tests.factories.catalogue import ItemPageFactory
from tests.factories.pages import GuidePageFactory, make_report
from tests.open_data.conftest import SECRET_SLUG, restrict

pytestmark = pytest.mark.django_db

MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


@pytest.fixture
def _small(monkeypatch):
    """Ranges of ten keys."""
    monkeypatch.setattr(sitemaps, "SIZE", 10)


def places(client, address):
    response = client.get(address)
    assert response.status_code == 200
    assert response["Content-Type"] == "application/xml"
    root = etree.fromstring(response.content)
    return [each.text.strip() for each in root.iter(f"{MAP}loc")]


def walk(client, between=None):
    """All addresses in the map; ``between`` is called before each section is asked for."""
    found = []
    for section in places(client, "/sitemap.xml"):
        if between:
            between()
        found += places(client, section.removeprefix("http://localhost"))
    return found


@pytest.mark.usefixtures("items", "_small")
def test_the_map_has_every_public_page_once_by_its_own_address(client, column):
    GuidePageFactory(parent=column.home)
    make_report(column)
    many_items(column, 35)
    found = walk(client)
    assert len(found) == len(set(found))
    public = Page.objects.descendant_of(column.home, inclusive=True).live().public()
    wanted = {page.get_full_url() for page in public.filter(alias_of=None)}
    assert set(found) == wanted
    assert any(each.endswith("/guide/") for each in found)
    assert any(each.endswith("/annual-reports/2013/") for each in found)
    assert not any(SECRET_SLUG in each or "alias-of" in each for each in found)
    assert len(places(client, "/sitemap.xml")) > 4


@pytest.mark.usefixtures("_small")
def test_nothing_is_missed_or_repeated_while_items_are_published(client, column):
    many_items(column, 40)
    before = set(walk(client))

    def publish():
        ItemPageFactory(parent=column.category, organ=column.office)

    found = walk(client, publish)
    assert len(found) == len(set(found))
    assert before <= set(found)


@pytest.mark.usefixtures("items")
def test_every_address_answers(client):
    for address in walk(client):
        assert client.get(address.removeprefix("http://localhost") or "/").status_code == 200


def test_the_index_says_when_a_section_changed(client, items):
    item = items[0]
    root = etree.fromstring(client.get("/sitemap.xml").content)
    sections = {each.findtext(f"{MAP}loc").strip(): each.findtext(f"{MAP}lastmod") for each in root}
    name = f"http://localhost/sitemap-items-{item.pk // sitemaps.SIZE}.xml"
    assert name in sections


@pytest.mark.parametrize(
    "name",
    [
        *("items-999", "items-x", "none-1", "items-", "items", "items--1"),
        # Keys that no table has any more.
        *("items-99999999999999", "items-999999999999999", "pages-999999999999999"),
    ],
)
def test_no_section_is_not_found(client, column, name):
    assert client.get(f"/sitemap-{name}.xml").status_code == 404
    assert column


def test_index_and_sections_take_as_many_queries_whatever_their_size(client, column, items):
    def count(address):
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address).status_code == 200
        return len(captured)

    section = f"/sitemap-items-{items[0].pk // sitemaps.SIZE}.xml"
    # What is remembered from the first request on is asked for now; then nothing is kept.
    walk(client)
    ItemPageFactory(parent=column.policies, organ=column.office)
    few = count("/sitemap.xml"), count(section)
    many_items(column, 200)
    assert (count("/sitemap.xml"), count(section)) == few


def test_a_section_of_many_items_takes_little_memory(client, column):
    many_items(column, 2000, [column.category])
    site = Site.objects.get(is_default_site=True)
    # Two of them where the keys pass from one to the next.
    sections = [
        section for name, section in sitemaps.sections_of(site).items() if name.startswith("items-")
    ]
    tracemalloc.start()
    found = [each for section in sections for each in section.get_urls()]
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert len(found) >= 1900
    assert peak < 10_000_000


def test_robots_may_read_everything_and_are_told_of_the_map(client, column):
    text = client.get("/robots.txt").content.decode()
    assert "Sitemap: http://localhost/sitemap.xml" in text.splitlines()
    assert "Disallow:" in text.splitlines()
    assert column


def test_a_closed_column_is_in_no_map(client, column, items):
    assert walk(client)
    restrict(column.home)
    assert walk(client) == []
    assert items
