"""Tables of the PDF: as the form prints them, with the same merged cells."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from reportlab.lib import colors
from reportlab.lib.units import mm
from reportlab.platypus import Table as PdfTable

from ..statutory.structure import GridCell, Table
from . import paper
from .grid import places
from .model import FormTable, PlainTable
from .pdf_text import Look, Setter, Text
from .wording import number_text

_LINE = 0.5
# Size of characters below which a table is rather broken over pages, and steps on the way there.
_SMALLEST, _STEP = 6.5, 0.5


def form_table(setter: Setter, block: FormTable, height: float) -> PdfTable:
    """A table of the statutory form, set smaller until it is no higher than ``height`` (points)
    if it should stay whole."""
    look = paper.look_of(block.table)
    made = _form_table(setter, block, look)
    while (
        paper.stays_whole(len(block.table.rows))
        and look.size > _SMALLEST
        and made.wrap(paper.TEXT_WIDTH * mm, height)[1] > height
    ):
        look = look.smaller(_STEP)
        made = _form_table(setter, block, look)
    return made


def plain_table(setter: Setter, block: PlainTable) -> PdfTable:
    """Labels and numbers."""
    look = paper.ROOMY
    rows = [[_text(setter, text, look, "heading", centred=True) for text in block.head]]
    rows += [
        [_text(setter, text, look, "text", centred=place > 0) for place, text in enumerate(row)]
        for row in block.rows
    ]
    widths = (5, *(2,) * (len(block.head) - 1))
    return _table(rows, widths, look, 1, [_font(setter)])


def _form_table(setter: Setter, block: FormTable, look: paper.TableLook) -> PdfTable:
    table = block.table
    rows: list[list[Any]] = [[""] * len(table.widths) for _row in table.rows]
    style: list[tuple[Any, ...]] = [_font(setter)]
    for place in places(table):
        cell, row, column = place.cell, place.row, place.column
        rows[row][column] = _cell(setter, block, cell, look)
        if cell.rowspan > 1 or cell.colspan > 1:
            end = (column + cell.colspan - 1, row + cell.rowspan - 1)
            style.append(("SPAN", (column, row), end))
        if _is_divider(cell, table):
            # Heading and first line stay together.
            style.append(("NOSPLIT", (0, row), (-1, min(row + 1, len(table.rows) - 1))))
    return _table(rows, table.widths, look, table.head_rows, style)


def _font(setter: Setter) -> tuple[Any, ...]:
    # Of cells that others cover; reportlab would name one that is not embedded.
    return ("FONTNAME", (0, 0), (-1, -1), setter.font)


def _is_divider(cell: GridCell, table: Table) -> bool:
    return bool(cell.scope) and cell.colspan == len(table.widths)


def _cell(setter: Setter, block: FormTable, cell: GridCell, look: paper.TableLook) -> Text:
    text = number_text(block.values.get(cell.code)) if cell.code else cell.text
    is_head = cell.scope in {"col", "colgroup"} or _is_divider(cell, block.table)
    role = "heading" if is_head else "text"
    return _text(setter, text, look, role, centred=paper.is_centred(cell, look))


def _text(setter: Setter, text: str, look: paper.TableLook, role: str, *, centred: bool) -> Text:
    align = Look(role, look.size, look.size * 1.25, align="centre" if centred else "left", first=0)
    return setter.text(text, align)


def _table(
    rows: list[list[Any]],
    widths: Sequence[int],
    look: paper.TableLook,
    head_rows: int,
    more: list[tuple[Any, ...]],
) -> PdfTable:
    total = paper.TEXT_WIDTH * mm
    columns = [total * each / sum(widths) for each in widths]
    style = [
        ("GRID", (0, 0), (-1, -1), _LINE, colors.black),
        ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
        ("TOPPADDING", (0, 0), (-1, -1), look.padding),
        ("BOTTOMPADDING", (0, 0), (-1, -1), look.padding),
        ("LEFTPADDING", (0, 0), (-1, -1), look.side),
        ("RIGHTPADDING", (0, 0), (-1, -1), look.side),
        *more,
    ]
    return PdfTable(rows, colWidths=columns, repeatRows=head_rows, style=style, hAlign="CENTER")
