"""XLS, by xlrd."""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO, Any

import xlrd
from django.utils.translation import gettext as _

from ..conf import number
from ..fields import field_of
from .book import Book, Broken, CannotRead, Cell, Line
from .cells import text_of
from .layout import Meaning, make_sheet


def read_xls(file: IO[bytes], means: Meaning = field_of) -> Book:
    """All sheets that have headings.

    Raises:
        CannotRead: broken or encrypted, or no workbook at all.
    """
    file.seek(0)
    try:
        # Formatting is what merged cells stand in.
        book = xlrd.open_workbook(
            file_contents=file.read(), formatting_info=True, logfile=_Silent()
        )
    except MemoryError:
        raise
    except Exception as error:
        # xlrd raises whatever a strange file leads it to.
        raise CannotRead(
            _("文件打不开，可能有密码或者已损坏。请用表格软件打开后另存为XLSX。")
        ) from error
    if book.nsheets > number("GONGKAI_IMPORTS_MAX_SHEETS"):
        raise CannotRead(_("工作表太多（%d个），请拆成几个文件。") % book.nsheets)
    found = Book([])
    for worksheet in book.sheets():
        sheet = _sheet(book, worksheet, means)
        if sheet is None:
            found.notes.append(_("工作表“%s”里没有认得的列标题，没有读入。") % worksheet.name)
            continue
        if worksheet.visibility:
            found.notes.append(_("工作表“%s”是隐藏的，也读入了。") % worksheet.name)
        found.sheets.append(sheet)
    return found


class _Silent:
    """Where xlrd's remarks on strange files go."""

    def write(self, text: str) -> None:
        """Forget ``text``."""


def _sheet(book: Any, worksheet: Any, means: Meaning) -> Any:
    # Half-open ranges; the value belongs to all merged lines of the first column.
    above = {
        (row, left): top
        for top, bottom, left, _right in worksheet.merged_cells
        for row in range(top + 1, bottom)
    }

    def lines() -> Iterator[Line]:
        columns = min(worksheet.ncols, number("GONGKAI_IMPORTS_MAX_COLUMNS"))
        for row in range(worksheet.nrows):
            yield (
                row + 1,
                [
                    _cell(book, worksheet, above.get((row, column), row), column)
                    for column in range(columns)
                ],
            )

    return make_sheet(worksheet.name, lines, means)


def _cell(book: Any, worksheet: Any, row: int, column: int) -> Cell:
    if row >= worksheet.nrows or column >= worksheet.row_len(row):
        return ""
    cell = worksheet.cell(row, column)
    if cell.ctype == xlrd.XL_CELL_ERROR:
        name = xlrd.error_text_from_code.get(cell.value, "#N/A")
        return Broken(
            name, _("单元格里是表格软件的错误值“%s”，请修正公式或者直接填写内容。") % name
        )
    if cell.ctype == xlrd.XL_CELL_DATE:
        return _day(book, cell.value)
    if cell.ctype == xlrd.XL_CELL_NUMBER:
        style = book.xf_list[cell.xf_index] if cell.xf_index is not None else None
        written = book.format_map.get(style.format_key) if style else None
        return text_of(cell.value, written.format_str if written else "")
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return text_of(bool(cell.value))
    return text_of(cell.value or None)


def _day(book: Any, serial: float) -> Cell:
    try:
        return text_of(xlrd.xldate_as_datetime(serial, book.datemode))
    except (ValueError, OverflowError):
        return str(serial)
