"""The list as visitors get it: pages, links, notices, and no way to break it by its address."""

from __future__ import annotations

from datetime import date

import pytest
from wagtail.models import PageViewRestriction

from catalogue.models import ItemPage
from catalogue.tallies.writing import recount
from serving import versions
from tests.catalogue.many import many_items
from tests.factories.catalogue import ItemPageFactory, make_column

pytestmark = pytest.mark.django_db


@pytest.fixture
def column():
    column = make_column()
    many_items(column, 45)
    return column


def test_twenty_items_stand_on_a_page_and_no_item_twice(column, client):
    seen = []
    for page in (1, 2, 3):
        context = client.get("/catalogue/", {"page": page}).context
        seen += [item.pk for item in context["page_obj"]]
        assert context["notices"] == []
    assert context["total"] == len(seen) == len(set(seen)) == 46
    assert [link.label for link in context["page_links"]] == ["1", "2", "3"]
    assert [link.selected for link in context["page_links"]] == [False, False, True]
    assert [link.url for link in context["page_links"]] == ["?page=1", "?page=2", "?page=3"]


def test_the_size_of_a_page_is_a_setting(column, client, settings):
    settings.GONGKAI_CATALOGUE_PAGE_SIZE = 7
    assert len(client.get("/catalogue/").context["page_obj"].object_list) == 7


def test_a_list_that_cannot_be_turned_to_its_end_says_so_and_what_to_do(
    column, client, monkeypatch
):
    monkeypatch.setattr("catalogue.paging.MOST_PASSED_OVER", 40)
    context = client.get("/catalogue/?order=index_number&page=3").context
    assert context["page_obj"].number == 2
    assert [link.label for link in context["page_links"]] == ["1", "2"]
    assert any("只能翻到第2页（40条）" in notice for notice in context["notices"])
    # In the order of publication there is no such end.
    context = client.get("/catalogue/?page=3").context
    assert (context["page_obj"].number, context["notices"]) == (3, [])


@pytest.mark.parametrize("order", ["written_on", "-written_on"])
def test_what_has_no_day_stands_last(column, client, order):
    undated = set(ItemPage.objects.order_by("pk").values_list("pk", flat=True)[5:27])
    ItemPage.objects.filter(pk__in=undated).update(written_on=None)
    recount(undated)
    versions.renew()
    seen = [
        item
        for page in (1, 2, 3)
        for item in client.get("/catalogue/", {"order": order, "page": page}).context["page_obj"]
    ]
    assert {item.pk for item in seen[-22:]} == undated
    assert len({item.pk for item in seen}) == 46
    days = [item.written_on for item in seen[:24]]
    assert days == sorted(days, reverse=order.startswith("-"))


STRANGE_PAGES = {
    "99": 3, "99999999999999999999999": 3, "0": 3, "-1": 3, "abc": 1, "1.5": 1, "": 1, "%00": 1,
    "9" * 5000: 1, "01": 1, "２": 2,
}  # fmt: skip


def test_a_page_that_is_not_there_leads_to_one_that_is_and_says_so(column, client):
    for asked, shown in STRANGE_PAGES.items():
        response = client.get(f"/catalogue/?page={asked}")
        assert response.status_code == 200
        assert response.context["page_obj"].number == shown, asked
        notices = response.context["notices"]
        assert len(notices) == bool(asked)
        assert all(len(notice) < 100 for notice in notices)


def test_links_carry_what_was_understood_and_drop_what_was_not(column, client):
    context = client.get(
        "/catalogue/?kind=news&kind=document&year=abc&foo=bar&page=2&q=农村&order=index_number"
    ).context
    stated = "q=%E5%86%9C%E6%9D%91&kind=document&order=index_number"
    assert [choice.url for choice in context["downloads"]] == [
        f"export/{name}/?{stated}" for name in ("csv", "xlsx", "json", "print-docx", "print-xlsx")
    ]
    assert [choice.label for choice in context["conditions"]] == [
        "名称、文号或索引号：农村",
        "信息类别：文件",
    ]
    assert context["conditions"][1].url == "?q=%E5%86%9C%E6%9D%91&order=index_number"
    assert "year" in client.get("/catalogue/?year=abc").context["filterset"].form.errors
    assert len(context["notices"]) == 3
    assert "foo" in context["notices"][1]
    selected = [choice for choice in context["orderings"] if choice.selected]
    assert [choice.url for choice in selected] == [f"?{stated}"]


def test_what_other_systems_append_to_links_is_no_mistake(column, client):
    assert client.get("/catalogue/?utm_source=weixin").context["notices"] == []


def test_the_visitor_reads_what_was_wrong(column, client):
    response = client.get("/catalogue/?organ=nobody&month=13")
    text = response.content.decode()
    assert "没有“nobody”这个选项" in text
    assert "应不大于12" in text
    assert response.context["total"] == 46


def test_what_stands_in_the_address_cannot_get_into_the_page_as_markup(column, client):
    script = "<script>alert(1)</script>"
    for name in ("q", "organ", "page", script):
        text = client.get("/catalogue/", {name: script}).content.decode()
        assert script not in text


def test_policies_are_in_the_catalogue_and_their_own_list_holds_only_them(column, client):
    policy = ItemPageFactory(
        parent=column.policies,
        organ=column.office,
        written_on=date(2025, 1, 1),
        published_on=date(2025, 1, 1),
    )
    assert client.get("/catalogue/").context["page_obj"][0] == policy
    assert {item.title for item in client.get("/policies/").context["page_obj"]} == {
        policy.title,
        "范本",
    }


def test_a_restricted_list_asks_for_the_password_and_so_does_its_download(column, client):
    PageViewRestriction.objects.create(
        page=column.category, restriction_type="password", password="x"
    )
    response = client.get(f"{column.category.get_url()}export/csv/")
    assert response.status_code == 200
    assert not response.streaming
    assert 'type="password"' in response.content.decode()
    assert client.get("/catalogue/").context["total"] == 16
