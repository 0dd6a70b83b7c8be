"""Recommendations above the hits: whatever spelling was typed, and only what is public."""

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.contrib.search_promotions.models import Query, SearchPromotion
from wagtail.models import PageViewRestriction

from tests.factories.catalogue import ItemPageFactory, make_column, make_staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def guide(column):
    return ItemPageFactory(parent=column.category, organ=column.office, title="低保办理指南的页面")


@pytest.fixture
def promote(django_capture_on_commit_callbacks):
    def promoted(query, page=None, **fields):
        with django_capture_on_commit_callbacks(execute=True):
            return SearchPromotion.objects.create(query=Query.get(query), page=page, **fields)

    return promoted


def titles(client, query, **more):
    return [each.title for each in client.get("/search/", {"q": query, **more}).context["promoted"]]


def shown(client, query):
    return client.get("/search/", {"q": query}).content.decode()


def test_a_recommendation_stands_above_the_hits(client, guide, promote):
    promote("家里穷", guide, description="先看这一页")
    page = shown(client, "家里穷")
    assert page.index("推荐</h2>") < page.index("低保办理指南的页面") < page.index("先看这一页")
    assert "推荐</h2>" not in shown(client, "别的")


@pytest.mark.parametrize(
    ("stored", "typed"),
    [
        ("信息公开", "信息公開"),
        ("信息公開", "信息公开"),
        ("wifi", "ＷｉＦｉ"),
        ("低保 标准", "  低保\u3000标准 "),
        ("低保", "“低保”"),
        ("泗政〔2013〕12号", "泗政[2013]12号"),
    ],
)
def test_spellings_of_a_query_are_one(client, guide, promote, stored, typed):
    promote(stored, guide)
    assert titles(client, typed) == ["低保办理指南的页面"]


def test_it_is_that_query_and_no_other(client, guide, promote):
    promote("低保", guide)
    for typed in ("低保标准", "低保 -标准", "低", "-低保"):
        assert not client.get("/search/", {"q": typed}).context.get("promoted"), typed


def test_links_out_of_the_site_are_told(client, column, promote):
    promote("低保", external_link_url="https://example.org/a?b=1&c=2", external_link_text="省厅")
    page = shown(client, "低保")
    assert 'href="https://example.org/a?b=1&amp;c=2"' in page
    assert "省厅<span" in page
    assert "（外部链接）" in page


def test_the_order_is_that_of_the_editor(client, column, guide, promote):
    promote("低保", guide, sort_order=1)
    promote("低保", sort_order=0, external_link_url="https://example.org/", external_link_text="先")
    assert titles(client, "低保") == ["先", "低保办理指南的页面"]


def test_it_stands_on_the_first_page_also_where_nothing_is_found(client, guide, promote):
    promote("没有的词语", guide)
    page = client.get("/search/?q=没有的词语")
    assert page.context["state"] == "none"
    assert "推荐</h2>" in page.content.decode()


def test_a_change_takes_effect_at_once(client, guide, promote, django_capture_on_commit_callbacks):
    assert titles(client, "低保") == []
    row = promote("低保", guide)
    assert titles(client, "低保") == ["低保办理指南的页面"]
    with django_capture_on_commit_callbacks(execute=True):
        row.delete()
    assert titles(client, "低保") == []


def unpublish(page):
    page.unpublish()


def expire(page):
    page.expire_at = timezone.now()
    page.save()
    page.unpublish(set_expired=True)


def delete(page):
    page.delete()


def restrict(kind):
    def restricted(page):
        restriction = PageViewRestriction.objects.create(
            page=page.get_parent(), restriction_type=kind, password="secret"
        )
        restriction.groups.add(Group.objects.create(name="看得见的人"))

    return restricted


@pytest.mark.parametrize(
    "hide",
    [unpublish, expire, delete, restrict("password"), restrict("login"), restrict("groups")],
)
def test_what_is_not_public_is_not_recommended(client, guide, promote, hide):
    promote("低保", guide)
    assert titles(client, "低保") == ["低保办理指南的页面"]
    hide(guide)
    assert titles(client, "低保") == []
    assert "低保办理指南的页面" not in shown(client, "低保")


def test_a_draft_is_not_recommended_and_its_title_not_told(client, column, promote):
    page = ItemPageFactory(
        parent=column.category, organ=column.office, title="机密草稿", draft=True
    )
    promote("低保", page, description="机密说明")
    assert "机密" not in shown(client, "低保")


def test_pages_of_another_site_are_not_recommended(client, column, promote):
    other = make_column(name="临山镇", slug="linshan")
    page = ItemPageFactory(parent=other.category, organ=other.office, title="邻镇的页面")
    column.site.root_page = column.home
    column.site.save()
    promote("低保", page)
    assert titles(client, "低保") == []


def test_a_search_without_recommendations_asks_nothing_more(client, guide, promote):
    promote("低保", guide)
    client.get("/search/?q=别的")
    with CaptureQueriesContext(
        connection,
    ) as asked:
        client.get("/search/?q=别的")
    assert not [each for each in asked if "searchpromotion" in each["sql"]]


def test_the_office_reaches_recommendations_from_the_menu_of_the_search(column):
    staff = make_staff(column)
    client = Client()
    client.force_login(staff.office)
    index = reverse("wagtailsearchpromotions:index")
    assert index in client.get(reverse("wagtailadmin_home")).content.decode()
    assert client.get(index).status_code == 200
    form = client.get(reverse("gongkai_search_admin:promote"), {"q": "家里穷 <b>"})
    assert "家里穷 &lt;b&gt;" in form.content.decode()
    assert f'action="{reverse("wagtailsearchpromotions:add")}"' in form.content.decode()
    client.force_login(staff.editor)
    assert client.get(index).status_code == 302
    assert client.get(reverse("gongkai_search_admin:promote")).status_code == 302


def test_wagtails_own_entries_are_moved(admin_client):
    home = admin_client.get(reverse("wagtailadmin_home")).content.decode()
    assert home.count(reverse("wagtailsearchpromotions:index")) == 1
    assert reverse("wagtailsearchpromotions:search_terms") not in home
