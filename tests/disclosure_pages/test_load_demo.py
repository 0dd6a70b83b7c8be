"""``load_demo``: everything or nothing, once, and never over somebody's pages."""

from __future__ import annotations

from collections import Counter

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model
from django.core.management import CommandError
from wagtail.models import Page, Site

from disclosure_pages.demo import loader_items
from disclosure_pages.models import DisclosureIndexPage
from tests.factories.demo import a_part_of_the_demo, load_demo

ItemPage = apps.get_model("gongkai_catalogue", "ItemPage")


@pytest.fixture(autouse=True)
def password(monkeypatch):
    monkeypatch.setenv("GONGKAI_DEMO_PASSWORD", "only-for-this-test")


@pytest.fixture
def a_few_items(monkeypatch):
    items = a_part_of_the_demo()
    monkeypatch.setattr(loader_items, "demo_items", lambda: iter(items))


def test_the_whole_of_2013_is_counted_on_the_report(db, client):
    said = load_demo(fast=True)
    assert "条目1048条" in said
    kinds = Counter(ItemPage.objects.filter(published_year=2013).values_list("kind", flat=True))
    assert kinds == {"document": 121, "news": 623, "message": 235, "other": 69}
    text = client.get("/annual-reports/2013/").content.decode()
    for figure in ("1048", "121", "623", "235", "69"):
        assert figure in text
    numbers = ItemPage.objects.order_by("pk").values_list("index_number", flat=True)
    code = DisclosureIndexPage.objects.get().organ.organisation_code
    assert list(numbers) == [f"{code}/2013-{n:05d}" for n in range(1, 1049)]
    assert not any(Page.find_problems())


def test_pages_of_somebody_else_are_left_alone(db, a_few_items):
    root = Site.objects.get().root_page
    root.add_child(instance=Page(title="已有内容", slug="content"))
    with pytest.raises(CommandError, match="不会覆盖"):
        load_demo()
    assert not DisclosureIndexPage.objects.exists()
    assert not get_user_model().objects.exists()


def test_a_run_that_breaks_off_leaves_nothing(db, a_few_items, monkeypatch):
    def broken(*args):
        raise RuntimeError

    monkeypatch.setattr(loader_items, "_open_statistics", broken)
    with pytest.raises(RuntimeError):
        load_demo()
    assert not DisclosureIndexPage.objects.exists()
    assert not ItemPage.objects.exists()


def test_a_password_is_made_and_shown_once_where_none_is_given(
    db, a_few_items, monkeypatch, client
):
    monkeypatch.delenv("GONGKAI_DEMO_PASSWORD")
    said = load_demo()
    password = said.split("密码（只显示这一次）：")[1].split()[0]
    assert client.login(username="office", password=password)
    assert "密码" not in load_demo()


def test_what_is_given_is_not_repeated(db, a_few_items):
    assert "only-for-this-test" not in load_demo()


def test_a_missing_package_is_named(db, a_few_items, monkeypatch):
    def missing(item):
        raise ModuleNotFoundError("No module named 'docx'", name="docx")

    monkeypatch.setattr(loader_items, "attachments_for", missing)
    with pytest.raises(CommandError, match="docx"):
        load_demo()
