"""XLSX, by openpyxl.

The copy shows what the original shows: values stand in place of formulas, since a formula may say
what its cells do not say any more. Comments, properties, links to other files, and what a pivot
table or a chart remembers of its data are left out. Shapes are lost, as openpyxl does not know
them.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

import openpyxl
from openpyxl.packaging.core import DocumentProperties
from openpyxl.packaging.custom import CustomPropertyList

from ..pieces import Pieces
from ..scan import Finding
from .common import CannotMask, Masked, has_any, mask_line, mask_pieces

_HEADERS = (
    "oddHeader", "oddFooter", "evenHeader", "evenFooter", "firstHeader", "firstFooter",
)  # fmt: skip
_SIDES = ("left", "center", "right")
# Beyond this a sheet knows fifteen digits, and shows zeros for the others.
_EXACT = 2.0**53
_WHOLE = 1e20
# Empty cells between two that are counted.
_MOST_GAPS = 30
_MIDNIGHT = time(0)


def mask_xlsx(data: bytes, *, remove_hidden: bool = False) -> Masked:
    """Mask cells, hidden ones too, and clean what is not cells.

    Args:
        remove_hidden: leave hidden sheets out, and empty hidden rows and columns.

    Raises:
        CannotMask: openpyxl cannot open it.
    """
    try:
        book = openpyxl.load_workbook(io.BytesIO(data), rich_text=True, keep_links=False)
        values = openpyxl.load_workbook(io.BytesIO(data), data_only=True, keep_links=False)
    except MemoryError:
        raise
    except Exception as error:
        # openpyxl raises whatever a strange file leads it to.
        raise CannotMask from error
    result = Masked()
    for sheet in book.worksheets:
        _freeze(sheet, values[sheet.title])
    if remove_hidden:
        _remove_hidden(book)
    for sheet in book.worksheets:
        _clean(sheet, result.findings)
        _mask_cells(sheet, result.findings)
    _clean_book(book, result.findings)
    out = io.BytesIO()
    book.save(out)
    result.data = out.getvalue()
    return result


def _freeze(sheet: Any, values: Any) -> None:
    """Values in place of formulas; one that was never calculated stays."""
    for row in sheet.iter_rows():
        for cell in row:
            if cell.data_type == "f":
                value = values.cell(cell.row, cell.column).value
                if value is not None:
                    cell.value = value


def _remove_hidden(book: Any) -> None:
    visible = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
    for sheet in book.worksheets:
        if sheet not in visible and visible:
            book.remove(sheet)
            continue
        for cell in list(_cells(sheet, _Hidden(sheet).has)):
            cell.value = None


class _Hidden:
    """Rows and columns of a sheet that are not seen."""

    def __init__(self, sheet: Any) -> None:
        self.rows = {number for number, row in sheet.row_dimensions.items() if row.hidden}
        self.columns: set[int] = set()
        for column in sheet.column_dimensions.values():
            if column.hidden:
                self.columns.update(range(column.min or 0, (column.max or 0) + 1))

    def has(self, cell: Any) -> bool:
        """Whether a cell is in one of them."""
        return cell.row in self.rows or cell.column in self.columns


def _cells(sheet: Any, choose: Callable[[Any], bool]) -> Iterator[Any]:
    """Some cells with a value, row by row."""
    for row in sheet.iter_rows():
        for cell in row:
            if cell.value is not None and choose(cell):
                yield cell


def _mask_cells(sheet: Any, found: list[Finding]) -> None:
    """A reader may see the visible cells only, and a number may be told by its neighbours: all
    cells are looked at together, then those that are seen together."""
    hidden = _Hidden(sheet)
    for choose, skipped in (
        (lambda cell: not hidden.has(cell), hidden.columns),
        (lambda cell: True, set()),
        (lambda cell: cell.row in hidden.rows, hidden.columns),
        (lambda cell: cell.column in hidden.columns, set()),
    ):
        pieces = Pieces()
        row = last = 0
        for cell in _cells(sheet, choose):
            if cell.row != row:
                pieces.separate("\n")
            else:
                # Cells stand under their headings, whatever is empty between them.
                gap = range(last + 1, cell.column + 1)[-_MOST_GAPS:]
                pieces.separate("\t" * max(1, sum(column not in skipped for column in gap)))
            row, last = cell.row, cell.column
            pieces.add(_text_of(cell.value), _writer(cell))
        found += mask_pieces(pieces)


def _writer(cell: Any) -> Callable[[str], None]:
    def write(new: str) -> None:
        cell.value = new
        # Stars after an equals sign are no formula.
        cell.data_type = "s"

    return write


def _text_of(value: Any) -> str:
    """A value as people read it: 12 and not 12.0, a day as 2013-03-01."""
    match value:
        case float():
            if not value.is_integer() or abs(value) >= _WHOLE:
                return f"{value:.10g}"
            return str(int(value) if abs(value) < _EXACT else int(Decimal(f"{value:.15g}")))
        case datetime():
            is_day = value.time() == _MIDNIGHT
            return value.date().isoformat() if is_day else value.isoformat(" ", "minutes")
        case date() | time():
            return value.isoformat()
    return str(value)


def _clean(sheet: Any, found: list[Finding]) -> None:
    """What a sheet says beside its cells."""
    sheet.legacy_drawing = None
    sheet._pivots = []
    for row in sheet.iter_rows():
        for cell in row:
            if cell.comment is not None:
                cell.comment = None
            link = cell.hyperlink
            if link is not None and has_any([link.target, link.location, link.tooltip]):
                cell.hyperlink = None
    for name in _HEADERS:
        for side in _SIDES:
            part = getattr(getattr(sheet, name), side)
            if part.text:
                part.text = mask_line(part.text, found)
    rules = sheet.data_validations
    rules.dataValidation = [
        rule
        for rule in rules.dataValidation
        if not has_any([rule.formula1, rule.formula2, rule.prompt, rule.error])
    ]
    for chart in sheet._charts:
        _forget_data(chart)


def _forget_data(chart: Any) -> None:
    """A chart remembers what its cells said; programs read them anew."""
    for series in chart.series:
        for name in ("tx", "cat", "val", "xVal", "yVal"):
            source = getattr(series, name, None)
            for reference, cache in (
                ("strRef", "strCache"),
                ("numRef", "numCache"),
                ("multiLvlStrRef", "multiLvlStrCache"),
            ):
                target = getattr(source, reference, None)
                if target is not None and hasattr(target, cache):
                    setattr(target, cache, None)


def _clean_book(book: Any, found: list[Finding]) -> None:
    book.properties = DocumentProperties(creator="")
    book.custom_doc_props = CustomPropertyList()
    for number, sheet in enumerate(book.worksheets, start=1):
        if has_any([sheet.title]):
            mask_line(sheet.title, found)
            # Excel allows no stars in the name of a sheet.
            sheet.title = f"工作表{number}"
    for name, defined in list(book.defined_names.items()):
        if has_any([name, defined.attr_text, defined.comment]):
            del book.defined_names[name]
