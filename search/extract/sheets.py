"""XLSX, by openpyxl without loading whole sheets, and XLS, by xlrd."""

from __future__ import annotations

import itertools
import os
import re
import zipfile
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time
from decimal import Decimal
from typing import IO, Any

import openpyxl
import xlrd
from lxml import etree
from openpyxl.utils import get_column_letter

from .limits import Limits, parse_xml, read_entry, refuse_dtds
from .office import (
    attribute,
    has_pictures,
    is_on,
    local,
    paragraphs,
    read_embedded,
    read_properties,
    related,
    relations,
)
from .result import CannotRead, Collector, Hidden, Status

MAIN = "xl/workbook.xml"
_AT_ONCE = 50_000
_LAST_COLUMN = 16_384
_MARGINS = (
    "oddHeader", "oddFooter", "evenHeader", "evenFooter", "firstHeader", "firstFooter",
)  # fmt: skip
# Codes of page numbers, dates, fonts, sizes and colours within them (ECMA-376, 18.3.1.39).
_MARGIN_CODE = re.compile(r'&(?:"[^"]*"|K[0-9A-F]{6}|[0-9]+|[A-Za-z])')
_MIDNIGHT = time(0)
# Beyond this a sheet knows fifteen digits, and shows zeros for the others.
_EXACT = 2.0**53
_WHOLE = 1e20
# Empty cells between two that are kept, so that cells stand under their headings.
_MOST_GAPS = 30
_FEWEST_HEADINGS = 3
_NO_HEADING = re.compile(r"[0-9]{4}|.{16}|^[0-9.]+$", re.DOTALL)


def place_of(title: str) -> str:
    """What people call a sheet."""
    return f"工作表“{title}”"


def read_xlsx(file: IO[bytes], archive: zipfile.ZipFile, limits: Limits, found: Collector) -> None:
    """Read the values of visible cells; hide hidden sheets, rows, columns, comments, properties.

    Raises:
        CannotRead: broken, or too many sheets.
    """
    refuse_dtds(archive)
    read_properties(archive, found)
    read_embedded(archive, found)
    parts = _sheet_parts(archive)
    for title, part in parts.items():
        _read_comments(archive, part, place_of(title), found)
    try:
        book = openpyxl.load_workbook(file, read_only=True, data_only=True, keep_links=False)
    except MemoryError:
        raise
    except Exception as error:
        # openpyxl raises whatever a strange file leads it to.
        raise CannotRead(Status.BROKEN) from error
    found.pages = len(book.sheetnames)
    if found.pages > limits.pages:
        raise CannotRead(Status.TOO_LARGE, "pages")
    for sheet in book.worksheets:
        part = parts.get(sheet.title, "")
        rows, columns = _hidden_lines(archive, part) if part else (set(), set())
        state = sheet.sheet_state
        # A sheet may be wrong about its own size, and cells beyond it are there all the same.
        sheet.reset_dimensions()
        try:
            cells = (
                (cell.row - 1, cell.column - 1, cell.value)
                for row in sheet.iter_rows()
                for cell in row
                if cell.value is not None
            )
            _Sheet(sheet.title, state != "visible", rows, columns).read(cells, found)
        except (etree.XMLSyntaxError, zipfile.BadZipFile, ValueError, KeyError, EOFError) as error:
            raise CannotRead(Status.BROKEN) from error
        if part:
            _read_margins(archive, part, sheet.title, state, found)
            _read_shapes(archive, part, sheet.title, state, found)
    if not any(part.text for part in found.parts) and has_pictures(archive):
        found.pages_without_text = 1


def _sheet_parts(archive: zipfile.ZipFile) -> dict[str, str]:
    """Parts of the worksheets, by their titles."""
    targets = relations(archive, MAIN)
    there = set(archive.namelist())
    known = {}
    for sheet in parse_xml(read_entry(archive, MAIN)).iter("{*}sheet"):
        ids = (value for key, value in sheet.attrib.items() if key.endswith("}id"))
        kind, part = targets.get(next(ids, ""), ("", ""))
        if kind != "worksheet":
            continue
        if part not in there:
            raise CannotRead(Status.BROKEN)
        known[sheet.get("name") or ""] = part
    return known


