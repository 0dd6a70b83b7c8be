"""What a report consists of, whatever file it becomes."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date

from ..statutory.rules.structure import Number
from ..statutory.structure import ReportForm, Table


@dataclass(frozen=True)
class Run:
    """A stretch of text of one look; ``url`` is an absolute address, or empty."""

    text: str
    bold: bool = False
    url: str = ""


@dataclass(frozen=True)
class Paragraph:
    """Running text. ``marker`` numbers an item of a list, ``depth`` is how deep the list stands."""

    runs: tuple[Run, ...]
    marker: str = ""
    depth: int = 0

    @property
    def text(self) -> str:
        """All of it without looks."""
        return f"{self.marker}{''.join(run.text for run in self.runs)}"


@dataclass(frozen=True)
class Heading:
    """A heading within a part, of the second level."""

    text: str


@dataclass(frozen=True)
class PlainTable:
    """A table of labels and numbers: figures, or what a chart shows."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class FormTable:
    """A table of the statutory form with its numbers by code; None: nobody filled it in.

    ``caption`` is empty where the heading above says the same.
    """

    table: Table
    values: dict[str, Number | None]
    caption: str = ""


Block = Paragraph | Heading | PlainTable | FormTable


@dataclass(frozen=True)
class Part:
    """A numbered part of the report, or what stands before the first."""

    heading: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class FigureRow:
    """A figure of the year: what it counts and what the number is."""

    code: str
    label: str
    value: Number | None
    unit: str
    provenance: str


@dataclass(frozen=True)
class RuleRow:
    """A rule that the numbers break."""

    id: str
    severity: str
    sentence: str
    cells: tuple[str, ...]


@dataclass(frozen=True)
class ReportDocument:
    """A report.

    Attributes:
        organ: whose report it is.
        reported_on: its date.
        period: first and last day of what it tells of.
        url: address of the page that it was made from, empty for a draft.
        parts: in their order.
        notes: what the page says of itself below the text: corrections, exceptions, the freeze.
        figures: all figures of the year, those of the form among them.
        breaches: what the rules have against the numbers.
        is_draft: whether it is not public yet.
    """

    title: str
    organ: str
    year: int
    form: ReportForm
    reported_on: date | None
    period: tuple[date, date]
    url: str
    parts: tuple[Part, ...]
    notes: tuple[str, ...]
    figures: tuple[FigureRow, ...]
    breaches: tuple[RuleRow, ...] = ()
    is_draft: bool = False

    @property
    def values(self) -> dict[str, Number | None]:
        """Number of every cell of the form by code."""
        numbers = {row.code: row.value for row in self.figures}
        return {code: numbers.get(code) for code in self.form.cells}

    @property
    def tables(self) -> list[Table]:
        """Tables of the form that the report has: shown in it, prescribed, or filled in."""
        shown = {
            block.table.code
            for part in self.parts
            for block in part.blocks
            if isinstance(block, FormTable)
        }
        values = self.values
        return [
            table
            for table in self.form.tables
            if table.code in shown
            or self.form.source
            or any(values[cell.code] is not None for cell in table.cells)
        ]

    @property
    def digest(self) -> str:
        """Differs whenever anything that a file of the report says does."""
        said = (
            self.title,
            self.organ,
            self.year,
            self.form.code,
            self.reported_on,
            self.url,
            [(part.heading, [_said(block) for block in part.blocks]) for part in self.parts],
            self.notes,
            self.figures,
            self.breaches,
            self.is_draft,
        )
        return hashlib.sha256(repr(said).encode()).hexdigest()


def _said(block: Block) -> object:
    # Numbers of a form's table are among the figures.
    return (block.table.code, block.caption) if isinstance(block, FormTable) else block
