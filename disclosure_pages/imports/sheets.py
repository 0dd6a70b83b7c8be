"""XLSX by openpyxl, XLS by xlrd: values as a program would show them, sums computed where nobody
has stored them."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import IO, Any

import openpyxl
import xlrd
from openpyxl.utils.cell import column_index_from_string, coordinate_from_string, range_boundaries
from openpyxl.utils.escape import unescape

from .document import Document
from .extraction import limits_module, open_limited
from .grids import MOST_COLUMNS, MOST_ROWS, Grid, GridBuilder, TooLarge

_MOST_SHEETS = 60
_MOST_MERGED = 5000
# Sums of sums: 表三 has three levels.
_DEEPEST_SUM = 12
_TERM = re.compile(
    r"(?P<sign>[+-]?)(?:SUM\((?P<sum>[^()]*)\)|(?P<ref>\$?[A-Z]{1,3}\$?\d{1,5})"
    r"|(?P<number>\d+(?:\.\d+)?))"
)
Merged = list[tuple[int, int, int, int]]
# Numbers of lines and of columns, from 1.
Hidden = tuple[set[int], set[int]]


def read_xlsx(file: IO[bytes]) -> Document:
    """Read all sheets; those that are hidden after the others.

    Raises:
        CannotRead: it is broken, encrypted, or unpacks to too much (search.extract).
        ValueError: openpyxl cannot make sense of it.
    """
    with open_limited(file) as archive:
        limits_module().refuse_dtds(archive)
    document = Document()
    try:
        shown = openpyxl.load_workbook(file, data_only=True, keep_links=False)
        written = openpyxl.load_workbook(file, keep_links=False)
    except MemoryError:
        raise
    except Exception as error:
        # openpyxl raises whatever a strange file leads it to.
        raise ValueError from error
    document.title = shown.properties.title or ""
    sheets = sorted(shown.worksheets, key=lambda sheet: sheet.sheet_state != "visible")
    for sheet in sheets[:_MOST_SHEETS]:
        cells = _Cells(sheet, written[sheet.title])
        merged = [
            (each.min_row, each.min_col, each.max_row, each.max_col)
            for each in list(sheet.merged_cells.ranges)[:_MOST_MERGED]
        ]
        _add(document, sheet.title, cells.lines(), merged, _hidden(sheet))
    return document


def read_xls(data: bytes) -> Document:
    """Read all sheets of a workbook of before 2007; those that are hidden after the others.

    Raises:
        ValueError: it is none, or it is protected by a password.
    """
    document = Document()
    try:
        book = xlrd.open_workbook(file_contents=data, formatting_info=True)
    except MemoryError:
        raise
    except Exception as error:
        # xlrd raises whatever a strange file leads it to.
        raise ValueError from error
    sheets = sorted(book.sheets(), key=lambda sheet: bool(sheet.visibility))
    for sheet in sheets[:_MOST_SHEETS]:
        lines = [
            [_shown(cell.value if cell.ctype != _ERROR else "") for cell in sheet.row(number)]
            for number in range(min(sheet.nrows, MOST_ROWS))
        ]
        merged = [
            (top + 1, left + 1, bottom, right)
            for top, bottom, left, right in sheet.merged_cells[:_MOST_MERGED]
        ]
        is_shown = not sheet.visibility
        hidden = (
            {row + 1 for row, info in sheet.rowinfo_map.items() if info.hidden and is_shown},
            {column + 1 for column, info in sheet.colinfo_map.items() if info.hidden and is_shown},
        )
        _add(document, sheet.name, lines, merged, hidden)
    return document


_ERROR = xlrd.XL_CELL_ERROR


def is_workbook(archive: zipfile.ZipFile) -> bool:
    """Whether a container is a workbook."""
    return "xl/workbook.xml" in archive.namelist()


def _hidden(sheet: Any) -> Hidden:
    """What is hidden in a sheet that is shown itself."""
    if sheet.sheet_state != "visible":
        return set(), set()
    columns = [each for each in sheet.column_dimensions.values() if each.hidden]
    return (
        {number for number, row in sheet.row_dimensions.items() if row.hidden},
        {number for each in columns for number in range(each.min, min(each.max, MOST_COLUMNS) + 1)},
    )


def _add(
    document: Document,
    title: str,
    lines: Iterable[list[str]],
    merged: Merged,
    hidden: Hidden,
) -> None:
    if document.is_full:
        return
    used = _used(list(lines))
    try:
        grid = _grid(*_shown_only(used, merged, hidden))
        if any(hidden):
            document.add_hidden(_grid(used, merged))
    except TooLarge:
        return
    grid.before, grid.place = [title], f"工作表“{title}”"
    document.add_lines(title)
    for number, line in grid.lines():
        own = [placed for placed in line if placed.cell.row == number and placed.text]
        # A line with a single text is a title or a paragraph.
        if len(own) == 1:
            document.add_text(own[0].text)
        else:
            for placed in own:
                document.add_lines(placed.text)
    document.add_grid(grid)


def _used(lines: list[list[str]]) -> list[list[str]]:
    """``lines`` without the empty places at their end, to which formats may reach far."""
    last = max((number for number, line in enumerate(lines) if any(line)), default=-1)
    width = max(
        (column for line in lines for column, text in enumerate(line, start=1) if text), default=0
    )
    return [line[:width] for line in lines[: last + 1]]


def _shown_only(
    lines: list[list[str]], merged: Merged, hidden: Hidden
) -> tuple[list[list[str]], Merged]:
    """``lines`` as one sees them; of a merged cell the first place that is shown has the text."""
    if not any(hidden):
        return lines, merged
    width = max(map(len, lines), default=0)
    rows = [number for number in range(1, len(lines) + 1) if number not in hidden[0]]
    columns = [number for number in range(1, width + 1) if number not in hidden[1]]
    texts = {
        (row, column): text
        for row, line in enumerate(lines, start=1)
        for column, text in enumerate(line, start=1)
    }
    spans: Merged = []
    for top, left, bottom, right in merged:
        down = [place for place, row in enumerate(rows, start=1) if top <= row <= bottom]
        across = [place for place, each in enumerate(columns, start=1) if left <= each <= right]
        if down and across:
            spans.append((down[0], across[0], down[-1], across[-1]))
            first = (rows[down[0] - 1], columns[across[0] - 1])
            texts[first] = texts.get((top, left), "")
    return [[texts[row, column] for column in columns] for row in rows], spans


def _grid(lines: list[list[str]], merged: Merged) -> Grid:
    spans = {(top, left): (bottom, right) for top, left, bottom, right in merged}
    covered = _covered(merged)
    builder = GridBuilder()
    for row, line in enumerate(lines, start=1):
        builder.start_row()
        for column, text in enumerate(line, start=1):
            if (row, column) in covered:
                continue
            bottom, right = spans.get((row, column), (row, column))
            builder.add(text, bottom - row + 1, min(right, MOST_COLUMNS) - column + 1)
    return builder.grid()


def _covered(merged: Merged) -> set[tuple[int, int]]:
    """Places that a merged cell fills beside its own."""
    return {
        (row, column)
        for top, left, bottom, right in merged
        for row in range(top, min(bottom, MOST_ROWS) + 1)
        for column in range(left, min(right, MOST_COLUMNS) + 1)
        if (row, column) != (top, left)
    }


def _shown(value: Any) -> str:
    if value is None or isinstance(value, bool):
        return ""
    if isinstance(value, float):
        # 0.1 + 0.2; a workbook knows fifteen digits.
        return str(int(value)) if value.is_integer() else f"{value:.15g}"
    if isinstance(value, (datetime, date)):
        return f"{value:%Y-%m-%d}"
    # Control characters stand escaped in the file (_x000D_), and openpyxl leaves them so.
    return unescape(str(value)).strip()


class _Cells:
    """Values of a sheet; a formula whose result was not stored is computed, if it is a sum."""

    def __init__(self, shown: Any, written: Any) -> None:
        self._shown = shown
        self._written = written
        self._known: dict[tuple[int, int], float | None] = {}

    def lines(self) -> Iterator[list[str]]:
        """Texts line by line."""
        last_row = min(self._shown.max_row, MOST_ROWS)
        last_column = min(self._shown.max_column, MOST_COLUMNS)
        for row in range(1, last_row + 1):
            yield [self._text(row, column) for column in range(1, last_column + 1)]

    def _text(self, row: int, column: int) -> str:
        value = self._shown.cell(row, column).value
        if value is None and self._formula(row, column):
            value = self._number(row, column, 0)
        return _shown(value)

    def _formula(self, row: int, column: int) -> str:
        value = self._written.cell(row, column).value
        return value[1:] if isinstance(value, str) and value.startswith("=") else ""

    def _number(self, row: int, column: int, depth: int) -> float | None:
        """The number in a cell, None where there is none or it cannot be computed."""
        place = (row, column)
        if place not in self._known:
            value = self._shown.cell(row, column).value
            formula = self._formula(row, column)
            if value is None and formula and depth < _DEEPEST_SUM:
                self._known[place] = self._computed(formula, depth)
            else:
                self._known[place] = _float(value)
        return self._known[place]

    def _computed(self, formula: str, depth: int) -> float | None:
        """A formula of sums, differences, cells and numbers."""
        left = formula.replace(" ", "").upper()
        total = 0.0
        while left:
            term = _TERM.match(left)
            if term is None:
                return None
            number = self._term(term.groupdict(), depth)
            if number is None:
                return None
            total += -number if term["sign"] == "-" else number
            left = left[term.end() :]
            if left and left[0] not in "+-":
                return None
        return total

    def _term(self, term: Mapping[str, str | None], depth: int) -> float | None:
        if term["number"]:
            return float(term["number"])
        if term["ref"]:
            return self._at(term["ref"], depth)
        total, seen = 0.0, False
        for piece in (term["sum"] or "").split(","):
            for number in self._range(piece, depth):
                if number is not None:
                    total, seen = total + number, True
        # A sum over nothing that is filled in is no number that anybody published.
        return total if seen else None

    def _at(self, ref: str, depth: int) -> float | None:
        letters, row = coordinate_from_string(ref.replace("$", ""))
        return self._number(row, column_index_from_string(letters), depth + 1)

    def _range(self, piece: str, depth: int) -> Iterator[float | None]:
        try:
            left, top, right, bottom = range_boundaries(piece.replace("$", ""))
        except (ValueError, TypeError):
            return
        if left is None or top is None or right is None or bottom is None:
            return
        for row in range(top, min(bottom, MOST_ROWS) + 1):
            for column in range(left, min(right, MOST_COLUMNS) + 1):
                yield self._number(row, column, depth + 1)


def _float(value: Any) -> float | None:
    if isinstance(value, bool) or value is None:
        return None
    try:
        return float(value)
    except (TypeError, ValueError):
        return None
