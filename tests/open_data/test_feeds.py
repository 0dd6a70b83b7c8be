"""Feeds: valid Atom, the newest first, right at once, and whatever titles hold."""

from __future__ import annotations

from datetime import date, timedelta
from urllib.parse import quote

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from lxml import etree
from wagtail.search import index

from tests.catalogue.many import many_items
from tests.factories.catalogue import ItemPageFactory, TopicFactory, imported
from tests.open_data.conftest import PUBLIC

pytestmark = pytest.mark.django_db

ATOM = "{http://www.w3.org/2005/Atom}"
# RFC 4287, 4.1.1 and 4.1.2.
NEEDED = ("id", "title", "updated")


def feed(client, address):
    response = client.get(address)
    assert response.status_code == 200, response.content.decode()
    assert response["Content-Type"] == "application/atom+xml; charset=utf-8"
    root = etree.fromstring(response.content)
    assert root.tag == f"{ATOM}feed"
    for element in (root, *root.findall(f"{ATOM}entry")):
        for name in NEEDED:
            assert len(element.findall(f"{ATOM}{name}")) == 1, name
            assert element.findtext(f"{ATOM}{name}")
    links = {each.get("rel"): each.get("href") for each in root.findall(f"{ATOM}link")}
    assert links["self"].startswith("http://localhost/feeds/")
    assert links["alternate"].startswith("http://localhost/")
    return root


def titles(root):
    return [entry.findtext(f"{ATOM}title") for entry in root.findall(f"{ATOM}entry")]


@pytest.fixture
def column_feed(column):
    return f"/feeds/{column.home.pk}/"


@pytest.mark.usefixtures("items")
def test_a_column_tells_what_is_new(client, column, column_feed, items):
    root = feed(client, column_feed)
    assert titles(root) == list(PUBLIC)[::-1]
    assert root.findtext(f"{ATOM}title") == column.home.title
    assert root.findtext(f"{ATOM}author/{ATOM}name") == column.government.name
    entry = root.find(f"{ATOM}entry")
    assert entry.findtext(f"{ATOM}author/{ATOM}name") == column.office.name
    assert entry.findtext(f"{ATOM}summary") == "摘要"
    assert entry.find(f"{ATOM}link").get("href") == items[2].get_full_url()
    terms = {each.get("term") for each in entry.findall(f"{ATOM}category")}
    assert {"公路", "养护", "文件"} <= terms
    assert entry.findtext(f"{ATOM}published") == "2013-03-03T00:00:00+08:00"


@pytest.mark.usefixtures("items")
def test_categories_and_organs_have_feeds_of_their_own(client, column, column_feed):
    other = ItemPageFactory(parent=column.categories[2], organ=column.offices[1], title="统计")
    assert titles(feed(client, f"{column_feed}category/20-04/")) == ["统计"]
    assert titles(feed(client, f"{column_feed}category/20-01/")) == list(PUBLIC)[::-1]
    assert titles(feed(client, f"{column_feed}organ/{column.offices[1].slug}/")) == ["统计"]
    everything = feed(client, f"{column_feed}organ/{column.government.slug}/")
    assert set(titles(everything)) == {*PUBLIC, "统计"}
    assert other.organ_id == column.offices[1].pk


@pytest.mark.usefixtures("items")
@pytest.mark.parametrize("place", ["category/none/", "category/secret-closed/", "organ/none/"])
def test_what_there_is_not_is_not_found(client, column_feed, place):
    assert client.get(f"{column_feed}{place}").status_code == 404
    assert client.get("/feeds/999999/").status_code == 404


@pytest.mark.usefixtures("items")
def test_a_search_has_a_feed_with_its_conditions(client, column):
    assert titles(feed(client, f"/feeds/search/?q={quote('第二件')}")) == [PUBLIC[1]]
    assert titles(feed(client, f"/feeds/search/?q={quote('公开')}&year=2013")) == list(PUBLIC)[::-1]
    assert titles(feed(client, f"/feeds/search/?q={quote('公开')}&year=2014")) == []
    # Nothing has all of it; what is only near is none.
    assert titles(feed(client, f"/feeds/search/?q={quote('公开航天')}")) == []
    assert column