def _hidden_lines(archive: zipfile.ZipFile, part: str) -> tuple[set[int], set[int]]:
    """Hidden rows and columns, counted from 0; openpyxl tells neither without loading all."""
    rows: set[int] = set()
    columns: set[int] = set()
    number = -1
    try:
        with archive.open(part) as entry:
            for event, element in etree.iterparse(
                entry, events=("start", "end"), tag=("{*}row", "{*}col"),
                resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False,
            ):  # fmt: skip
                if event == "end":
                    element.clear()
                    if (parent := element.getparent()) is not None:
                        parent.remove(element)
                    continue
                is_hidden = element.get("hidden") is not None and is_on(element, "hidden")
                if local(element) == "col":
                    if is_hidden:
                        first, last = int(element.get("min")), int(element.get("max"))
                        columns.update(range(first - 1, min(last, _LAST_COLUMN)))
                    continue
                number = int(element.get("r") or number + 2) - 1
                if is_hidden:
                    rows.add(number)
    except (etree.XMLSyntaxError, zipfile.BadZipFile, ValueError, TypeError, EOFError) as error:
        raise CannotRead(Status.BROKEN) from error
    return rows, columns


def _read_comments(archive: zipfile.ZipFile, part: str, place: str, found: Collector) -> None:
    for name in related(archive, part, "comments"):
        root = parse_xml(read_entry(archive, name))
        authors = ["".join(each.itertext()) for each in root.iter("{*}author")]
        for comment in root.iter("{*}comment"):
            number = attribute(comment, "authorId")
            author = authors[int(number)] if number.isdigit() and int(number) < len(authors) else ""
            said = "".join(each.text or "" for each in comment.iter("{*}t"))
            where = f"{place}{comment.get('ref') or ''}批注"
            found.hide(Hidden.COMMENT, where, _said_by(author, said))
    for name in related(archive, part, "threadedComment"):
        for comment in parse_xml(read_entry(archive, name)).iter("{*}text"):
            found.hide(Hidden.COMMENT, f"{place}批注", comment.text or "")


def _said_by(author: str, text: str) -> str:
    """What a comment says, with its author, whom Excel often names in the text already."""
    return text if text.startswith(author) else f"{author}：{text}"


def _read_shapes(
    archive: zipfile.ZipFile, part: str, title: str, state: str, found: Collector
) -> None:
    """Text boxes over the cells."""
    for name in related(archive, part, "drawing"):
        text = "\n".join(paragraphs(parse_xml(read_entry(archive, name))))
        if state == "visible":
            found.see(place_of(title), text)
        else:
            found.hide(Hidden.SHEET, place_of(title), text)


def _read_margins(
    archive: zipfile.ZipFile, part: str, title: str, state: str, found: Collector
) -> None:
    """Headers and footers of a printed sheet."""
    texts = dict.fromkeys(
        " ".join(_MARGIN_CODE.sub(" ", element.text or "").split())
        for element in _margins(archive, part)
    )
    text = "\n".join(filter(None, texts))
    if state == "visible":
        found.see(f"{place_of(title)}页眉页脚", text)
    else:
        found.hide(Hidden.SHEET, f"{place_of(title)}页眉页脚", text)


def _margins(archive: zipfile.ZipFile, part: str) -> Iterator[Any]:
    with archive.open(part) as entry:
        for _event, element in etree.iterparse(
            entry, tag=("{*}row", *(f"{{*}}{name}" for name in _MARGINS)),
            resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False,
        ):  # fmt: skip
            if local(element) != "row":
                yield element
            element.clear()
            if (parent := element.getparent()) is not None:
                parent.remove(element)


def read_xls(file: IO[bytes], limits: Limits, found: Collector) -> None:
    """The same for the binary format before 2007; its properties are read by ``legacy``.

    Raises:
        CannotRead: broken, encrypted, or too many sheets.
    """
    file.seek(0)
    with open(os.devnull, "w") as nowhere:
        book = _opened_xls(file.read(), nowhere)
        found.pages = book.nsheets
        if found.pages > limits.pages:
            raise CannotRead(Status.TOO_LARGE, "pages")
        for index in range(book.nsheets):
            try:
                sheet = book.sheet_by_index(index)
            except MemoryError:
                raise
            except Exception as error:
                raise CannotRead(Status.BROKEN) from error
            place = place_of(sheet.name)
            rows = {number for number, row in sheet.rowinfo_map.items() if row.hidden}
            columns = {number for number, column in sheet.colinfo_map.items() if column.hidden}
            for (row, column), note in sheet.cell_note_map.items():
                where = f"{place}{get_column_letter(column + 1)}{row + 1}批注"
                found.hide(Hidden.COMMENT, where, _said_by(note.author or "", note.text))
            shown = _Sheet(sheet.name, sheet.visibility != 0, rows, columns)
            shown.read(_xls_cells(sheet, book.datemode), found)
            book.unload_sheet(index)


