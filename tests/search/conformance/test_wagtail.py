"""Wagtail's own lists, choosers and promoted results, asked in Chinese."""

from __future__ import annotations

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image as Picture
from wagtail.contrib.search_promotions.models import Query, SearchPromotion
from wagtail.contrib.search_promotions.templatetags.wagtailsearchpromotions_tags import (
    get_search_promotions,
)
from wagtail.documents import get_document_model
from wagtail.images import get_image_model

from tests.factories.catalogue import ItemPageFactory, TopicFactory, UserFactory


@pytest.fixture
def admin(engine, column, client):
    client.force_login(UserFactory(admin=True))
    return client


def picture(title):
    file = ContentFile(b"", name="x.png")
    Picture.new("RGB", (4, 4)).save(file, "PNG")
    return get_image_model().objects.create(title=title, file=file, width=4, height=4)


def document(title):
    return get_document_model().objects.create(
        title=title, file=SimpleUploadedFile("x.txt", b"text")
    )


def asked(engine, client, name, query, *args):
    engine.settle()
    response = client.get(reverse(name, args=args), {"q": query})
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize(
    ("make", "views"),
    [
        (picture, ("wagtailimages:index", "wagtailimages_chooser:choose_results")),
        (document, ("wagtaildocs:index", "wagtaildocs_chooser:choose_results")),
    ],
    ids=["images", "documents"],
)
def test_files_are_found_by_part_of_their_title(engine, admin, make, views):
    make("政务服务中心办事大厅平面图")
    make("农村公路养护示意图")
    for view in views:
        shown = asked(engine, admin, view, "办事大厅")
        assert "政务服务中心办事大厅平面图" in shown
        assert "农村公路养护示意图" not in shown


def test_pages_are_found_by_part_of_their_title(engine, admin, column):
    ItemPageFactory(parent=column.category, organ=column.office, title="农村公路养护计划")
    ItemPageFactory(parent=column.category, organ=column.office, title="水库除险计划")
    shown = asked(engine, admin, "wagtailadmin_pages:search", "公路养护")
    assert "农村公路养护计划" in shown
    assert "水库除险计划" not in shown
    shown = asked(engine, admin, "wagtailadmin_choose_page_search", "公路养护")
    assert "农村公路养护计划" in shown
    assert "水库除险计划" not in shown


def test_snippets_are_found_by_part_of_their_name(engine, admin, column):
    TopicFactory(name="测试乡村振兴类")
    model = ("gongkai_catalogue", "topic")
    view = "wagtailsnippets_{}_{}:list_results".format(*model)
    assert "测试乡村振兴类" in asked(engine, admin, view, "乡村振兴")
    assert "测试乡村振兴类" not in asked(engine, admin, view, "行政复议")


def test_promoted_results_are_found_in_chinese(engine, column):
    item = ItemPageFactory(parent=column.category, organ=column.office, title="低保办事指南")
    SearchPromotion.objects.create(
        query=Query.get("怎么申请低保"), page=item, description="先看这一条"
    )
    (promoted,) = get_search_promotions("怎么申请低保")
    assert promoted.page.specific == item
    assert list(get_search_promotions("低保")) == []


def test_promoted_results_are_kept_in_the_admin(engine, admin, column):
    SearchPromotion.objects.create(
        query=Query.get("怎么申请低保"), page=column.home, description="先看这一条"
    )
    assert "怎么申请低保" in asked(engine, admin, "wagtailsearchpromotions:index", "申请低保")
