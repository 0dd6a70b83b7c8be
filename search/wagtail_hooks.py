"""What the search adds to the Wagtail admin."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.http import HttpRequest
from django.urls import include, path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.snippets.models import register_snippet

from . import operations_hooks  # noqa: F401 - registers
from .related import related_to
from .viewsets import PROMOTIONS, SearchGroup, urls
from .viewsets.extracts import PERMISSION, ExtractsMenuItem

register_snippet(SearchGroup)


@hooks.register("register_gongkai_office_permissions")
def allow_the_office_the_search() -> list[str]:
    """The disclosure office tends the search; nobody else needs to."""
    kept = ("dictionaryword", "synonymgroup", "answeredquestion")
    allowed = [
        f"gongkai_search.{action}_{model}"
        for model in kept
        for action in ("add", "change", "delete", "view")
    ]
    allowed += ["gongkai_search.view_querycount", "gongkai_search.maintain_search"]
    allowed.append(PERMISSION)
    if apps.is_installed("wagtail.contrib.search_promotions"):
        allowed += [
            f"{PROMOTIONS}.{action}_searchpromotion" for action in ("add", "change", "delete")
        ]
    return allowed


@hooks.register("register_admin_urls")
def add_admin_pages() -> list[Any]:
    """Pages of the search's own in the admin."""
    return [path("gongkai-search/", include(urls))]


@hooks.register("register_reports_menu_item")
def add_report_on_files() -> ExtractsMenuItem:
    """Editors look after their files, and have no other business with the search."""
    return ExtractsMenuItem(
        _("附件文字"),
        reverse_lazy("gongkai_search_admin:extracts"),
        name="gongkai-search-extracts",
        icon_name="doc-full",
        order=800,
    )


@hooks.register("construct_settings_menu")
def move_recommendations(request: HttpRequest, items: list[Any]) -> None:
    """Wagtail's recommendations stand in the menu of the search."""
    items[:] = [item for item in items if item.name != "promoted-search-results"]


@hooks.register("construct_reports_menu")
def hide_search_terms(request: HttpRequest, items: list[Any]) -> None:
    """Wagtail's report would be empty: it counts what fewer than five have asked as well, so that
    the search keeps counts of its own."""
    items[:] = [item for item in items if item.name != "search-terms"]


@hooks.register("register_gongkai_related")
def tell_what_is_related() -> Any:
    """What is about the same as an object of another app."""
    return related_to
