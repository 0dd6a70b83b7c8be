"""The tables of a report as an Excel workbook: merged as in the form, sums that add up by
themselves."""

from __future__ import annotations

import math
from io import BytesIO
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.page import PageMargins

from ..statutory.structure import Table
from . import paper
from .cached_values import with_cached_values
from .formulas import formula_of
from .grid import numbers_by_place, places
from .model import ReportDocument
from .sheet_text import put_text
from .wording import day_text, json_number, period_text

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# Rows above a table: the title of the report, and what the table is about.
ABOVE = 2
_LINE = Side(style="thin", color="000000")
_BORDER = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
_TEXT, _HEAD, _TITLE = (
    Font(name="宋体", size=10),
    Font(name="黑体", size=10),
    Font(name="宋体", size=16, bold=True),
)
_CENTRED = Alignment(horizontal="center", vertical="center", wrap_text=True)
_LEFT = Alignment(horizontal="left", vertical="center", wrap_text=True)
# Characters that fit between the margins of an upright and a lying page.
_UPRIGHT, _LYING = 92, 135
_MANY_COLUMNS = 12
_ROW_HEIGHT, _LINE_HEIGHT = 18, 13.5
_PAPER_A4 = 9
# Width of a Chinese character of 10 points, in digits of the workbook's own font.
_CHINESE = 1.9


def render_workbook(report: ReportDocument) -> bytes:
    """The file. Every formula comes with its result, for programs that do not calculate."""
    workbook: Any = Workbook()
    workbook.remove(workbook.active)
    workbook.properties.title = report.title
    workbook.properties.creator = report.organ
    workbook.properties.language = "zh-CN"
    _add_about(workbook, report)
    results: dict[str, dict[str, Any]] = {}
    for table in report.tables:
        sheet = workbook.create_sheet(_sheet_name(table))
        results[sheet.title] = _fill_table(sheet, table, report)
    _add_figures(workbook, report)
    file = BytesIO()
    workbook.save(file)
    return with_cached_values(file.getvalue(), list(workbook.sheetnames), results)


def _sheet_name(table: Table) -> str:
    number = {"2": "表二", "3": "表三", "4": "表四"}.get(table.code, "")
    return f"{number}{table.title}"[:31]


def _add_about(workbook: Any, report: ReportDocument) -> None:
    """Where the numbers come from."""
    sheet = workbook.create_sheet(_("说明"))
    rows: list[tuple[str, str | int]] = [
        (_("报告"), report.title),
        (_("机关"), report.organ),
        (_("年度"), report.year),
        (_("统计期限"), period_text(report.period)),
        (_("格式"), f"{report.form.label} {report.form.source}".strip()),
        (_("报告日期"), day_text(report.reported_on) if report.reported_on else ""),
        (_("来源"), _("草稿，尚未公开") if report.is_draft else report.url),
        (_("生成日期"), day_text(timezone.localdate())),
        (_("合计"), _("表中的合计是公式；各项没有填全的，合计留空。没有填报的数字留空，不填0。")),
    ]
    rows += [(_("备注"), note) for note in report.notes]
    for number, (label, value) in enumerate(rows, start=1):
        put_text(sheet.cell(number, 1), label, _HEAD, _LEFT)
        cell = sheet.cell(number, 2)
        if isinstance(value, int):
            cell.value, cell.font, cell.alignment = value, _TEXT, _LEFT
        else:
            put_text(cell, value, _TEXT, _LEFT)
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 14, 76
    _set_print(sheet, lying=False)