def _opened_xls(data: bytes, nowhere: Any) -> Any:
    try:
        return xlrd.open_workbook(
            file_contents=data, formatting_info=True, on_demand=True, logfile=nowhere
        )
    except MemoryError:
        raise
    except xlrd.XLRDError as error:
        is_locked = "encrypted" in str(error).lower()
        raise CannotRead(Status.ENCRYPTED if is_locked else Status.BROKEN) from error
    except Exception as error:
        # xlrd believes what a file says of its own offsets.
        raise CannotRead(Status.BROKEN) from error


def _xls_cells(sheet: Any, datemode: int) -> Iterator[tuple[int, int, Any]]:
    for row in range(sheet.nrows):
        for column, cell in enumerate(sheet.row(row)):
            match cell.ctype:
                case xlrd.XL_CELL_TEXT | xlrd.XL_CELL_NUMBER:
                    yield row, column, cell.value
                case xlrd.XL_CELL_BOOLEAN:
                    yield row, column, bool(cell.value)
                case xlrd.XL_CELL_DATE:
                    try:
                        moment = xlrd.xldate_as_datetime(cell.value, datemode)
                    except (ValueError, OverflowError):
                        moment = cell.value
                    yield row, column, moment


class _Sheet:
    """One sheet: which of its cells are seen."""

    def __init__(self, title: str, is_hidden: bool, rows: set[int], columns: set[int]) -> None:
        self._place = place_of(title)
        self._is_hidden = is_hidden
        self._rows = rows
        self._columns = columns
        self._heading: list[tuple[int, str]] = []

    def read(self, cells: Iterable[tuple[int, int, Any]], found: Collector) -> None:
        """Read cells (row, column, value), row by row."""
        lines: dict[Hidden | None, list[str]] = {}
        row, size = -1, 0
        line: dict[Hidden | None, list[tuple[int, str]]] = {}

        def end_line() -> None:
            if not self._heading:
                self._heading = _heading_of(line)
            for kind, texts in line.items():
                # What hidden rows say is understood by the heading that is seen.
                is_below = kind is Hidden.ROW and self._heading
                above = [self._line_of(kind, self._heading)] if is_below else []
                lines.setdefault(kind, above).append(self._line_of(kind, texts))
            line.clear()

        def flush() -> None:
            for kind in (Hidden.SHEET, Hidden.ROW, Hidden.COLUMN):
                found.hide(kind, self._place, "\n".join(lines.pop(kind, [])))
            found.see(self._place, "\n".join(lines.pop(None, [])))

        for its_row, column, value in cells:
            if its_row != row:
                end_line()
                row = its_row
                if size > _AT_ONCE:
                    flush()
                    size = 0
            text = text_of(value)
            if text:
                line.setdefault(self._kind(row, column), []).append((column, text))
                size += len(text) + 1
        end_line()
        flush()

    def _line_of(self, kind: Hidden | None, texts: list[tuple[int, str]]) -> str:
        """Cells of a row, divided by tabs; one more for each empty cell between two."""
        pieces: list[str] = []
        last = texts[0][0]
        if self._heading and self._heading[0][0] < last <= self._heading[-1][0]:
            # A first cell that is empty, as below one that is merged.
            last = self._heading[0][0] - 1
        for column, text in texts:
            gap = range(last + 1, column)[:_MOST_GAPS]
            pieces += ["" for each in gap if (each in self._columns) == (kind is Hidden.COLUMN)]
            pieces.append(text)
            last = column
        return "\t".join(pieces)

    def _kind(self, row: int, column: int) -> Hidden | None:
        if self._is_hidden:
            return Hidden.SHEET
        if row in self._rows:
            return Hidden.ROW
        return Hidden.COLUMN if column in self._columns else None


def _heading_of(line: dict[Hidden | None, list[tuple[int, str]]]) -> list[tuple[int, str]]:
    """The cells of a row, seen and in hidden columns, if it is the heading of a table."""
    cells = sorted(itertools.chain.from_iterable(line.values()))
    is_heading = (
        Hidden.ROW not in line
        and len(cells) >= _FEWEST_HEADINGS
        and not any(_NO_HEADING.search(text) for _column, text in cells)
    )
    return cells if is_heading else []


def text_of(value: Any) -> str:
    """A value as people read it: 12 and not 12.0, a day as 2013-03-01."""
    match value:
        case bool():
            return "是" if value else "否"
        case float():
            if not value.is_integer() or abs(value) >= _WHOLE:
                return f"{value:.10g}"
            return str(int(value) if abs(value) < _EXACT else int(Decimal(f"{value:.15g}")))
        case datetime():
            is_day = value.time() == _MIDNIGHT
            return value.date().isoformat() if is_day else value.isoformat(" ", "minutes")
        case date() | time():
            return value.isoformat()
    return str(value).strip()
