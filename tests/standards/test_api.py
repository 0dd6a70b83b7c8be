"""The table in the public API, and nothing there that the page does not show."""

from __future__ import annotations

import pytest
from wagtail.models import PageViewRestriction

from standards.models import StandardRowItem
from tests.factories.catalogue import ItemPageFactory
from tests.factories.standards import (
    StandardCatalogueFactory,
    StandardCataloguePageFactory,
    StandardRowFactory,
)

pytestmark = pytest.mark.django_db
LIST = "/api/v1/standard-catalogues/"


@pytest.fixture
def page(column):
    catalogue = StandardCatalogueFactory(column=column.home)
    StandardRowFactory(
        catalogue=catalogue, category=column.category, organ=column.office, at_lower_level=True
    )
    StandardRowFactory(catalogue=catalogue)
    ItemPageFactory(parent=column.category)
    return StandardCataloguePageFactory(parent=column.home, catalogue=catalogue)


def test_the_list_tells_the_coverage(client, column, page):
    answer = client.get(LIST, {"column": column.home.pk}).json()
    (found,) = answer["items"]
    assert (found["id"], found["rows"], found["covered"]) == (page.pk, 2, 1)
    assert found["url"].endswith("/standards/")


def test_a_catalogue_has_its_rows(client, column, page):
    rows = client.get(f"{LIST}{page.pk}/").json()["items"]
    first = rows[0]
    assert first["due"] == {"code": "working_days", "label": "若干工作日内"}
    assert (first["due_days"], first["count"], first["latest_on"]) == (20, 1, "2013-03-04")
    assert first["levels"] == ["镇级", "村级"]
    assert first["category"] == column.category.pk
    assert rows[1]["count"] == 0


def test_what_is_not_public_is_not_told(client, column, page):
    row = page.catalogue.rows.last()
    StandardRowItem.objects.create(
        row=row, item=ItemPageFactory(parent=column.policies, draft=True)
    )
    PageViewRestriction.objects.create(
        page=column.category, restriction_type=PageViewRestriction.LOGIN
    )
    rows = client.get(f"{LIST}{page.pk}/").json()["items"]
    assert [each["category"] for each in rows] == [None, None]
    assert [each["count"] for each in rows] == [0, 0]
    assert rows[1]["item_ids"] == []
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
    assert client.get(f"{LIST}{page.pk}/").status_code == 404
    assert client.get(LIST).json()["items"] == []