def _fill_table(sheet: Any, table: Table, report: ReportDocument) -> dict[str, Any]:
    """Write the table; return the results of its formulas by address."""
    width = len(table.widths)
    _fill_top(sheet, table, report)
    look = paper.look_of(table)
    for place in places(table):
        row, column = place.row + ABOVE + 1, place.column + 1
        cell = sheet.cell(row, column)
        if not place.cell.code:
            font = _HEAD if place.cell.scope in {"col", "colgroup"} else _TEXT
            centred = paper.is_centred(place.cell, look)
            put_text(cell, place.cell.text, font, _CENTRED if centred else _LEFT)
        last = (row + place.cell.rowspan - 1, column + place.cell.colspan - 1)
        for across in sheet.iter_rows(row, last[0], column, last[1]):
            for each in across:
                each.border = _BORDER
        if last != (row, column):
            sheet.merge_cells(
                start_row=row, start_column=column, end_row=last[0], end_column=last[1]
            )
    results = _fill_numbers(sheet, table, report)
    lying = width > _MANY_COLUMNS
    room = _LYING if lying else _UPRIGHT
    for number, relative in enumerate(table.widths, start=1):
        letter = get_column_letter(number)
        sheet.column_dimensions[letter].width = round(room * relative / sum(table.widths), 1)
    _set_heights(sheet, table, room)
    _set_print(sheet, lying=lying)
    if table.head_rows:
        sheet.print_title_rows = f"{ABOVE + 1}:{ABOVE + table.head_rows}"
        sheet.freeze_panes = sheet.cell(ABOVE + table.head_rows + 1, 1)
    return results


def _fill_top(sheet: Any, table: Table, report: ReportDocument) -> None:
    width = len(table.widths)
    for row, text, font in ((1, report.title, _TITLE), (2, table.title, _HEAD)):
        put_text(sheet.cell(row, 1), text, font, _CENTRED)
        sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=width)
    sheet.row_dimensions[1].height, sheet.row_dimensions[2].height = 34, 22


def _fill_numbers(sheet: Any, table: Table, report: ReportDocument) -> dict[str, Any]:
    addresses = {
        code: f"{get_column_letter(column + 1)}{row + ABOVE + 1}"
        for code, (row, column) in numbers_by_place(table).items()
    }
    values = report.values
    results = {}
    for code, address in addresses.items():
        cell = sheet[address]
        cell.font, cell.alignment = _TEXT, _CENTRED
        number = json_number(values[code])
        formula = formula_of(table.by_code[code], values, addresses)
        cell.value = formula or number
        if formula:
            results[address] = number
    return results


def _set_heights(sheet: Any, table: Table, room: float) -> None:
    """Excel does not grow rows for merged cells."""
    lines = [1] * len(table.rows)
    unit = room / sum(table.widths)
    for place in places(table):
        if place.cell.rowspan == 1:
            across = table.widths[place.column : place.column + place.cell.colspan]
            needed = sum(1 if each.isascii() else _CHINESE for each in place.cell.text)
            rows = math.ceil(needed / (sum(across) * unit - 1))
            lines[place.row] = max(lines[place.row], rows)
    for number, count in enumerate(lines):
        height = max(_ROW_HEIGHT, count * _LINE_HEIGHT + 4)
        sheet.row_dimensions[number + ABOVE + 1].height = height


def _add_figures(workbook: Any, report: ReportDocument) -> None:
    sheet = workbook.create_sheet(_("全部数据"))
    heads = (_("代码"), _("指标"), _("数字"), _("单位"), _("数据来源"))
    for column, head in enumerate(heads, start=1):
        put_text(sheet.cell(1, column), head, _HEAD, _CENTRED)
        sheet.cell(1, column).border = _BORDER
    for row, figure in enumerate(report.figures, start=2):
        texts = {1: figure.code, 2: figure.label, 4: figure.unit, 5: figure.provenance}
        for column, text in texts.items():
            put_text(sheet.cell(row, column), text, _TEXT, _LEFT)
        number = sheet.cell(row, 3, json_number(figure.value))
        number.font, number.alignment = _TEXT, _CENTRED
        for column in range(1, len(heads) + 1):
            sheet.cell(row, column).border = _BORDER
    for letter, width in zip("ABCDE", (28, 56, 10, 8, 12), strict=True):
        sheet.column_dimensions[letter].width = width
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:E{len(report.figures) + 1}"
    sheet.print_title_rows = "1:1"
    _set_print(sheet, lying=False)


def _set_print(sheet: Any, *, lying: bool) -> None:
    sheet.page_setup.paperSize = _PAPER_A4
    sheet.page_setup.orientation = "landscape" if lying else "portrait"
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.page_margins = PageMargins(left=0.6, right=0.6, top=0.8, bottom=0.8)
    sheet.print_options.horizontalCentered = True
    sheet.oddFooter.center.text = _("第 &P 页，共 &N 页")
