"""Annual reports."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from ninja import Query, Router
from pydantic import Field

from ..answering import answer
from ..column_pages import Columns
from ..fields import fields_of
from ..pagination import Keyset, link_next, next_url, read_number
from ..reports import FIELDS, detail_of, report_of, reports_of, row_of
from ..schemas.base import text
from ..schemas.narrowing import ColumnChoice, Paging
from ..schemas.reports import ReportDetail, ReportList
from ..scope import scope_of

router = Router(tags=[str(_("年度报告"))])

_NEWEST_YEAR_FIRST = Keyset(name="-year", column="year", read=read_number, descending=True)


class ReportQuery(ColumnChoice, Paging):
    """Which reports are meant."""

    year: int | None = Field(None, ge=1, le=9999, description=text(_("年度")))


@router.get(
    "/annual-reports/",
    response=ReportList,
    operation_id="list_annual_reports",
    url_name="annual_reports",
    summary=str(_("年度报告列表")),
    description=str(_("已经公开的政府信息公开工作年度报告。")),
)
def annual_reports(request: HttpRequest, query: Query[ReportQuery]) -> HttpResponse:
    """One page of the published reports."""
    names = fields_of(query.fields, FIELDS) or list(FIELDS)
    scope = scope_of(request, query.column)
    columns = Columns(scope)
    reports = reports_of(scope)
    if query.year is not None:
        reports = reports.filter(year=query.year)
    rows, cursor = _NEWEST_YEAR_FIRST.page(reports, query.cursor or "", query.limit)
    found = [
        {name: row[name] for name in names}
        for page in rows
        if (column := columns.above(page)) is not None
        for row in [row_of(request, scope, page, column)]
    ]
    following = next_url(request, cursor)
    response = answer({"items": found, "next": following, "count": reports.count()})
    return link_next(response, following)


@router.get(
    "/annual-reports/{int:column_id}/{int:year}/",
    response=ReportDetail,
    operation_id="get_annual_report",
    url_name="annual_report",
    summary=str(_("一份年度报告")),
    description=str(
        _("一个栏目一个年度的报告：正文、全部数字、法定表格、没有通过的勾稽规则、更正、下载地址。")
    ),
)
def annual_report(request: HttpRequest, column_id: int, year: int) -> HttpResponse:
    """The report of a column and year with all that it says."""
    scope = scope_of(request)
    columns = Columns(scope)
    page = report_of(scope, columns, column_id, year)
    return answer(detail_of(request, scope, page, columns.by_id(column_id)))
