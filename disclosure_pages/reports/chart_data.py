"""What the charts of a report show: the bars, and the table that holds the same numbers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from ..charts import Bar, Panel
from ..statistics.figures import FigureValue
from ..statutory.structure import ReportForm
from .comparing import Yearly, yearly_reports
from .measures import Number, measure

RESULTS = "results"
YEARS = "years"
YEARS_SHOWN = 5
# Of the form: （一）, 1. and 其中： before a label, 数 and 答复数 at its end.
_BEFORE = re.compile(r"^[　\s]*(（[一二三四五六七八九十]+）|\d+[.．]|其中：)")
_AFTER = re.compile(r"(答复)?数$")
_RESULTS = ("granted", "partial", "withheld", "not_available", "not_handled", "other_handling")
_COMPARED = ("items", "documents", "received")


@dataclass(frozen=True)
class DataCell:
    """A number of the table beside a chart; with a figure it is linked to what was counted."""

    value: Number | None
    figure: FigureValue | None = None


@dataclass(frozen=True)
class DataRow:
    """A line of the table; ``url`` is what its label leads to."""

    label: str
    cells: Sequence[DataCell]
    url: str = ""


@dataclass(frozen=True)
class ChartData:
    """A chart without its picture. Without panels there is nothing to draw."""

    headings: Sequence[str]
    rows: Sequence[DataRow]
    panels: Sequence[Panel]
    notes: Sequence[str] = field(default_factory=tuple)


def group_data(figures: Iterable[FigureValue]) -> ChartData:
    """One bar for each figure of a group."""
    values = list(figures)
    unit = values[0].unit if values else ""
    return ChartData(
        headings=[_("项目"), _heading(_("数量"), unit)],
        rows=[DataRow(each.label, [DataCell(each.value, each)]) for each in values],
        panels=_panels(unit, [Bar(each.label, each.value) for each in values]),
    )


def results_data(form: ReportForm, figures: Any) -> ChartData:
    """What became of the applications of the year, by the headings of the form."""
    sheet = form.cells.get("s.answered")
    if sheet is not None:
        found = [
            (_AFTER.sub("", _BEFORE.sub("", form.cells[code].label)), figures.get(code))
            for code in sheet.parts
        ]
        rows = [DataRow(label, [DataCell(_worth(each), each)]) for label, each in found]
    else:
        results = [measure(key) for key in _RESULTS]
        rows = [DataRow(str(each.label), [DataCell(each.value(figures.get))]) for each in results]
    unit = _("件")
    bars = [Bar(row.label, row.cells[0].value) for row in rows]
    return ChartData(
        headings=[_("办理结果"), _heading(_("数量"), unit)], rows=rows, panels=_panels(unit, bars)
    )


def years_data(page: Any, request: HttpRequest | None, figures: Any) -> ChartData:
    """Main figures of the year and of the four before it; years without a report are named."""
    years = range(page.year - YEARS_SHOWN + 1, page.year + 1)
    found = {each.year: each for each in yearly_reports(page, years, request, own=figures)}
    missing = [str(year) for year in years if year not in found]
    data = compared_data([found[year] for year in years if year in found])
    notes = [_("%s年没有公开的年度报告，未列入。") % "、".join(missing)] if missing else []
    return ChartData(data.headings, data.rows, data.panels, notes)


def compared_data(reports: Sequence[Yearly]) -> ChartData:
    """Main figures of some years, each on an axis of its own."""
    shown = [measure(key) for key in _COMPARED]
    numbers = {each.year: [one.value(each.find) for one in shown] for each in reports}
    return ChartData(
        headings=[_("年度"), *(_heading(str(one.label), str(one.unit)) for one in shown)],
        rows=[
            DataRow(_("%d年") % each.year, [DataCell(n) for n in numbers[each.year]], each.url)
            for each in reports
        ],
        panels=[
            Panel(
                str(one.label),
                str(one.unit),
                [Bar(_("%d年") % each.year, numbers[each.year][place]) for each in reports],
            )
            for place, one in enumerate(shown)
        ]
        if reports
        else [],
    )


def _panels(unit: str, bars: Sequence[Bar]) -> list[Panel]:
    return [Panel("", unit, bars)] if bars else []


def _heading(label: str, unit: str) -> str:
    return f"{label}（{unit}）" if unit else label


def _worth(figure: FigureValue | None) -> Number | None:
    return figure.value if figure else None
