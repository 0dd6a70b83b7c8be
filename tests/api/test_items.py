from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import override_settings
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Site

from catalogue.models import ItemAttachment, ItemCorrection, ItemPage
from tests.factories.catalogue import ItemPageFactory, make_column
from tests.factories.documents import attach, make_document

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("imports")]


def ids(response):
    return [row["id"] for row in response.json()["items"]]


def test_a_row_has_all_of_an_item_but_its_body(api, column, item):
    response = api("items/")
    assert response.status_code == 200
    (row,) = response.json()["items"]
    assert row["id"] == item.pk
    assert row["url"] == f"http://localhost{item.url}"
    name = column.office.name
    assert row["organ"] == {"code": column.office.slug, "label": name, "current_label": name}
    assert row["category"] == {"code": "20-01", "label": "规范性文件"}
    assert row["kind"] == {"code": "document", "label": "文件"}
    assert row["validity"] == {"code": "valid", "label": "有效"}
    assert row["published_on"] == "2013-03-04"
    assert "body_html" not in row


@pytest.mark.parametrize(
    "order",
    [
        "",
        "-published_on",
        "published_on",
        "-written_on",
        "written_on",
        "index_number",
        "document_number",
    ],
)
def test_pages_together_are_the_list_in_every_order(api, client, column, order):
    for number in range(7):
        day = date(2013, 3, 1) + timedelta(days=number // 2)
        item = ItemPageFactory(
            parent=column.category,
            organ=column.office,
            written_on=day,
            published_on=day + timedelta(days=3),
            document_number=f"泗政〔2013〕{number % 4}号",
        )
        if number % 3 == 0:
            # As rows that were brought in from elsewhere may be.
            ItemPage.objects.filter(pk=item.pk).update(written_on=None)
    parameters = {"order": order} if order else {}
    whole = ids(api("items/", limit=100, **parameters))
    assert len(whole) == 7
    read, response = [], api("items/", limit=2, **parameters)
    while True:
        read += ids(response)
        following = response.json()["next"]
        if not following:
            break
        assert response["Link"] == f'<{following}>; rel="next"'
        response = client.get(following)
    assert read == whole


def test_no_item_comes_twice_or_is_missed_while_others_come_and_go(api, client, column):
    made = [
        ItemPageFactory(
            parent=column.category, organ=column.office, published_on=date(2013, 5, 1 + number)
        )
        for number in range(6)
    ]
    first = api("items/", limit=2).json()
    assert [row["id"] for row in first["items"]] == [made[5].pk, made[4].pk]
    ItemPageFactory(parent=column.category, organ=column.office, published_on=date(2014, 1, 1))
    made[4].unpublish()
    made[1].unpublish()
    second = client.get(first["next"]).json()
    assert [row["id"] for row in second["items"]] == [made[3].pk, made[2].pk]
    third = client.get(second["next"]).json()
    assert [row["id"] for row in third["items"]] == [made[0].pk]
    assert third["next"] is None


def test_a_cursor_belongs_to_its_order(api, column):
    for _ in range(3):
        ItemPageFactory(parent=column.category, organ=column.office)
    cursor = api("items/", limit=1).json()["next"].partition("cursor=")[2]
    assert api("items/", limit=1, cursor=cursor).status_code == 200
    assert api("items/", limit=1, cursor=cursor, order="index_number").status_code == 400


@pytest.mark.parametrize(
    ("parameters", "wanted"),
    [
        ({"category": "20-01"}, {"规定", "办法"}),
        ({"category": "20-01-01"}, {"办法"}),
        ({"year": 2014}, {"统计"}),
        ({"year": 2013, "month": 3}, {"规定"}),
        ({"published_since": "2013-04-01"}, {"办法", "统计"}),
        ({"published_since": "2013-04-01", "published_until": "2013-12-31"}, {"办法"}),
        ({"published_since": "2013-04-01", "category": "20-01"}, {"办法"}),
        ({"validity": "repealed"}, {"规定"}),
        ({"q": "统"}, {"统计"}),
        ({"q": "统", "published_until": "2013-12-31"}, set()),
        ({"updated_since": "2000-01-01"}, {"规定", "办法", "统计"}),
        ({"updated_since": "2999-01-01T00:00:00+08:00"}, set()),
        # As a program sends it that does not encode the plus.
        ({"updated_since": "2000-01-01T00:00:00 08:00"}, {"规定", "办法", "统计"}),
    ],
)
def test_conditions_narrow_list_and_facets_alike(api, column, parameters, wanted):
    rows = [
        ("规定", 0, date(2013, 3, 4), {"repealed_on": date(2015, 1, 1)}),
        ("办法", 1, date(2013, 5, 1), {}),
        ("统计", 2, date(2014, 2, 1), {}),
    ]
    for title, place, day, more in rows:
        ItemPageFactory(
            parent=column.categories[place],
            organ=column.office,
            title=title,
            written_on=day,
            published_on=day,
            last_published_at=timezone.now(),
            **more,
        )
    answer = api("items/", **parameters).json()
    assert {row["title"] for row in answer["items"]} == wanted
    assert answer["count"] in {None, len(wanted)}
    assert api("facets/", **parameters).json()["count"] == len(wanted)


def test_an_item_is_found_by_its_number(api, column, item):
    ItemPageFactory(parent=column.category, organ=column.office)
    assert ids(api("items/", index_number=item.index_number)) == [item.pk]
    assert ids(api("items/", index_number="nothing")) == []


def test_only_the_fields_that_were_asked_for(api, item):
    (row,) = api("items/", fields="title,organ").json()["items"]
    assert set(row) == {"id", "title", "organ"}


def test_the_list_is_counted(api, column):
    for _ in range(3):
        ItemPageFactory(parent=column.category, organ=column.office)
    assert api("items/", limit=1).json()["count"] == 3
    assert api("items/", limit=1, category="20-04").json()["count"] == 0


class TestOneItem:
    @pytest.fixture
    def told(self, api, column):
        item = ItemPageFactory(
            parent=column.categories[1],
            organ=column.office,
            body=[
                ("text", '<p>第一条　见<a href="/about/">说明</a>。</p><p>第二条</p>'),
                (
                    "table",
                    {"data": [["项目", "数量"], ["公路", "3"]], "first_row_is_table_header": True},
                ),
            ],
            keywords="公路、养护",
        )
        document = make_document("内容", name="表格.txt", title="统计表")
        attach(item, document, "附件一")
        closed = make_document("尚未公开", name="草稿.txt")
        ItemAttachment.objects.create(item=item, document=closed)
        ItemCorrection.objects.create(item=item, corrected_on=date(2014, 1, 1), note="改正")
        other = ItemPageFactory(parent=column.category, organ=column.office, interprets=item)
        self.item, self.document, self.other = item, document, other
        return api(f"items/{item.pk}/").json()

    def test_its_body_is_html_text_and_blocks(self, told):
        assert '<a href="http://testserver/about/">说明</a>' in told["body_html"]
        assert told["body_text"].splitlines()[:2] == ["第一条　见说明。", "第二条"]
        assert "公路" in told["body_text"].splitlines()[-1]
        assert [block["type"] for block in told["body_blocks"]] == ["text", "table"]

    def test_its_open_files_are_told_and_no_others(self, api, client, told):
        (file,) = told["attachments"]
        assert (file["title"], file["media_type"], file["size"]) == ("附件一", "text/plain", 6)
        assert client.get(file["url"]).status_code == 200
        assert api(f"items/{self.item.pk}/attachments/").json()["items"] == [file]

    def test_its_place_and_relations(self, told):
        assert [step["code"] for step in told["categories"]] == ["20-01", "20-01-01"]
        assert [each["id"] for each in told["interpreted_by"]] == [self.other.pk]
        assert told["interprets"] is None
        assert told["corrections"] == [{"corrected_on": "2014-01-01", "note": "改正"}]
        assert told["keywords"] == ["公路", "养护"]

    def test_an_alias_is_no_item(self, api, column, item):
        alias = item.create_alias(parent=column.policies, update_slug="alias")
        assert api(f"items/{alias.pk}/").status_code == 404


def test_an_item_of_another_site_is_not_here(api, client, column):
    other = make_column(name="临山镇", slug="linshan")
    column.site.root_page = column.home
    column.site.save()
    Site.objects.create(hostname="linshan.example", port=80, root_page=other.home)
    item = ItemPageFactory(parent=other.category, organ=other.office)
    assert api(f"items/{item.pk}/").status_code == 404
    with override_settings(ALLOWED_HOSTS=["*"]):
        there = client.get(f"/api/v1/items/{item.pk}/", headers={"host": "linshan.example"})
    assert there.status_code == 200
    assert there.json()["url"] == f"http://linshan.example{item.get_url_parts()[2]}"


def test_as_many_queries_for_a_hundred_as_for_one(api, column):
    def queries(**parameters):
        api("items/", fields="id")
        with CaptureQueriesContext(connection) as captured:
            assert api("items/", **parameters).status_code == 200
        return len(captured)

    ItemPageFactory(parent=column.category, organ=column.office)
    few = queries(limit=99)
    for _ in range(9):
        ItemPageFactory(parent=column.category, organ=column.office)
    assert queries(limit=98) == few
