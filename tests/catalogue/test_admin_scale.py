"""Lists of the admin count and turn as far as is of use, and take as many queries for all."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group, Permission
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import GroupPagePermission

from catalogue.models import ItemPage
from catalogue.page_indexes import INDEXES
from catalogue.viewsets import scale
from catalogue.viewsets.scale import CappedPaginator
from tests.factories.catalogue import ItemPageFactory, UserFactory, make_column

ITEMS, ROWS = "gongkai-items:index", 12


@pytest.fixture
def column(db):
    made = make_column()
    for number in range(6):
        ItemPageFactory(parent=made.category, organ=made.office, title=f"第{number}件通知")
    ItemPageFactory(parent=made.policies, organ=made.office, title="别处的通知")
    return made


def editor(client, pages):
    user = UserFactory()
    group = Group.objects.create(name="editors of some categories")
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    change = Permission.objects.get(codename="change_page", content_type__app_label="wagtailcore")
    for page in pages:
        GroupPagePermission.objects.create(group=group, page=page, permission=change)
    user.groups.add(group)
    client.force_login(user)
    return user


def titles(response):
    """Titles of the items; a category may have categories below it as well."""
    return [page.title for page in response.context["object_list"] if "通知" in page.title]


def test_few_are_counted_and_many_are_not(column, monkeypatch):
    items = ItemPage.objects.order_by("-pk")
    few = CappedPaginator(items, 3)
    assert (few.count, few.num_pages) == (7, 3)
    assert "7" in few.items_count_label
    monkeypatch.setattr(scale, "COUNTED", 5)
    many = CappedPaginator(items, 3)
    assert (many.count, many.num_pages) == (5, 2)
    assert many.items_count_label.startswith("逾5条")
    assert [item.pk for item in many.page(2)] == [item.pk for item in items[3:5]]
    assert [item.pk for item in few.get_page(99)] == [items[6].pk]


def test_a_list_of_many_says_so_and_the_last_page_is_that_of_the_cap(column, client, monkeypatch):
    monkeypatch.setattr(scale, "COUNTED", 4)
    client.force_login(UserFactory(admin=True))
    response = client.get(reverse(ITEMS))
    assert "逾4条，可用筛选或者搜索缩小范围" in response.content.decode()
    assert client.get(f"{reverse(ITEMS)}?p=99").status_code == 200


def test_an_editor_finds_her_items_and_no_others(column, client):
    editor(client, [column.category])
    assert sorted(titles(client.get(reverse(ITEMS)))) == [f"第{n}件通知" for n in range(6)]
    response = client.get(f"{reverse(ITEMS)}?q=别处")
    assert titles(response) == []
    response = client.get(reverse("wagtailadmin_explore", args=[column.category.pk]))
    assert len(titles(response)) == 6


def test_lists_take_as_many_queries_for_many_rows_of_permissions_and_of_items(column, client):
    addresses = [reverse(ITEMS), reverse("wagtailadmin_explore", args=[column.category.pk])]

    def queries():
        counts = []
        for address in addresses:
            client.get(address)
            with CaptureQueriesContext(connection) as captured:
                assert client.get(address).status_code == 200
            counts.append(len(captured))
        return counts

    user = editor(client, [column.category])
    before = queries()
    group = user.groups.get()
    change = GroupPagePermission.objects.filter(group=group).first().permission
    for page in [*column.categories, column.policies, column.catalogue]:
        GroupPagePermission.objects.get_or_create(group=group, page=page, permission=change)
    for number in range(ROWS):
        ItemPageFactory(parent=column.category, organ=column.office, title=f"新{number}")
    assert all(after <= count + 2 for after, count in zip(queries(), before, strict=True))


def test_the_explorer_searches_and_sorts_below_a_category(column, client):
    client.force_login(UserFactory(admin=True))
    explorer = reverse("wagtailadmin_explore", args=[column.category.pk])
    assert titles(client.get(f"{explorer}?ordering=title")) == [f"第{n}件通知" for n in range(6)]
    newest = titles(client.get(f"{explorer}?ordering=-latest_revision_created_at"))
    assert sorted(newest) == [f"第{n}件通知" for n in range(6)]
    assert client.get(f"{explorer}?ordering=ord").status_code == 200
    assert client.get(f"{explorer}?q=通知&search_all=1").status_code == 200


def test_the_chooser_offers_the_children_of_a_page(column, client):
    client.force_login(UserFactory(admin=True))
    address = reverse("wagtailadmin_choose_page_child", args=[column.category.pk])
    html = client.get(address).json()["html"]
    assert all(f"第{n}件通知" in html for n in range(6))
    assert "别处的通知" not in html


def test_the_indexes_of_the_lists_are_there(db):
    with connection.cursor() as cursor:
        found = connection.introspection.get_constraints(cursor, "wagtailcore_page")
    assert set(INDEXES) <= set(found)
