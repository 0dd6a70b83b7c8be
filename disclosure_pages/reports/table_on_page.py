"""A table of a form with the figures of a report in it, for the template of its block."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from django.utils.translation import gettext as _

from ..statistics.figures import FigureValue
from ..statutory.structure import ReportForm, Table
from .table_reading import ReadingCell, Row, reading_table

# So many headings at the side, or rows of headings above, make a table too wide for a telephone.
_NARROW = 2


class HasFigures(Protocol):
    """Figures of a year, open or signed off."""

    def get(self, code: str) -> FigureValue | None:
        """The figure with ``code``, or None."""


@dataclass(frozen=True)
class ShownCell:
    """A cell with the number that stands in it."""

    cell: ReadingCell
    id: str
    headers: str
    figure: FigureValue | None


@dataclass(frozen=True)
class ShownTable:
    """What the template of the block shows.

    ``unit`` is a sentence on the measure words, empty where a column of the table says them;
    ``is_wide`` says that a telephone does not show the whole width at once.
    """

    code: str
    name: str
    title: str
    unit: str
    is_wide: bool
    label_columns: int
    head: list[list[ShownCell]]
    groups: list[list[list[ShownCell]]]


def table_on_page(
    code: str, form: ReportForm, figures: HasFigures | None, block_id: str = ""
) -> ShownTable | None:
    """Table ``code`` of ``form``; None where the form has no such table."""
    table = form.table(code)
    if table is None:
        return None
    # The same table may stand on a page twice.
    name = f"t{table.code}-{block_id[:8]}" if block_id else f"t{table.code}"
    read = reading_table(table)

    def shown(rows: Iterable[Row]) -> list[list[ShownCell]]:
        return [[_shown(cell, name, figures) for cell in row] for row in rows]

    return ShownTable(
        code=table.code,
        name=name,
        title=table.title,
        unit=_unit_of(table),
        is_wide=max(read.label_columns, len(read.head)) > _NARROW,
        label_columns=read.label_columns,
        head=shown(read.head),
        groups=[shown(rows) for rows in read.groups],
    )


def _shown(cell: ReadingCell, name: str, figures: HasFigures | None) -> ShownCell:
    return ShownCell(
        cell=cell,
        id=f"{name}-{cell.name}" if cell.name else "",
        headers=" ".join(f"{name}-{each}" for each in cell.headings),
        figure=figures.get(cell.code) if figures and cell.code else None,
    )


def _unit_of(table: Table) -> str:
    units = list(dict.fromkeys(cell.unit for cell in table.cells))
    texts = {cell.text for row in table.rows for cell in row if not cell.is_header}
    if texts.issuperset(units):
        return ""
    if len(units) == 1:
        return _("单位：%s") % units[0]
    return _("单位：%s，另有注明的除外") % units[0]
