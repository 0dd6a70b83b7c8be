"""What the workbooks of this folder have in common: cells that no program reads as a formula."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from tempfile import TemporaryFile
from typing import IO, Any
from unicodedata import east_asian_width

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.page import PageMargins

from ..downloads.sheet_text import put_text

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# What XML 1.0 cannot hold, and what the name of a sheet cannot.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\']")
_LINE = Side(style="thin", color="808080")
_BORDER = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
_TITLE = Font(name="黑体", size=16)
_HEADING = Font(name="宋体", size=10, bold=True)
_TEXT = Font(name="宋体", size=10)
_CENTRED = Alignment(horizontal="center", vertical="center", wrap_text=True)
_WRAPPED = Alignment(vertical="center", wrap_text=True)
# Of the paper sizes that Office Open XML numbers.
_A4 = 9
# Points.
_LINE_HEIGHT, _LEAST_HEIGHT = 14, 20


def clean_name(text: str) -> str:
    """A text that a sheet can be called by."""
    return _NOT_IN_NAMES.sub(" ", _FORBIDDEN.sub("", text))[:31].strip()


def put(sheet: Any, row: int, column: int, value: Any, *, is_heading: bool = False) -> Cell:
    """Write a value; text is typed as text, whatever it begins with."""
    cell: Cell = sheet.cell(row=row, column=column)
    font = _HEADING if is_heading else _TEXT
    is_text = isinstance(value, str)
    alignment = _WRAPPED if is_text and not is_heading else _CENTRED
    if is_text:
        put_text(cell, _FORBIDDEN.sub("", value), font, alignment)
    else:
        cell.value, cell.font, cell.alignment = value, font, alignment
    if isinstance(value, date):
        cell.number_format = "yyyy-mm-dd"
    elif isinstance(value, Decimal):
        cell.number_format = "0.00"
    cell.border = _BORDER
    return cell


def put_title(sheet: Any, row: int, text: str, columns: int) -> None:
    """Write a title across the columns."""
    cell = put(sheet, row, 1, text)
    cell.font, cell.border = _TITLE, Border()
    cell.alignment = Alignment(horizontal="center", vertical="center")
    if columns > 1:
        sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=columns)
    sheet.row_dimensions[row].height = 30


def put_merged(
    sheet: Any, place: tuple[int, int], size: tuple[int, int], value: Any, *, is_heading: bool
) -> None:
    """Write a cell that covers ``size`` rows and columns from ``place`` on."""
    (row, column), (rows, columns) = place, size
    for down in range(rows):
        for right in range(columns):
            put(sheet, row + down, column + right, None, is_heading=is_heading)
    put(sheet, row, column, value, is_heading=is_heading)
    if rows > 1 or columns > 1:
        sheet.merge_cells(
            start_row=row,
            start_column=column,
            end_row=row + rows - 1,
            end_column=column + columns - 1,
        )


def make_room(sheet: Any, row: int, cells: Iterable[tuple[str, float]]) -> None:
    """Make a row as high as its texts need in the widths that they have: programs differ in
    whether they do."""
    lines = max((-(-_width_of(text) // max(int(width) - 1, 1)) for text, width in cells), default=1)
    sheet.row_dimensions[row].height = max(_LINE_HEIGHT * lines, _LEAST_HEIGHT)


def _width_of(text: str) -> int:
    """Width in characters as spreadsheets count them: a Chinese one takes two."""
    return sum(2 if east_asian_width(each) in "WFA" else 1 for each in text)


def lay_out(sheet: Any, widths: Sequence[float], *, fits: bool = True, pages_high: int = 0) -> None:
    """Widths in characters, and how it prints on A4.

    Args:
        fits: whether it is made as wide as the paper.
        pages_high: on how many pages it has to go; 0: on as many as it takes.
    """
    for number, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = _A4
    sheet.page_setup.fitToHeight = pages_high
    sheet.page_margins = PageMargins(left=0.4, right=0.4, top=0.5, bottom=0.5)
    sheet.sheet_properties.pageSetUpPr.fitToPage = fits
    sheet.oddFooter.center.text = "&P / &N"


def save(book: Workbook) -> IO[bytes]:
    """The workbook as an open temporary file that deletes itself."""
    file = TemporaryFile()  # noqa: SIM115 - the response closes it when it is sent
    book.save(file)
    file.seek(0)
    return file
