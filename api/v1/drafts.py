"""Drafts, for the front end that previews them: what would be public, in the words of the API."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from ..preview import draft_of
from .column_pages import Columns
from .item_detail import attachment_of, body_html
from .item_rows import COLUMNS, Context, lookups_of, row_of
from .markup import text_of
from .problems import not_found
from .reports import detail_of, stand_in
from .routers.guide import guide_of
from .scope import Scope, scope_of

NOTHING: dict[str, Any] = {"item": None, "guide": None, "annual_report": None}
Row = dict[str, Any]


def draft(request: HttpRequest, token: str) -> Row:
    """All fields of ``Draft``.

    Raises:
        Problem: the token is none, or holds no longer; or the draft was never saved, so that it
            stands nowhere yet.
    """
    page = draft_of(token)
    if page is None:
        raise not_found(_("这个预览已经失效，请回到编辑页重新预览。"))
    name, show = _KINDS[page._meta.label_lower]
    return {**NOTHING, "type": name, name: show(request, scope_of(request), page)}


def _item(request: HttpRequest, scope: Scope, item: Any) -> Row:
    """As ``ItemDetail``, without its relations: readers find them once it is public."""
    context = Context(scope)
    html = body_html(request, item)
    return {
        **row_of({name: _value(item, name) for name in lookups_of(COLUMNS)}, COLUMNS, context),
        "id": item.pk or 0,
        "body_html": html,
        "body_text": text_of(html),
        "body_blocks": [
            {"type": block["type"], "value": block["value"]} for block in item.body.get_prep_value()
        ],
        # They open for who is signed in to the site; for others once the item is public.
        "attachments": [attachment_of(request, row) for row in item.attachments.all()],
        "corrections": [
            {"corrected_on": each.corrected_on, "note": each.note}
            for each in item.corrections.all()
        ],
        "categories": [
            {"id": page.pk, "code": page.code, "label": page.title}
            for page in scope.vocabulary.categories_above(item.path)
        ],
        "repealed_by": None,
        "repeals": [],
        "interprets": None,
        "interpreted_by": [],
    }


def _value(item: Any, lookup: str) -> Any:
    """What a query over ``lookup`` would give, from an object that is in no table."""
    value = item
    for name in lookup.split("__"):
        value = getattr(value, name, None)
    return value


def _guide(request: HttpRequest, scope: Scope, page: Any) -> Row:
    return guide_of(request, scope, page, _column(scope, page))


def _report(request: HttpRequest, scope: Scope, page: Any) -> Row:
    column = _column(scope, page)
    stand_in(page, column)
    return detail_of(request, scope, page, column)


def _column(scope: Scope, page: Any) -> Any:
    column = Columns(scope).above(page) if page.path else None
    if column is None:
        raise not_found(_("这个草稿还没有保存，请先保存再预览。"))
    return column


# By the label of the page type: the name in the answer, and what makes it.
_KINDS: dict[str, tuple[str, Callable[[HttpRequest, Scope, Any], Row]]] = {
    "gongkai_catalogue.itempage": ("item", _item),
    "gongkai_pages.guidepage": ("guide", _guide),
    "gongkai_pages.annualreportpage": ("annual_report", _report),
}
# Page types that a front end can preview.
PREVIEWED = frozenset(_KINDS)
