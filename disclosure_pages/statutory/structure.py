"""What a form is made of: tables of cells, and how each table is laid out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

Scope = Literal["", "col", "colgroup", "row", "rowgroup"]


@dataclass(frozen=True)
class Cell:
    """One number of a form.

    Attributes:
        code: what statistics, rules and downloads name it by, such as ``t3.received.person``.
        label: what it counts, complete in itself.
        unit: measure word; 万元 is the only one with decimal places.
        row: code of the line it stands in, ``""`` where the table has one line only.
        column: code of its column.
        parts: codes of the cells that it is the sum of by the form, none for an input.
    """

    code: str
    label: str
    unit: str
    row: str = ""
    column: str = ""
    parts: tuple[str, ...] = ()

    @property
    def is_amount(self) -> bool:
        """Whether the number is an amount of money, which may have decimal places."""
        return self.unit == "万元"

    @property
    def may_be_negative(self) -> bool:
        """Whether the number says by how much something changed (本年增/减 of the form of 2019)."""
        return self.column == "change"


@dataclass(frozen=True)
class GridCell:
    """A cell of the table as it is printed: a label, or the place of a number (``code``)."""

    text: str = ""
    code: str = ""
    rowspan: int = 1
    colspan: int = 1
    scope: Scope = ""

    @property
    def is_header(self) -> bool:
        """Whether it labels other cells."""
        return bool(self.scope)


@dataclass(frozen=True)
class Table:
    """A table of a form.

    Attributes:
        code: ``"2"``, ``"3"``, ``"4"`` after the sections of the national form that hold them.
        title: what it is about, for captions.
        cells: its numbers in reading order.
        rows: the printed table, top to bottom; spans as in HTML.
        head_rows: how many of ``rows`` stand above the numbers.
        widths: relative widths of the printed columns.
    """

    code: str
    title: str
    cells: tuple[Cell, ...]
    rows: tuple[tuple[GridCell, ...], ...]
    head_rows: int
    widths: tuple[int, ...]

    @cached_property
    def by_code(self) -> dict[str, Cell]:
        """Cells by their code."""
        return {cell.code: cell for cell in self.cells}

    @cached_property
    def inputs(self) -> tuple[Cell, ...]:
        """Cells that are no sum of others."""
        return tuple(cell for cell in self.cells if not cell.parts)


@dataclass(frozen=True)
class ReportForm:
    """A form of the report.

    Attributes:
        code: stands in the database and in files, such as ``"2021"``.
        label: its name for people.
        source: the document that prescribes it, empty where only custom does.
        first_year: of the years that it is valid for.
        last_year: the last of them; None: it is valid still.
        headings: of its parts, in their order.
        tables: in their order.
        placement: by the code of a table, the number (from 0) of the part that it stands in.
    """

    code: str
    label: str
    source: str
    first_year: int
    last_year: int | None
    headings: tuple[str, ...]
    tables: tuple[Table, ...] = ()
    placement: dict[str, int] = field(default_factory=dict)

    def covers(self, year: int) -> bool:
        """Whether reports of ``year`` take this form."""
        return self.first_year <= year and (self.last_year is None or year <= self.last_year)

    def table(self, code: str) -> Table | None:
        """The table with ``code``, or None."""
        return next((table for table in self.tables if table.code == code), None)

    @cached_property
    def cells(self) -> dict[str, Cell]:
        """Every cell of every table by its code, in reading order."""
        return {cell.code: cell for table in self.tables for cell in table.cells}

    def tables_of(self, part: int) -> Iterator[Table]:
        """Tables that stand in the part with number ``part`` (from 0)."""
        for table in self.tables:
            if self.placement.get(table.code) == part:
                yield table
