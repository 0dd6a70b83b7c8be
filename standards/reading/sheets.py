"""Tables of a file, whatever its format, as lines of cells in which merged cells are repeated."""

from __future__ import annotations

import io
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import openpyxl
from django.utils.translation import gettext as _

from ..rooms import room

MOST_BYTES = 20 * 1024 * 1024
EXTENSIONS = ("xlsx", "xls", "docx", "html", "htm")
_MOST_SHEETS = 60
_MOST_LINES = 5000
_MOST_COLUMNS = 60
_MOST_MERGED = 50_000
_UNPACKED_MIB = 150


class CannotRead(ValueError):
    """A file that is no standard catalogue; the sentence says why and what to do."""


@dataclass(frozen=True)
class Cell:
    """A place of the table; ``is_own`` where its text stands here and was not merged into it."""

    text: str
    is_own: bool = True


_NOTHING = Cell("", is_own=False)


@dataclass
class Line:
    """A line; ``number`` is its own in the file, from 1."""

    number: int
    cells: list[Cell] = field(default_factory=list)

    def text(self, column: int) -> str:
        """What a place says, empty beyond the end of the line."""
        return self.cells[column].text if column < len(self.cells) else ""

    @property
    def own_texts(self) -> list[str]:
        """Texts that begin in this line."""
        return [each.text for each in self.cells if each.is_own and each.text]


@dataclass
class Sheet:
    """A table with its name (of the sheet, or what to call it); ``before`` stands above it."""

    name: str
    lines: list[Line] = field(default_factory=list)
    before: list[str] = field(default_factory=list)


def open_sheets(data: bytes) -> list[Sheet]:
    """The tables of a file: XLSX, XLS, DOCX or HTML by its content, not by its name.

    Raises:
        CannotRead: with a sentence for the person who chose the file.
    """
    if not data:
        raise CannotRead(_("这个文件是空的，请检查后重新选择。"))
    if len(data) > MOST_BYTES:
        raise CannotRead(_("文件超过%d MB，请去掉其中的图片后再导入。") % (MOST_BYTES >> 20))
    if data.startswith(b"PK") and _is_workbook(data):
        return _workbook_sheets(data)
    opening = room("gongkai_pages", "imports.opening")
    try:
        document = opening.open_document(data)
    except opening.CannotImport as error:
        raise CannotRead(str(error)) from error
    return [_sheet_of(grid, number) for number, grid in enumerate(_grids(document), start=1)]


def _is_workbook(data: bytes) -> bool:
    return b"xl/workbook.xml" in data


def _broken() -> CannotRead:
    return CannotRead(
        _("文件打不开：它已损坏、设有密码，或者展开后过大。请用原来的软件另存为.xlsx后再导入。")
    )


def _workbook_sheets(data: bytes) -> list[Sheet]:
    limits = room("gongkai_search", "extract.limits")
    refusal = room("gongkai_search", "extract.result").CannotRead
    file = io.BytesIO(data)
    try:
        with limits.open_container(file, limits.Limits(unpacked_mib=_UNPACKED_MIB)) as archive:
            limits.refuse_dtds(archive)
        book = openpyxl.load_workbook(file, data_only=True, keep_links=False)
    except refusal as error:
        raise _broken() from error
    except MemoryError:
        raise
    except Exception as error:
        # openpyxl raises whatever a strange file leads it to.
        raise _broken() from error
    shown = [each for each in book.worksheets if each.sheet_state == "visible"]
    return [_worksheet(each) for each in shown[:_MOST_SHEETS]]


def _worksheet(sheet: Any) -> Sheet:
    lines = []
    width = min(sheet.max_column or 0, _MOST_COLUMNS)
    rows = sheet.iter_rows(max_row=min(sheet.max_row or 0, _MOST_LINES), max_col=width)
    for number, row in enumerate(rows, start=1):
        lines.append(Line(number, [Cell(_shown(each.value)) for each in row]))
    for merged in list(sheet.merged_cells.ranges)[:_MOST_MERGED]:
        _spread(lines, merged.min_row, merged.min_col, merged.max_row, merged.max_col)
    return Sheet(sheet.title, lines)


def _spread(lines: list[Line], top: int, left: int, bottom: int, right: int) -> None:
    """Repeat a merged cell in all its places."""
    if top > len(lines) or left > len(lines[top - 1].cells):
        return
    first = lines[top - 1].cells[left - 1]
    for line in lines[top - 1 : bottom]:
        for column in range(left - 1, min(right, len(line.cells))):
            if line.number != top or column != left - 1:
                line.cells[column] = Cell(first.text, is_own=False)


def _shown(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "√" if value else ""
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else f"{value:.15g}"
    if isinstance(value, (datetime, date)):
        return f"{value:%Y-%m-%d}"
    return str(value).strip()


def _grids(document: Any) -> Iterable[Any]:
    return [each for each in document.flow if not isinstance(each, str)]


def _sheet_of(grid: Any, number: int) -> Sheet:
    lines = [
        Line(
            place + 1,
            [
                _NOTHING
                if each is None
                else Cell(each.text.strip(), each.row == place and each.column == column)
                for column, each in enumerate(row)
            ],
        )
        for place, row in enumerate(grid.rows)
    ]
    name = grid.place.removeprefix("工作表“").rstrip("”") if grid.place else ""
    return Sheet(name or _("第%d张表") % number, lines, [each for each in grid.before if each])
