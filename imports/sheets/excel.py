"""XLSX: values by openpyxl row by row; merged cells and formulas without a value from the XML."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import IO, Any

import openpyxl
from django.utils.translation import gettext as _
from lxml import etree
from openpyxl.utils import coordinate_to_tuple, range_boundaries
from openpyxl.utils.escape import unescape

from .. import rooms
from ..conf import number
from ..fields import field_of
from .book import Book, Broken, CannotRead, Cell, Line
from .cells import text_of
from .layout import Meaning, make_sheet

_MERGED = "{*}mergeCell"
_CELL = "{*}c"
# Cells of one merge; more is a merged column of a form, not of a list.
_LARGEST_MERGE = 20_000


@dataclass
class _Marks:
    """What openpyxl does not tell without loading the whole sheet.

    Attributes:
        above: for a cell below a merged one in the same column, the line of the uppermost cell.
        unvalued: cells with a formula that nobody has computed.
    """

    above: dict[tuple[int, int], int] = field(default_factory=dict)
    unvalued: set[tuple[int, int]] = field(default_factory=set)


def read_xlsx(file: IO[bytes], means: Meaning = field_of) -> Book:
    """All sheets that have headings; those that are hidden are read as well, and said.

    Hidden columns and rows are read like others: what somebody hid to print is still theirs.

    Raises:
        CannotRead: broken, encrypted, or more than the limits allow.
    """
    limits = rooms.search("extract.limits")
    try:
        archive = limits.open_container(file, limits.Limits(unpacked_mib=1024))
        limits.refuse_dtds(archive)
        parts = rooms.search("extract.sheets")._sheet_parts(archive)
    except rooms.search("extract.result").CannotRead as error:
        raise CannotRead(_sentence(error)) from error
    book = _opened(file)
    if len(book.worksheets) > number("GONGKAI_IMPORTS_MAX_SHEETS"):
        raise CannotRead(_("工作表太多（%d个），请拆成几个文件。") % len(book.worksheets))
    found = Book([])
    for worksheet in book.worksheets:
        # A sheet may be wrong about its own size.
        worksheet.reset_dimensions()
        sheet = _sheet(worksheet, _marks(archive, parts.get(worksheet.title, "")), means)
        if sheet is None:
            found.notes.append(_("工作表“%s”里没有认得的列标题，没有读入。") % worksheet.title)
            continue
        if worksheet.sheet_state != "visible":
            found.notes.append(_("工作表“%s”是隐藏的，也读入了。") % worksheet.title)
        found.sheets.append(sheet)
    return found


def _opened(file: IO[bytes]) -> Any:
    try:
        return openpyxl.load_workbook(file, read_only=True, data_only=True, keep_links=False)
    except MemoryError:
        raise
    except Exception as error:
        # openpyxl raises whatever a strange file leads it to.
        raise CannotRead(_("文件已损坏，打不开。请用表格软件打开后另存为XLSX。")) from error


def _sentence(error: Any) -> str:
    status = str(error.status)
    if status == "encrypted":
        return _("文件有密码，请去掉密码后再导入。")
    if status == "too_large":
        return _("文件解开后太大，不能读入。请拆成几个文件。")
    return _("文件已损坏，打不开。请用表格软件打开后另存为XLSX。")


def _marks(archive: zipfile.ZipFile, part: str) -> _Marks:
    """Merged cells and formulas without a value; read as a stream, whatever the size."""
    marks = _Marks()
    if not part:
        return marks
    try:
        with archive.open(part) as entry:
            parsing = etree.iterparse(
                entry, tag=(_MERGED, _CELL), resolve_entities=False, no_network=True, huge_tree=True
            )
            for _event, element in parsing:
                if element.tag.endswith("}mergeCell"):
                    _note_merge(marks, element.get("ref") or "")
                else:
                    _note_formula(marks, element)
                element.clear(keep_tail=False)
                # Rows that were read would stay as empty shells.
                while element.getprevious() is not None:
                    del element.getparent()[0]
    except (etree.XMLSyntaxError, zipfile.BadZipFile, EOFError) as error:
        raise CannotRead(_("文件已损坏，打不开。请用表格软件打开后另存为XLSX。")) from error
    return marks


def _note_merge(marks: _Marks, reference: str) -> None:
    try:
        bounds: Any = range_boundaries(reference)
    except (ValueError, TypeError):
        return
    # A merge of whole columns or rows has no bounds on one side.
    if None in bounds:
        return
    left, top, right, bottom = bounds
    if (right - left + 1) * (bottom - top + 1) > _LARGEST_MERGE:
        return
    for row in range(top + 1, bottom + 1):
        marks.above[row, left] = top


def _note_formula(marks: _Marks, cell: Any) -> None:
    has_value = cell.findtext("{*}v") or cell.find("{*}is") is not None
    if cell.find("{*}f") is not None and not has_value:
        marks.unvalued.add(coordinate_to_tuple(cell.get("r") or "A1"))


def _sheet(worksheet: Any, marks: _Marks, means: Meaning) -> Any:
    def lines() -> Iterator[Line]:
        return _lines(worksheet, marks)

    return make_sheet(worksheet.title, lines, means)


def _lines(worksheet: Any, marks: _Marks) -> Iterator[Line]:
    columns = number("GONGKAI_IMPORTS_MAX_COLUMNS")
    kept: dict[int, Cell] = {}
    tops = set(marks.above.values())
    merged_columns = {column for _row, column in marks.above}
    try:
        for row in worksheet.iter_rows(max_col=columns):
            place = next((cell.row for cell in row if getattr(cell, "row", None)), None)
            if place is None:
                continue
            cells = [_cell(each, marks) for each in row]
            if place in tops:
                for column in merged_columns:
                    kept[column] = cells[column - 1] if column <= len(cells) else ""
            for column in merged_columns:
                if (place, column) in marks.above:
                    cells += [""] * (column - len(cells))
                    cells[column - 1] = kept.get(column, "")
            yield place, cells
    except (etree.XMLSyntaxError, zipfile.BadZipFile, EOFError, KeyError) as error:
        raise CannotRead(_("文件已损坏，读不下去。请用表格软件打开后另存为XLSX。")) from error


def _cell(cell: Any, marks: _Marks) -> Cell:
    if cell.value is None:
        where = (getattr(cell, "row", 0), getattr(cell, "column", 0))
        if where in marks.unvalued:
            return Broken("", _("公式没有算出结果，请用表格软件打开并保存后重新导入。"))
        return ""
    # Control characters stand escaped in the file (_x000D_), and openpyxl leaves them so.
    value = unescape(cell.value) if isinstance(cell.value, str) else cell.value
    return text_of(value, str(cell.number_format or ""))
