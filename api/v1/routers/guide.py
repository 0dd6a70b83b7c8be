"""The guides of the columns, and what they have on how disclosure is done."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from ninja import Query, Router
from wagtail.models import Page
from wagtail.rich_text import expand_db_html

from ..answering import answer
from ..column_pages import Columns, column_of, organ_of, pages_of
from ..fields import fields_of
from ..item_rows import COLUMNS, Context, lookups_of, row_of
from ..listing import keyset_of
from ..markup import absolute_html, text_of
from ..pagination import link_next, next_url
from ..schemas.guide import GuideList
from ..schemas.items import ItemList
from ..schemas.narrowing import ColumnChoice, Paging
from ..scope import Scope, scope_of
from ..structure import sections

router = Router(tags=[str(_("指南和制度"))])

_PARTS = ("classification", "arrangement", "ways_to_obtain", "applying", "fees", "remedies")


class PolicyQuery(ColumnChoice, Paging):
    """Which page of the list."""


@router.get(
    "/guide/",
    response=GuideList,
    operation_id="list_guides",
    url_name="guide",
    summary=str(_("政府信息公开指南")),
    description=str(_("各栏目的指南：信息的分类、编排、获取方式，工作机构，依申请公开的办法。")),
)
def guide(request: HttpRequest, query: Query[ColumnChoice]) -> HttpResponse:
    """The guide of each column."""
    scope = scope_of(request, query.column)
    columns = Columns(scope)
    found = [
        guide_of(request, scope, page, column)
        for page in pages_of(scope, "GuidePage").order_by("path")
        if (column := columns.above(page)) is not None
    ]
    return answer({"items": found, "next": None, "count": len(found)})


@router.get(
    "/policies/",
    response=ItemList,
    operation_id="list_policies",
    url_name="policies",
    summary=str(_("政府信息公开制度")),
    description=str(_("各栏目“公开制度”中的条目，新的在前；每条的正文和附件见条目接口。")),
)
def policies(request: HttpRequest, query: Query[PolicyQuery]) -> HttpResponse:
    """One page of the items that stand in the columns' sections of policies."""
    names = fields_of(query.fields, COLUMNS) or list(COLUMNS)
    scope = scope_of(request, query.column)
    keyset = keyset_of(None)
    rows, cursor = keyset.page(
        _policies(scope).values(*lookups_of(names, "pk", keyset.column)),
        query.cursor or "",
        query.limit,
    )
    context = Context(scope)
    following = next_url(request, cursor)
    found = [row_of(row, names, context) for row in rows]
    return link_next(answer({"items": found, "next": following, "count": None}), following)


def _policies(scope: Scope) -> Any:
    keys = [each["id"] for each in sections(scope) if each["kind"] == "policies"]
    paths = Q(pk__in=())
    for path in Page.objects.filter(pk__in=keys).values_list("path", flat=True):
        paths |= Q(path__startswith=path)
    return scope.items().filter(paths)


def guide_of(request: HttpRequest, scope: Scope, page: Any, column: Any) -> dict[str, Any]:
    """All fields of ``Guide``."""
    parts = []
    for name in _PARTS:
        if source := getattr(page, name):
            html = absolute_html(request, expand_db_html(source))
            label = str(page._meta.get_field(name).verbose_name)
            parts.append({"code": name, "label": label, "html": html, "text": text_of(html)})
    offices = ("name", "address", "hours", "phone", "fax", "internet")
    updated = page.last_published_at
    return {
        "id": page.pk,
        "title": page.title,
        "url": Context(scope).address(page.url_path),
        "column": column_of(column),
        "organ": organ_of(column),
        "last_checked_on": page.last_checked_on,
        "updated_at": timezone.localtime(updated) if updated else None,
        "office": {name: getattr(page, f"office_{name}") for name in offices},
        "parts": parts,
    }
