"""The standard catalogue in the public API: what the page shows, as JSON.

Loaded by the API (hook ``register_gongkai_api_routers``), so that this app does without it.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from django.apps import apps
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from ninja import Query, Router
from ninja import Schema as NinjaSchema
from pydantic import ConfigDict, Field

from .coverage import Coverage, RowCoverage, coverage_of, coverages
from .enums import DueKind
from .models import StandardCataloguePage, StandardRowItem
from .rooms import room

_LABEL = "gongkai_api"
_scopes = room(_LABEL, "v1.scope")
_answering = room(_LABEL, "v1.answering")
_item_detail = room(_LABEL, "v1.item_detail")
_narrowing = room(_LABEL, "v1.schemas.narrowing")

router = Router(tags=[str(_("标准目录"))])


def _text(message: Any) -> str:
    return str(message)


class Schema(NinjaSchema):
    """A part of an answer; it has these fields and no others."""

    model_config = ConfigDict(extra="forbid")


class StandardChoice(Schema):
    """A value of a closed list."""

    code: str = Field(description=_text(_("代码")))
    label: str = Field(description=_text(_("中文名称")))


class StandardCatalogueSummary(Schema):
    """A standard catalogue."""

    id: int = Field(description=_text(_("目录页面的编号")))
    column: int | None = Field(description=_text(_("所属栏目的编号")))
    title: str = Field(description=_text(_("名称")))
    url: str = Field(description=_text(_("网页地址")))
    level: StandardChoice = Field(description=_text(_("格式：县级或者乡镇级")))
    rows: int = Field(description=_text(_("事项数")))
    covered: int = Field(description=_text(_("有内容的事项数")))


class StandardCatalogueList(Schema):
    """All public standard catalogues."""

    items: list[StandardCatalogueSummary] = Field(description=_text(_("标准目录")))
    next: None = Field(description=_text(_("总是null：一次给出全部")))
    count: int = Field(description=_text(_("目录数")))


class StandardRow(Schema):
    """A row of a standard catalogue."""

    id: int = Field(description=_text(_("编号")))
    area: str = Field(description=_text(_("领域")))
    number: str = Field(description=_text(_("序号")))
    matter: str = Field(description=_text(_("一级事项")))
    sub_matter: str = Field(description=_text(_("二级事项")))
    content: str = Field(description=_text(_("公开内容（要素）")))
    basis: str = Field(description=_text(_("公开依据")))
    time_limit: str = Field(description=_text(_("公开时限")))
    due: StandardChoice = Field(description=_text(_("时限类型")))
    due_days: int | None = Field(description=_text(_("时限天数，没有的为null")))
    body: str = Field(description=_text(_("公开主体")))
    organ: StandardChoice | None = Field(description=_text(_("责任机构")))
    channels: list[str] = Field(description=_text(_("公开渠道和载体")))
    to_everyone: bool = Field(description=_text(_("公开对象：全社会")))
    to_specific: bool = Field(description=_text(_("公开对象：特定群众")))
    specific_group: str = Field(description=_text(_("特定群众的范围")))
    is_proactive: bool = Field(description=_text(_("公开方式：主动")))
    is_on_request: bool = Field(description=_text(_("公开方式：依申请公开")))
    levels: list[str] = Field(description=_text(_("公开层级")))
    category: int | None = Field(description=_text(_("对应类别的编号，没有的为null")))
    item_ids: list[int] = Field(description=_text(_("另外指定的条目的编号")))
    count: int = Field(description=_text(_("符合的条目数")))
    latest_on: date | None = Field(description=_text(_("最近发布日期，没有内容的为null")))


class StandardCatalogueDetail(StandardCatalogueSummary):
    """A standard catalogue with its rows."""

    items: list[StandardRow] = Field(description=_text(_("事项，按目录的次序")))


@router.get(
    "/standard-catalogues/",
    response=StandardCatalogueList,
    operation_id="list_standard_catalogues",
    url_name="standard_catalogues",
    summary=str(_("标准目录列表")),
    description=str(_("已经公开的基层政务公开标准目录，以及有内容的事项数。")),
)
def standard_catalogues(
    request: HttpRequest,
    query: Query[_narrowing.ColumnChoice],  # type: ignore[name-defined]  # of a module found late
) -> HttpResponse:
    """The public catalogues."""
    scope = _scopes.scope_of(request, query.column)
    pages = list(_public(scope))
    found = coverages([page.catalogue for page in pages])
    rows = [_summary(request, page, found[page.catalogue_id]) for page in pages]
    answer: HttpResponse = _answering.answer({"items": rows, "next": None, "count": len(rows)})
    return answer


@router.get(
    "/standard-catalogues/{int:id}/",
    response=StandardCatalogueDetail,
    operation_id="get_standard_catalogue",
    url_name="standard_catalogue",
    summary=str(_("标准目录")),
    description=str(_("目录的全部事项：内容、依据、时限、渠道，以及符合的条目数。")),
)
def standard_catalogue(request: HttpRequest, id: int) -> HttpResponse:
    """One catalogue with its rows."""
    scope = _scopes.scope_of(request)
    told = _now("没有这个标准目录；编号见/standard-catalogues/。")
    page = _item_detail.row_of(_public(scope), id, told)
    coverage = coverage_of(page.catalogue)
    detail = {
        **_summary(request, page, coverage),
        "items": _rows(scope, coverage, page.catalogue.level_names),
    }
    answer: HttpResponse = _answering.answer(detail)
    return answer


def _public(scope: Any) -> Any:
    """Pages of catalogues that anybody may read."""
    pages = StandardCataloguePage.objects.descendant_of(scope.root).live().exclude(scope.hidden)
    return pages.filter(alias_of__isnull=True).select_related("catalogue__column").order_by("path")


def _summary(request: HttpRequest, page: Any, coverage: Coverage) -> dict[str, Any]:
    catalogue = page.catalogue
    return {
        "id": page.pk,
        "column": catalogue.column_id,
        "title": page.title,
        "url": page.get_full_url(request),
        "level": {"code": catalogue.level, "label": str(catalogue.get_level_display())},
        "rows": coverage.total,
        "covered": coverage.covered,
    }


def _rows(scope: Any, coverage: Coverage, levels: tuple[str, str]) -> list[dict[str, Any]]:
    category: Any = apps.get_model("gongkai_catalogue", "CategoryPage")
    keys = {each.row.category_id for each in coverage.rows} - {None}
    public = category.objects.filter(pk__in=keys).live().exclude(scope.hidden)
    categories = set(public.values_list("pk", flat=True))
    pairs = StandardRowItem.objects.filter(row__in=[each.row.pk for each in coverage.rows])
    named: dict[int, list[int]] = {}
    items = scope.items().filter(pk__in=pairs.values("item")).values_list("pk", flat=True)
    shown = set(items)
    for row, item in pairs.order_by(F("sort_order"), "pk").values_list("row_id", "item_id"):
        if item in shown:
            named.setdefault(row, []).append(item)
    return [_row(each, levels, categories, named) for each in coverage.rows]


def _row(
    each: RowCoverage, levels: tuple[str, str], categories: set[int], named: dict[int, list[int]]
) -> dict[str, Any]:
    row, rule = each.row, each.row.due_rule
    marks = (row.at_upper_level, row.at_lower_level)
    names = (
        "area", "number", "matter", "sub_matter", "content", "basis", "time_limit", "body",
        "to_everyone", "to_specific", "specific_group", "is_proactive", "is_on_request",
    )  # fmt: skip
    return {
        "id": row.pk,
        **{name: getattr(row, name) for name in names},
        "due": {"code": rule.kind.value, "label": str(DueKind(rule.kind).label)},
        "due_days": rule.number,
        "organ": {"code": row.organ.slug, "label": row.organ.name} if row.organ else None,
        "channels": row.channel_words,
        "levels": [name for name, marked in zip(levels, marks, strict=True) if marked],
        "category": row.category_id if row.category_id in categories else None,
        "item_ids": named.get(row.pk, []),
        "count": each.count,
        "latest_on": each.latest_on,
    }
