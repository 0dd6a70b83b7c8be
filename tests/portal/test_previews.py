"""Editors see a draft on a phone and in large text before anybody else does."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils.translation import override

from tests.factories.catalogue import ItemPageFactory, make_staff
from tests.factories.pages import AnnualReportIndexPageFactory, GuidePageFactory, make_report

pytestmark = pytest.mark.django_db


def item(column):
    return ItemPageFactory(parent=column.category, title="防汛方案")


def guide(column):
    return GuidePageFactory(parent=column.home)


def report(column):
    AnnualReportIndexPageFactory(parent=column.home)
    return make_report(column)


@pytest.fixture
def office(column):
    return make_staff(column).office


@pytest.mark.parametrize("make", [item, guide, report])
@pytest.mark.parametrize("mode", ["", "large-text"])
def test_a_draft_is_shown_in_the_size_that_was_asked_for(client, column, office, make, mode):
    page = make(column)
    page.save_revision()
    client.force_login(office)
    address = reverse("wagtailadmin_pages:view_draft", args=[page.pk])
    shown = client.get(address, {"mode": mode})
    text = shown.content.decode()
    is_large = mode == "large-text"
    assert shown.status_code == 200
    assert ('class="large-text"' in text) is is_large
    assert ("恢复标准字号" in text) is is_large
    assert "gongkai_text" not in client.cookies


def test_the_modes_have_names(column):
    modes = [(name, str(label)) for name, label in item(column).preview_modes]
    assert modes == [("", "本网站的页面"), ("large-text", "大字版")]


def test_the_sizes_begin_with_a_phone(column):
    page = item(column)
    with override("zh-hans"):
        sizes = [(each["device_width"], str(each["label"])) for each in page.preview_sizes]
    assert sizes == [(375, "手机预览"), (768, "平板预览"), (1280, "桌面预览")]
    assert page.default_preview_size == "mobile"
