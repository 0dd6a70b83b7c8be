"""Addresses: readable, stable, never percent soup."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalogue.models import ItemPage
from catalogue.slugs import MAX_LENGTH, pinyin_slug
from tests.factories.catalogue import (
    CategoryPageFactory,
    ItemPageFactory,
    OrganFactory,
    make_column,
)


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("2026年1—3月农村低保情况", "2026-nian-1-3-yue-nong-cun-di-bao-qing-kuang"),
        ("泗门镇2013年公告", "si-men-zhen-2013-nian-gong-gao"),
        ("关于 PM2.5 的通知", "guan-yu-pm25-de-tong-zhi"),
        ("《条例》（修订）", "tiao-li-xiu-ding"),
        ("A/B 类", "ab-lei"),
        ("２０１３年", "2013-nian"),
        ("！？", "item"),
        ("😀", "item"),
        ("", "item"),
    ],
)
def test_a_title_becomes_its_pinyin(title, slug):
    assert pinyin_slug(title) == slug


@given(st.text(max_size=300))
def test_any_title_becomes_a_short_plain_address(title):
    slug = pinyin_slug(title)
    assert re.fullmatch(r"[a-z0-9_]+(-[a-z0-9_]+)*", slug)
    assert len(slug) <= MAX_LENGTH


def test_a_long_title_is_cut_between_syllables():
    slug = pinyin_slug("关于进一步加强农村公路养护管理工作的通知" * 5)
    assert len(slug) <= MAX_LENGTH
    assert slug.startswith("guan-yu-jin-yi-bu-jia-qiang-nong-cun-gong-lu-yang-hu")
    assert set(slug.split("-")) <= set(pinyin_slug("关于进一步加强农村公路养护管理").split("-"))


@pytest.mark.django_db
@pytest.mark.usefixtures("imports")
def test_the_address_follows_the_title_until_the_item_is_public_and_never_after():
    column = make_column()
    item = ItemPageFactory(parent=column.category, organ=column.office, draft=True, title="旧名")
    assert item.slug == "jiu-ming"
    item.title = "新名"
    item.save_revision().publish()
    item = ItemPage.objects.get(pk=item.pk)
    assert item.slug == "xin-ming"
    item.title = "再改名"
    item.save_revision().publish()
    item = ItemPage.objects.get(pk=item.pk)
    assert (item.title, item.slug) == ("再改名", "xin-ming")


@pytest.mark.django_db
def test_two_items_of_one_title_get_two_addresses():
    column = make_column()
    slugs = [
        ItemPageFactory(parent=column.category, organ=column.office, title="公告").slug
        for _number in range(3)
    ]
    assert slugs == ["gong-gao", "gong-gao-2", "gong-gao-3"]


@pytest.mark.django_db
def test_categories_and_organs_get_readable_addresses_too():
    column = make_column()
    assert (
        CategoryPageFactory(parent=column.catalogue, title="财政预算").slug == "cai-zheng-yu-suan"
    )
    assert OrganFactory(name="财政所").slug == "cai-zheng-suo"
    assert OrganFactory(name="财政所（新）", short_name="财政所").slug == "cai-zheng-suo-2"
