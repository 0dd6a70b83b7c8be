"""Figures by year and organ."""

from __future__ import annotations

import ninja
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from ninja import Query, Router
from pydantic import Field

from ...rooms import catalogue
from ..answering import answer
from ..column_pages import Columns
from ..pagination import link_next, next_url
from ..problems import invalid
from ..schemas.base import text
from ..schemas.narrowing import ColumnChoice
from ..schemas.statistics import StatisticsList
from ..scope import scope_of
from ..statistics import Unit, figures_of, units_of

router = Router(tags=[str(gettext_lazy("统计"))])

# Each has hundreds of numbers.
LIMIT, HIGHEST_LIMIT = 5, 20


class StatisticsQuery(ColumnChoice, ninja.Schema):
    """Whose figures of which year are meant."""

    year: int | None = Field(None, ge=1, le=9999, description=text(gettext_lazy("年度")))
    organ: str | None = Field(
        None, max_length=100, description=text(gettext_lazy("有栏目的机构的代码，见organs"))
    )
    cursor: str | None = Field(
        None, max_length=50, description=text(gettext_lazy("上一页next中的游标"))
    )
    limit: int = Field(
        LIMIT, ge=1, le=HIGHEST_LIMIT, description=text(gettext_lazy("每页条数，最多20"))
    )


@router.get(
    "/statistics/",
    response=StatisticsList,
    operation_id="list_statistics",
    url_name="statistics",
    summary=str(gettext_lazy("各机构各年度的数字")),
    description=str(
        gettext_lazy(
            "报告已经公开的年度，给出报告的全部数字；还没有公开的，只给出公开条目的统计，"
            "与网页上的一致。数字所统计的条目，按url查阅。"
        )
    ),
)
def statistics(request: HttpRequest, query: Query[StatisticsQuery]) -> HttpResponse:
    """One page of organs' years with their figures."""
    scope = scope_of(request, query.column)
    columns = Columns(scope)
    organ = _organ(query.organ, columns) if query.organ else None
    units = [
        unit
        for unit in units_of(scope, columns)
        if query.year in (None, unit.year) and organ in (None, unit.column.organ.slug)
    ]
    rest = units if not query.cursor else _behind(units, query.cursor)
    page = rest[: query.limit]
    following = next_url(request, _cursor(page[-1])) if len(rest) > len(page) else None
    found = [figures_of(request, scope, unit) for unit in page]
    return link_next(answer({"items": found, "next": following, "count": len(units)}), following)


def _organ(code: str, columns: Columns) -> str:
    """The code of an organ that has a column; of one that was merged, its successor's."""
    known = {each.organ.slug for each in columns.rows}
    found: str = code if code in known else catalogue("successors").code_today("organ", code)
    if found not in known:
        raise invalid([("organ", _("这个机构没有自己的栏目；有栏目的机构见sites。"))])
    return found


def _cursor(unit: Unit) -> str:
    return f"{unit.year}-{unit.column.pk}"


def _behind(units: list[Unit], cursor: str) -> list[Unit]:
    """Units behind the one that a cursor names, whether or not it is still there."""
    year, _dash, key = cursor.partition("-")
    if not (year.isascii() and year.isdigit() and key.isascii() and key.isdigit()):
        raise invalid([("cursor", _("游标无效，请用上一页给出的next，或者从第一页读起。"))])
    order = {unit.column.pk: unit.column.path for unit in units}
    place = (-int(year), order.get(int(key), ""))
    return [unit for unit in units if (-unit.year, unit.column.path) > place]
