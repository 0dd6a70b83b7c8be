"""What was read from a report, in the form's own tables, for the page that shows it."""

from __future__ import annotations

from dataclasses import dataclass

from ..reports.table_reading import ReadingCell, reading_table
from ..statutory.rules.structure import Breach
from ..statutory.structure import Table
from .normalise import Number
from .report import ReadReport


@dataclass(frozen=True)
class ReadCell:
    """A cell of the table.

    Attributes:
        cell: heading, or place of a number.
        id: of a heading.
        headers: ids of the headings of a number.
        number: that was read, None where none was.
        written: what stands there in the file instead of a number.
        is_wrong: whether a rule names it.
    """

    cell: ReadingCell
    id: str
    headers: str
    number: Number | None
    written: str
    is_wrong: bool


@dataclass(frozen=True)
class ReadTable:
    """A table as it was read; ``count`` of its ``size`` numbers were."""

    code: str
    title: str
    count: int
    size: int
    head: list[list[ReadCell]]
    body: list[list[ReadCell]]


def preview_tables(read: ReadReport, breaches: list[Breach]) -> list[ReadTable]:
    """The tables of the report's form."""
    wrong = {code for breach in breaches for code in breach.cells}
    return [_table(read, table, wrong) for table in read.form.tables]


def _table(read: ReadReport, table: Table, wrong: set[str]) -> ReadTable:
    reading = reading_table(table)
    name = f"read-{table.code}"

    def shown(cell: ReadingCell) -> ReadCell:
        return ReadCell(
            cell=cell,
            id=f"{name}-{cell.name}" if cell.name else "",
            headers=" ".join(f"{name}-{each}" for each in cell.headings),
            number=read.values.get(cell.code),
            written=read.texts.get(cell.code, ""),
            is_wrong=cell.code in wrong,
        )

    return ReadTable(
        code=table.code,
        title=table.title,
        count=sum(read.values[cell.code] is not None for cell in table.cells),
        size=len(table.cells),
        head=[[shown(cell) for cell in row] for row in reading.head],
        body=[[shown(cell) for cell in row] for group in reading.groups for row in group],
    )
