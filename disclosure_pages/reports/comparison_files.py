"""The comparison of reports as files."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from django.http import HttpResponse, HttpResponseBase
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from ..catalogue_app import catalogue_module
from .comparing import Yearly

if TYPE_CHECKING:
    from .comparison import Line

_LABELS = 3
_WIDTHS = (18, 26, 8)
_NUMBER_WIDTH = 14


def _headings(reports: Sequence[Yearly]) -> list[str]:
    years = [report.year for report in reports]
    headings = [_("类别"), _("指标"), _("单位")]
    for place, year in enumerate(years):
        headings.append(_("%d年") % year)
        if place:
            headings.append(
                _("%(year)d年比%(before)d年增减") % {"year": year, "before": years[place - 1]}
            )
    return headings


def _rows(lines: Sequence[Line]) -> Iterator[list[Any]]:
    for line in lines:
        row: list[Any] = [str(line.measure.group), str(line.measure.label), str(line.measure.unit)]
        for place, cell in enumerate(line.cells):
            row.append(cell.value)
            if place:
                row.append(cell.change)
        yield row


def _as_csv(reports: Sequence[Yearly], lines: Sequence[Line], title: str) -> HttpResponseBase:
    """CSV with a byte order mark, without which Excel in China shows it garbled."""
    guarded = catalogue_module("exports").guarded
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(_headings(reports))
    # What is no number is left empty; a number below zero is no formula.
    writer.writerows([guarded(value) for value in row] for row in _rows(lines))
    return _download(f"\ufeff{text.getvalue()}".encode(), f"{title}.csv", "text/csv; charset=utf-8")


def _as_xlsx(reports: Sequence[Yearly], lines: Sequence[Line], title: str) -> HttpResponseBase:
    """A workbook with numbers as numbers."""
    book = Workbook()
    sheet: Any = book.active
    sheet.title = _("年度比较")
    sheet.append(_headings(reports))
    for row in _rows(lines):
        sheet.append(row)
    for cell in sheet[1]:
        cell.font = Font(bold=True)
        cell.alignment = Alignment(wrap_text=True, vertical="center")
    for place in range(1, sheet.max_column + 1):
        width = _WIDTHS[place - 1] if place <= _LABELS else _NUMBER_WIDTH
        sheet.column_dimensions[get_column_letter(place)].width = width
    sheet.freeze_panes = "D2"
    content = io.BytesIO()
    book.save(content)
    return _download(
        content.getvalue(),
        f"{title}.xlsx",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    )


def _download(content: bytes, name: str, content_type: str) -> HttpResponseBase:
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    return response


Writer = Callable[[Sequence[Yearly], "Sequence[Line]", str], HttpResponseBase]
# By the last part of the address.
WRITERS: dict[str, Writer] = {"xlsx": _as_xlsx, "csv": _as_csv}
