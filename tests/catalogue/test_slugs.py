"""Addresses of items: pinyin of the title until the item is public, and the same ever after."""

from __future__ import annotations

import pytest
from django.urls import reverse

from catalogue.models import IndexNumber, ItemPage
from tests.catalogue.admin_forms import add_url, autosave, edit_url, item_data
from tests.factories.catalogue import ItemPageFactory, make_column, make_staff

pytestmark = pytest.mark.django_db

TITLE = "关于农村公路养护的通知"
SLUG = "guan-yu-nong-cun-gong-lu-yang-hu-de-tong-zhi"


@pytest.fixture
def column():
    return make_column()


@pytest.fixture
def admin(client, column):
    client.force_login(make_staff(column).admin)
    return client


def draft(column, title=TITLE):
    return ItemPageFactory(parent=column.category, organ=column.office, title=title, draft=True)


def publish(item):
    item.get_latest_revision().publish()
    return ItemPage.objects.get(pk=item.pk)


def test_a_title_becomes_pinyin(column):
    assert draft(column).slug == SLUG


@pytest.mark.parametrize("title", ["！？", "。", "𠀀", "x" * 300, "<script>", "１２３"])
def test_any_title_becomes_an_address(column, title):
    item = publish(draft(column, title[:255]))
    assert item.slug
    assert item.slug.isascii()
    assert len(item.slug) <= 255


def test_two_drafts_of_one_title_are_both_published(column):
    first, second = publish(draft(column)), publish(draft(column))
    assert [first.slug, second.slug] == [SLUG, f"{SLUG}-2"]
    assert first.index_number != second.index_number


def test_the_address_follows_the_title_while_autosave_writes_half_of_it(admin, column):
    data = item_data(organ=column.office.pk, title="关于农村")
    answer = autosave(admin, add_url(column.category), data).json()
    item = ItemPage.objects.get(pk=answer["pk"])
    assert item.slug == "guan-yu-nong-cun"
    data = item_data(
        organ=column.office.pk, title=TITLE, **{"overwrite_revision_id": answer["revision_id"]}
    )
    assert autosave(admin, edit_url(item), data).json()["success"]
    item.refresh_from_db()
    assert item.slug == SLUG
    admin.post(
        edit_url(item), item_data(organ=column.office.pk, title=TITLE, **{"action-publish": "1"})
    )
    item.refresh_from_db()
    assert (item.live, item.slug) == (True, SLUG)


def test_a_new_title_of_a_published_item_leaves_its_address(admin, column):
    item = publish(draft(column))
    response = admin.post(
        edit_url(item),
        item_data(
            organ=column.office.pk,
            title="关于农村公路管理的通知",
            index_number=item.index_number,
            **{"action-publish": "1"},
        ),
    )
    assert response.status_code == 302
    again = ItemPage.objects.get(pk=item.pk)
    assert again.title == "关于农村公路管理的通知"
    assert (again.slug, again.url_path, again.index_number) == (
        SLUG,
        item.url_path,
        item.index_number,
    )


def test_an_item_taken_back_and_published_again_has_its_address_and_number(column):
    item = publish(draft(column))
    number = item.index_number
    item.unpublish()
    item = ItemPage.objects.get(pk=item.pk)
    item.title = "另一个标题"
    item.save_revision()
    again = publish(item)
    assert (again.title, again.slug, again.index_number) == ("另一个标题", SLUG, number)


def test_a_copy_has_a_new_address_and_gets_a_number_of_its_own(admin, column):
    item = publish(draft(column))
    response = admin.post(
        reverse("wagtailadmin_pages:copy", args=[item.pk]),
        {
            "new_title": TITLE,
            "new_slug": f"{SLUG}-copy",
            "new_parent_page": str(column.category.pk),
        },
    )
    assert response.status_code == 302
    copy = ItemPage.objects.exclude(pk=item.pk).get()
    assert (copy.live, copy.index_number, copy.published_on) == (False, "", None)
    copy = publish(copy)
    assert copy.slug != item.slug
    assert copy.index_number not in ("", item.index_number)
    assert IndexNumber.objects.count() == 2
