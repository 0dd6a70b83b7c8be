"""考核表 as a workbook: the sheet, and what was late, left alone or published past the review."""

from __future__ import annotations

from collections.abc import Sequence
from typing import IO, Any

from django.utils.translation import gettext as _
from openpyxl import Workbook

from .evaluation import Row, Sheet, measured
from .evaluation_lists import lines_of
from .sheets import clean_name, lay_out, put, put_title, save

_HEAD = 2
# What an office has to see to, in the second sheet.
_TO_SEE_TO = ("late", "overdue", "empty", "exceptions")


def write_sheet(sheet: Sheet, rows: Sequence[Row]) -> IO[bytes]:
    """The workbook; ``rows`` in the order in which they are wanted."""
    book = Workbook()
    first = book.worksheets[0]
    first.title = clean_name(_("考核表"))
    columns = measured()
    put_title(first, 1, sheet.title, len(columns) + 1)
    for number, label in enumerate((_("机构"), *(each.label for each in columns)), start=1):
        put(first, _HEAD, number, str(label), is_heading=True)
    for line, row in enumerate((*rows, sheet.total), start=_HEAD + 1):
        is_total = row is sheet.total
        put(first, line, 1, _("合计") if is_total else row.name, is_heading=is_total)
        for number, measure in enumerate(columns, start=2):
            place = put(first, line, number, measure.of(row), is_heading=is_total)
            if measure.is_rate:
                place.number_format = "0.0%"
    first.freeze_panes = f"B{_HEAD + 1}"
    first.print_title_rows = f"1:{_HEAD}"
    lay_out(first, [34, *(11 for _column in columns)])
    _write_problems(book.create_sheet(_("问题清单")), sheet)
    return save(book)


def _write_problems(page: Any, sheet: Sheet) -> None:
    labels = {measure.key: str(measure.label) for measure in measured()}
    put_title(page, 1, _("%s　问题清单") % sheet.title, 4)
    for number, label in enumerate((_("机构"), _("问题"), _("名称"), _("说明")), start=1):
        put(page, _HEAD, number, label, is_heading=True)
    line = _HEAD
    for row in sheet.rows:
        for key in _TO_SEE_TO:
            for found in lines_of(sheet, row, key):
                line += 1
                said = "；".join(
                    f"{heading}：{value}"
                    for heading, value in zip(found.headings[1:], found.cells, strict=True)
                    if value not in {None, ""}
                )
                for number, text in enumerate((row.name, labels[key], found.title, said), 1):
                    put(page, line, number, text)
    page.freeze_panes = f"A{_HEAD + 1}"
    page.print_title_rows = f"1:{_HEAD}"
    lay_out(page, [30, 16, 50, 60])
