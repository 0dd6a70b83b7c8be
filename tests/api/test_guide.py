"""The guide and the policies of a column."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import PageViewRestriction

from tests.factories.catalogue import ItemPageFactory, make_column
from tests.factories.pages import GuidePageFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def guide(column):
    return GuidePageFactory(
        parent=column.home,
        applying=(
            f'<p>填写<a linktype="page" id="{column.catalogue.pk}">申请表</a>。</p>'
            "<p>当面提交。</p>"
        ),
    )


def test_a_guide_is_told_in_its_parts(api, column, guide):
    answer = api("guide/").json()
    assert answer["count"] == 1
    told = answer["items"][0]
    assert told["id"] == guide.pk
    assert told["url"] == f"http://localhost{guide.get_url()}"
    assert told["column"] == {"id": column.home.pk, "title": column.home.title}
    assert told["organ"] == {"code": column.government.slug, "label": column.government.name}
    assert told["office"]["phone"] == "0574-62150000"
    parts = {part["code"]: part for part in told["parts"]}
    assert list(parts) == ["classification", "arrangement", "ways_to_obtain", "applying"]
    assert parts["applying"]["label"] == "依申请公开办理程序"
    assert f'href="http://testserver{column.catalogue.get_url()}"' in parts["applying"]["html"]
    assert parts["applying"]["text"] == "填写申请表。\n当面提交。"


def test_one_column_can_be_asked_for(api, column, guide):
    other = make_column(name="临山镇", slug="other", as_site_root=False)
    theirs = GuidePageFactory(parent=other.home)
    assert [each["id"] for each in api("guide/").json()["items"]] == [guide.pk, theirs.pk]
    only = api("guide/", column=other.home.pk).json()
    assert [each["id"] for each in only["items"]] == [theirs.pk]


@pytest.mark.parametrize("way", ["draft", "page", "column"])
def test_a_guide_that_is_not_public_is_not_told_of(api, column, way):
    page = GuidePageFactory(parent=column.home, live=way != "draft")
    if way != "draft":
        place = page if way == "page" else column.home
        PageViewRestriction.objects.create(page=place, restriction_type="login")
    assert api("guide/").json()["items"] == []


def test_policies_are_the_items_of_their_section(api, column):
    ItemPageFactory(parent=column.category, organ=column.office)
    first = ItemPageFactory(parent=column.policies, organ=column.office, title="保密审查制度")
    ItemPageFactory(parent=column.policies, organ=column.office, draft=True)
    page = api("policies/", fields="title", limit=1).json()
    assert page["items"] == [{"id": first.pk, "title": "保密审查制度"}]
    assert page["next"] is None
    second = ItemPageFactory(parent=column.policies, organ=column.office, title="发布协调制度")
    page = api("policies/", fields="title", limit=1).json()
    assert page["items"][0]["id"] == second.pk
    assert page["next"]


def test_queries_do_not_grow(api, column):
    counts = []
    for number in (1, 9):
        for _each in range(number):
            ItemPageFactory(parent=column.policies, organ=column.office)
        with CaptureQueriesContext(connection) as queries:
            api("policies/", limit=100)
        counts.append(len(queries))
    assert counts[0] == counts[1]