def test_a_search_feed_says_what_is_missing_and_keeps_to_the_limit(client, items, settings):
    empty = client.get("/feeds/search/")
    assert empty.status_code == 400
    assert "检索内容" in empty.content.decode()
    settings.GONGKAI_SEARCH_RATE_LIMIT = (2, 60)
    address = f"/feeds/search/?q={quote('公开')}"
    answers = [client.get(address) for _number in range(3)]
    assert [each.status_code for each in answers] == [200, 200, 429]
    assert int(answers[-1]["Retry-After"]) > 0
    assert items


@pytest.mark.usefixtures("items")
def test_a_reader_that_has_the_feed_is_told_so_until_something_changes(client, column, column_feed):
    first = client.get(column_feed)
    known = {"If-None-Match": first["ETag"]}
    assert client.get(column_feed, headers=known).status_code == 304
    ItemPageFactory(parent=column.category, organ=column.office, title="新的一件")
    again = client.get(column_feed, headers=known)
    assert again.status_code == 200
    assert "新的一件" in again.content.decode()


def test_a_search_feed_tells_what_the_index_hears_of_late(client, column, items):
    address = f"/feeds/search/?q={quote('公开')}"
    late = ItemPageFactory(parent=column.category, organ=column.office, title="迟到的公开事项")
    index.remove_object(late)
    first = client.get(address)
    assert late.title not in first.content.decode()
    known = {"If-None-Match": first["ETag"]}
    assert client.get(address, headers=known).status_code == 304
    index.insert_or_update_object(late)
    again = client.get(address, headers=known)
    assert again.status_code == 200
    assert late.title in again.content.decode()
    assert items


def test_ids_stay_when_title_and_address_change(client, items, column_feed):
    before = {
        entry.findtext(f"{ATOM}id") for entry in feed(client, column_feed).findall(f"{ATOM}entry")
    }
    item = type(items[0]).objects.get(pk=items[0].pk)
    item.title, item.published_on = "改了名", item.published_on + timedelta(days=400)
    with imported():
        item.save_revision().publish()
    root = feed(client, column_feed)
    assert titles(root)[0] == "改了名"
    assert {each.findtext(f"{ATOM}id") for each in root.findall(f"{ATOM}entry")} == before
    assert all(each.startswith("tag:localhost,") for each in before)


def test_control_characters_and_markup_in_titles_break_nothing(client, column, column_feed):
    title = "坏\x00\x0b字\x1f符\ufffe<b>&amp;\"'"
    item = ItemPageFactory(parent=column.category, organ=column.office, title="好")
    topic = TopicFactory(code="t-x", name="主\x07题")
    type(item).objects.filter(pk=item.pk).update(
        title=title.replace("\x00", ""), summary="概\x08述<i>", topic=topic, keywords="词\x01"
    )
    root = feed(client, column_feed)
    assert titles(root) == ["坏字符<b>&amp;\"'"]
    # A summary is markup.
    assert root.findtext(f"{ATOM}entry/{ATOM}summary") == "概述&lt;i&gt;"


def test_a_feed_has_fifty_entries_in_as_many_queries_as_three(client, column, column_feed, items):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            response = client.get(column_feed)
        return len(captured), response

    queries()
    many_items(column, 60)
    many, response = queries()
    ItemPageFactory(parent=column.category, organ=column.office)
    again, _response = queries()
    assert many == again <= 25
    assert len(etree.fromstring(response.content).findall(f"{ATOM}entry")) == 50
    assert items


@pytest.mark.usefixtures("items")
def test_pages_name_their_feeds(client, column, column_feed):
    def named(address):
        page = etree.HTML(client.get(address).content.decode())
        links = page.xpath("//head/link[@type='application/atom+xml']")
        return [link.get("href") for link in links]

    assert named(column.home.get_url()) == [column_feed]
    category = column.categories[2]
    assert named(category.get_url()) == [column_feed, f"{column_feed}category/20-04/"]
    organ = column.office.slug
    listed = named(f"{column.catalogue.get_url()}?organ={organ}")
    assert listed == [column_feed, f"{column_feed}organ/{organ}/"]
    (_own, search) = named(f"/search/?q={quote('公开')}")
    assert search == f"/feeds/search/?q={quote('公开')}"
    assert titles(feed(client, search)) == list(PUBLIC)[::-1]


def test_days_are_local(client, column, column_feed):
    ItemPageFactory(
        parent=column.category,
        organ=column.office,
        published_on=date(2020, 1, 1),
        last_published_at=timezone.now(),
    )
    entry = feed(client, column_feed).find(f"{ATOM}entry")
    assert entry.findtext(f"{ATOM}published").startswith("2020-01-01T00:00:00+08:00")
