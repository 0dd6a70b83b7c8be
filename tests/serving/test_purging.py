"""A CDN is told what a publication or withdrawal changes, once it is committed."""

from __future__ import annotations

import pytest
from django.db import transaction
from wagtail import hooks
from wagtail.contrib.frontend_cache.backends import BaseBackend

from serving.purging import HOOK
from tests.factories.catalogue import ItemPageFactory
from tests.factories.pages import make_report

pytestmark = pytest.mark.django_db
TOLD: list[str] = []


class Listening(BaseBackend):
    """A CDN that notes what it is told."""

    def purge(self, url):
        TOLD.append(url)


@pytest.fixture(autouse=True)
def cdn(settings, monkeypatch):
    settings.WAGTAILFRONTENDCACHE = {"cdn": {"BACKEND": f"{__name__}.Listening"}}
    monkeypatch.setattr("serving.purging.is_configured", lambda: True)
    TOLD.clear()


def paths():
    return {url.partition("//")[2].partition("/")[2] for url in TOLD}


def test_the_item_and_the_lists_it_stands_in(column, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        item = ItemPageFactory(parent=column.category, organ=column.office)
    lists = {page.url.lstrip("/") for page in (column.home, column.catalogue, column.category)}
    assert {item.url.lstrip("/"), *lists} <= paths()


def test_the_reports_of_the_column(column, django_capture_on_commit_callbacks):
    report = make_report(column)
    with django_capture_on_commit_callbacks(execute=True):
        ItemPageFactory(parent=column.category, organ=column.office)
    assert {report.url.lstrip("/"), report.get_parent().url.lstrip("/")} <= paths()


def test_both_addresses_of_a_moved_item(column, django_capture_on_commit_callbacks):
    item = ItemPageFactory(parent=column.category, organ=column.office)
    before = item.url
    with django_capture_on_commit_callbacks(execute=True):
        item.move(column.categories[2], pos="last-child")
    item.refresh_from_db()
    assert {before.lstrip("/"), item.get_url().lstrip("/")} <= paths()


def test_what_another_app_adds(column, django_capture_on_commit_callbacks):
    def urls(page):
        return [f"https://www.example.org/feeds/{page.slug}/"]

    with (
        hooks.register_temporarily(HOOK, lambda: urls),
        django_capture_on_commit_callbacks(execute=True),
    ):
        item = ItemPageFactory(parent=column.category, organ=column.office)
    assert f"https://www.example.org/feeds/{item.slug}/" in TOLD


def test_nothing_for_a_draft_or_what_was_undone(column, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        ItemPageFactory(parent=column.category, organ=column.office, draft=True)
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            ItemPageFactory(parent=column.category, organ=column.office)
            raise ZeroDivisionError
    assert TOLD == []
