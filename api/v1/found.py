"""What a search found, as dictionaries: by the functions that the search page's tags are."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import unescape
from typing import Any

from django.http import HttpRequest

from ..rooms import room
from .item_rows import COLUMNS, rows_of
from .scope import Scope

_MARK = re.compile(r"</?mark>")


def marked(html: str) -> dict[str, Any]:
    """An escaped text with ``<mark>`` in it, as :class:`.schemas.search.Marked`."""
    plain, marks, start = "", [], 0
    for number, piece in enumerate(_MARK.split(html)):
        if number % 2:
            start = len(plain)
        plain += unescape(piece)
        if number % 2:
            marks.append([start, len(plain)])
    return {"text": plain, "html": str(html), "marks": marks}


def hits(
    request: HttpRequest, scope: Scope, found: Any, results: Sequence[Any], *, partly: bool
) -> list[dict[str, Any]]:
    """Results of a source. Two queries, whatever their number.

    Args:
        found: how the query was read (``finding.Found``).
        partly: they have only a part of the words.
    """
    keys = [result.item.pk for result in results if hasattr(result, "item")]
    items = {row["id"]: row for row in rows_of(scope, keys, list(COLUMNS))} if keys else {}
    return [
        _hit(request, found, result, items, partly)
        for result in results
        # One that left the public since the index was asked is nobody's to see.
        if not hasattr(result, "item") or result.item.pk in items
    ]


def _hit(
    request: HttpRequest, found: Any, result: Any, items: dict[int, Any], partly: bool
) -> dict[str, Any]:
    tags = room("gongkai_search", "templatetags.gongkai_search")
    is_item = hasattr(result, "item")
    page = result.item if is_item else result.page
    file = tags.gongkai_file_hit(found, result, partly=partly) if is_item else None
    passage = "" if file else tags.gongkai_passage(found, result.texts, partly=partly)
    return {
        "id": page.pk,
        "title": marked(tags.gongkai_marked(found, page.title, partly=partly)),
        "url": items[page.pk]["url"] if is_item else page.get_full_url(request),
        "passage": marked(passage) if passage else None,
        "file": _file(request, file) if file else None,
        "is_by_meaning": bool(tags.gongkai_is_by_meaning(found, page.pk, partly=partly)),
        "item": items[page.pk] if is_item else None,
    }


def _file(request: HttpRequest, file: Any) -> dict[str, Any]:
    return {
        "name": marked(file.name),
        "url": request.build_absolute_uri(file.url),
        "place": file.place,
        "passage": marked(file.passage) if file.passage else None,
    }


def facets(counted: Sequence[Any]) -> list[dict[str, Any]]:
    """Facets with the values that they offer."""
    return [
        {
            "name": facet.name,
            "label": str(facet.label),
            "values": [
                {
                    "code": value.value,
                    "label": str(value.label),
                    "count": value.count,
                    "level": value.level,
                    "selected": value.selected,
                }
                for value in facet.values
            ],
        }
        for facet in counted
    ]


def recommendations(request: HttpRequest, promoted: Sequence[Any]) -> list[dict[str, Any]]:
    """What editors recommend."""
    return [
        {
            "title": each.title,
            "description": each.description,
            "url": each.url if each.is_external else each.page.get_full_url(request),
        }
        for each in promoted
    ]
