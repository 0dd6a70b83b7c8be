"""The 目录 as an Excel workbook that is ready to be printed."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.page import PageMargins

from ..rooms import pages
from .entries import WIDTHS, PrintedCatalogue, headings

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_LINE = Side(style="thin", color="000000")
_BORDER = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
_TITLE, _HEAD, _TEXT = (
    Font(name="宋体", size=16, bold=True),
    Font(name="黑体", size=10),
    Font(name="宋体", size=10),
)
_SHADE = PatternFill("solid", fgColor="EEEEEE")
_CENTRED = Alignment(horizontal="center", vertical="center", wrap_text=True)
_LEFT = Alignment(horizontal="left", vertical="center", wrap_text=True)
_CENTRED_COLUMNS = {1, 5}
_HEAD_ROW = 3
_PAPER_A4 = 9


def render(printed: PrintedCatalogue) -> bytes:
    """The file."""
    workbook: Any = Workbook()
    workbook.properties.title = printed.title
    workbook.properties.creator = printed.organ
    workbook.properties.language = "zh-CN"
    sheet = workbook.active
    sheet.title = _("公开目录")
    put = pages("downloads.sheet_text").put_text
    width = len(WIDTHS)
    for row, text, font in ((1, printed.title, _TITLE), (2, printed.about, _TEXT)):
        put(sheet.cell(row, 1), text, font, _CENTRED)
        sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=width)
    sheet.row_dimensions[1].height = 34
    for column, text in enumerate(headings(), start=1):
        put(sheet.cell(_HEAD_ROW, column), text, _HEAD, _CENTRED)
        sheet.cell(_HEAD_ROW, column).border = _BORDER
    _fill(sheet, printed, put)
    _set_print(sheet)
    file = BytesIO()
    workbook.save(file)
    return file.getvalue()


def _fill(sheet: Any, printed: PrintedCatalogue, put: Any) -> None:
    width, row, number = len(WIDTHS), _HEAD_ROW, 0
    for group in printed.groups:
        row += 1
        put(sheet.cell(row, 1), group.heading, _HEAD, _LEFT)
        for column in range(1, width + 1):
            sheet.cell(row, column).border, sheet.cell(row, column).fill = _BORDER, _SHADE
        sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=width)
        for entry in group.entries:
            row, number = row + 1, number + 1
            for column, text in enumerate(entry.cells(number), start=1):
                cell = sheet.cell(row, column)
                put(cell, text, _TEXT, _CENTRED if column in _CENTRED_COLUMNS else _LEFT)
                cell.border = _BORDER
            sheet.cell(row, 1).value = number
            sheet.cell(row, 1).data_type = "n"


def _set_print(sheet: Any) -> None:
    for number, width in enumerate(WIDTHS, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = width + 1
    sheet.freeze_panes = sheet.cell(_HEAD_ROW + 1, 1)
    sheet.print_title_rows = f"{_HEAD_ROW}:{_HEAD_ROW}"
    sheet.page_setup.paperSize = _PAPER_A4
    sheet.page_setup.orientation = "landscape"
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.page_margins = PageMargins(left=0.5, right=0.5, top=0.7, bottom=0.7)
    sheet.print_options.horizontalCentered = True
    sheet.oddFooter.center.text = _("第 &P 页，共 &N 页")
