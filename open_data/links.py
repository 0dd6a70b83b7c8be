"""Feeds and the page of the open data, offered on every public page."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

from django.apps import apps
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from .rooms import catalogue


def links(context: Mapping[str, Any], chrome: Any) -> list[Any]:
    """What the page in a template's context offers; nothing where the host has no such addresses,
    or the page stands in no column."""
    if not chrome.column_id or not _is_mounted():
        return []
    made = catalogue("links")
    found = [made.Link(_("开放数据"), reverse("gongkai_open_data:page"))]
    found += [made.Link(title, url, made.FEED_TYPE) for title, url in _feeds(context, chrome)]
    return found


def _feeds(context: Mapping[str, Any], chrome: Any) -> list[tuple[str, str]]:
    """The column's feed, and that of the category, organ or search that the page shows."""
    column = chrome.column_id
    found = [(chrome.column_title, reverse("gongkai_open_data:feed_column", args=[column]))]
    page, filterset = context.get("page"), context.get("filterset")
    if isinstance(page, apps.get_model("gongkai_catalogue", "CategoryPage")):
        address = reverse("gongkai_open_data:feed_category", args=[column, page.code])
        found.append((page.title, address))
    if filterset is not None and (slug := filterset.conditions.get("organ")):
        name = dict(filterset.form.fields["organ"].choices).get(slug, slug)
        found.append((name, reverse("gongkai_open_data:feed_organ", args=[column, slug])))
    if (query := context.get("canonical_query")) and context.get("query"):
        address = f"{reverse('gongkai_open_data:feed_search')}{query}"
        found.append((_("检索“%s”") % context["query"], address))
    return found


@cache
def _is_mounted() -> bool:
    try:
        reverse("gongkai_open_data:page")
    except NoReverseMatch:
        return False
    return True
