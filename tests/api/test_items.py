from __future__ import annotations

from datetime import date, timedelta

import pytest

from catalogue.models import ItemPage
from tests.factories.catalogue import ItemPageFactory

pytestmark = pytest.mark.django_db


def ids(response):
    return [row["id"] for row in response.json()["items"]]


def test_a_row_has_all_of_an_item_but_its_body(api, column, item):
    response = api("items/")
    assert response.status_code == 200
    (row,) = response.json()["items"]
    assert row["id"] == item.pk
    assert row["url"] == f"http://localhost{item.url}"
    assert row["organ"] == {"code": column.office.slug, "label": column.office.name}
    assert row["category"] == {"code": "20-01", "label": "规范性文件"}
    assert row["kind"] == {"code": "document", "label": "文件"}
    assert row["validity"] == {"code": "valid", "label": "有效"}
    assert row["published_on"] == "2013-03-04"
    assert "body_html" not in row


@pytest.mark.parametrize("path", ["sites/", "organs/", "sections/", "categories/", "facets/"])
def test_every_list_answers(api, item, path):
    response = api(path)
    assert response.status_code == 200, response.content.decode()


def test_an_item(api, item):
    response = api(f"items/{item.pk}/")
    assert response.status_code == 200, response.content.decode()
    assert api(f"items/{item.pk}/attachments/").json()["items"] == []


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
def test_pages_together_are_the_list_in_every_order(api, column, order):
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
        response = api(
            following.removeprefix("http://testserver/api/v1/").partition("?")[0]
            + "?"
            + following.partition("?")[2]
        )
    assert read == whole
