"""Tables of a Word document: as the form prints them, with the same merged cells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from ..statutory.structure import GridCell, Table
from . import paper
from .grid import places
from .model import FormTable, PlainTable
from .word_styles import HEADING, SONG, TEXT, set_font
from .wording import number_text

# 1/20 point.
_TWIPS_PER_MM = 56.6929
_BORDERS = ("top", "left", "bottom", "right", "insideH", "insideV")


@dataclass(frozen=True)
class _Cell:
    """A cell in the making; ``covers`` marks the rows below a merged one."""

    text: str
    colspan: int = 1
    rowspan: int = 1
    covers: bool = False
    is_number: bool = False
    is_head: bool = False
    is_centred: bool = True
    is_divider: bool = False


@dataclass(frozen=True)
class _Setting:
    """How a table is set."""

    title: str
    widths: Sequence[int]
    look: paper.TableLook
    head_rows: int


def add_form_table(document: Any, block: FormTable) -> None:
    """A table of the statutory form."""
    table = block.table
    look = paper.look_of(table)
    rows: list[list[tuple[int, _Cell]]] = [[] for _row in table.rows]
    for place in places(table):
        cell = place.cell
        text = number_text(block.values.get(cell.code)) if cell.code else cell.text
        made = _Cell(
            text,
            cell.colspan,
            cell.rowspan,
            is_number=bool(cell.code),
            is_head=cell.scope in {"col", "colgroup"} or _is_divider(cell, table),
            is_centred=paper.is_centred(cell, look),
            is_divider=_is_divider(cell, table),
        )
        rows[place.row].append((place.column, made))
        for below in range(1, cell.rowspan):
            covered = _Cell("", cell.colspan, covers=True)
            rows[place.row + below].append((place.column, covered))
    ordered = [[cell for _column, cell in sorted(row, key=lambda each: each[0])] for row in rows]
    setting = _Setting(table.title, table.widths, look, table.head_rows)
    _add_table(document, ordered, setting)


def add_plain_table(document: Any, block: PlainTable) -> None:
    """Labels and numbers."""
    rows = [[_Cell(text, is_head=True) for text in block.head]]
    rows += [
        [_Cell(text, is_number=place > 0, is_centred=place > 0) for place, text in enumerate(row)]
        for row in block.rows
    ]
    widths = (5, *(2,) * (len(block.head) - 1))
    _add_table(document, rows, _Setting(block.caption, widths, paper.ROOMY, 1))


def _is_divider(cell: GridCell, table: Table) -> bool:
    """Whether it is a heading over the whole width, which belongs to the lines below it."""
    return bool(cell.scope) and cell.colspan == len(table.widths)


def _add_table(document: Any, rows: Sequence[Sequence[_Cell]], setting: _Setting) -> None:
    width = paper.TEXT_WIDTH * _TWIPS_PER_MM
    columns = [round(width * each / sum(setting.widths)) for each in setting.widths]
    table = _element("w:tbl")
    table.append(_table_properties(setting.title, sum(columns), setting.look))
    grid = _element("w:tblGrid")
    for each in columns:
        grid.append(_element("w:gridCol", w=str(each)))
    table.append(grid)
    whole = paper.stays_whole(len(rows))
    for number, row in enumerate(rows):
        is_head = number < setting.head_rows
        # A heading alone would be lonely; the last line lets go of what follows the table.
        keeps_next = (
            (whole and number < len(rows) - 1) or is_head or any(cell.is_divider for cell in row)
        )
        table.append(_row(row, columns, setting.look, is_head=is_head, keeps_next=keeps_next))
    document.element.body.insert(len(document.element.body) - 1, table)


def _table_properties(title: str, width: int, look: paper.TableLook) -> Any:
    properties = _element("w:tblPr")
    properties.append(_element("w:tblW", w=str(width), type="dxa"))
    properties.append(_element("w:jc", val="center"))
    borders = _element("w:tblBorders")
    for side in _BORDERS:
        borders.append(_element(f"w:{side}", val="single", sz="4", space="0", color="000000"))
    properties.append(borders)
    properties.append(_element("w:tblLayout", type="fixed"))
    margins = _element("w:tblCellMar")
    for side, points in (
        ("top", look.padding),
        ("left", look.side),
        ("bottom", look.padding),
        ("right", look.side),
    ):
        margins.append(_element(f"w:{side}", w=str(round(points * 20)), type="dxa"))
    properties.append(margins)
    properties.append(_element("w:tblCaption", val=title))
    return properties


def _row(
    cells: Sequence[_Cell],
    columns: Sequence[int],
    look: paper.TableLook,
    *,
    is_head: bool,
    keeps_next: bool,
) -> Any:
    row = _element("w:tr")
    properties = _element("w:trPr")
    properties.append(_element("w:cantSplit"))
    if is_head:
        properties.append(_element("w:tblHeader"))
    row.append(properties)
    column = 0
    for cell in cells:
        width = sum(columns[column : column + cell.colspan])
        column += cell.colspan
        row.append(_cell(cell, width, look, keeps_next))
    return row


def _cell(cell: _Cell, width: int, look: paper.TableLook, keeps_next: bool) -> Any:
    element = _element("w:tc")
    properties = _element("w:tcPr")
    properties.append(_element("w:tcW", w=str(width), type="dxa"))
    if cell.colspan > 1:
        properties.append(_element("w:gridSpan", val=str(cell.colspan)))
    if cell.covers:
        properties.append(_element("w:vMerge"))
    elif cell.rowspan > 1:
        properties.append(_element("w:vMerge", val="restart"))
    properties.append(_element("w:vAlign", val="center"))
    element.append(properties)
    element.append(_paragraph(cell, look, keeps_next))
    return element


def _paragraph(cell: _Cell, look: paper.TableLook, keeps_next: bool) -> Any:
    paragraph = _element("w:p")
    properties = paragraph.get_or_add_pPr()
    if keeps_next:
        properties.append(_element("w:keepNext"))
    spacing = _element("w:spacing", before="0", after="0")
    spacing.set(qn("w:line"), str(round(look.line * 20)))
    spacing.set(qn("w:lineRule"), "exact")
    properties.append(spacing)
    properties.append(_element("w:jc", val="center" if cell.is_centred else "left"))
    if cell.text:
        run = _element("w:r")
        looks = run.get_or_add_rPr()
        set_font(looks, HEADING if cell.is_head else SONG if cell.is_number else TEXT)
        for name in ("w:sz", "w:szCs"):
            looks.append(_element(name, val=str(round(look.size * 2))))
        run.append(looks)
        text = _element("w:t")
        text.text = cell.text
        text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        run.append(text)
        paragraph.append(run)
    return paragraph


def _element(name: str, **attributes: str) -> Any:
    element = OxmlElement(name)
    for key, value in attributes.items():
        element.set(qn(f"w:{key}"), value)
    return element
