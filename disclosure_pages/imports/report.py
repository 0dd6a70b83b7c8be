"""Reading a published report: the one entrance for the command, the admin and the roll-up."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from ..statutory.forms import REPORT_FORMS
from ..statutory.organs import is_township_name
from ..statutory.rules.arithmetic import COMPLETENESS
from ..statutory.rules.registry import check
from ..statutory.rules.structure import Breach, Facts
from ..statutory.structure import ReportForm, Table
from .metadata import about, sections
from .normalise import Number
from .opening import open_document
from .tables import read_tables

_MOST_CELLS_NAMED = 8


@dataclass(frozen=True)
class ReadReport:
    """A report as it was read.

    Attributes:
        year: that it is about, None where nothing tells.
        form: that its tables take.
        title: as published.
        organ_name: who published it, as far as the title says.
        reported_on: its date.
        sections: headings and texts (HTML, paragraphs only) of its parts, without tables.
        values: numbers by the code of every cell of the form; None where none could be read.
        texts: what stands in cells that could not be read, by code.
        notes: sentences on what was and what was not recognised, and where.
    """

    year: int | None
    form: ReportForm
    title: str
    organ_name: str
    reported_on: date | None
    sections: list[tuple[str, str]] = field(default_factory=list)
    values: dict[str, Number | None] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    @property
    def unread(self) -> list[str]:
        """Codes of the cells that could not be read, in the order of the form."""
        return [code for code, number in self.values.items() if number is None]

    @property
    def is_empty(self) -> bool:
        """Whether no number was found at all."""
        return all(number is None for number in self.values.values())

    def breaches(self, values: dict[str, Number | None] | None = None) -> list[Breach]:
        """The rules that the report breaks by itself, without the year before.

        That every cell needs a number is no matter of a report that was read: a cell without one
        was left blank, or was not read (:attr:`unread`).
        """
        found = check(
            Facts(
                form=self.form,
                year=self.year or self.form.last_year or self.form.first_year,
                values=values or self.values,
                text=self.text,
                reported_on=self.reported_on,
                is_township=is_township_name(self.organ_name),
            )
        )
        return [breach for breach in found if breach.rule.id not in COMPLETENESS]

    def payload(self) -> dict[str, Any]:
        """All of it as JSON can hold it, so that a preview can be confirmed without the file."""
        return {
            "year": self.year,
            "form": self.form.code,
            "title": self.title,
            "organ_name": self.organ_name,
            "reported_on": self.reported_on.isoformat() if self.reported_on else "",
            "sections": self.sections,
            "values": [None if each is None else str(each) for each in self.values.values()],
            "texts": self.texts,
            "notes": self.notes,
        }

    @classmethod
    def from_payload(cls, payload: dict[str, Any]) -> ReadReport:
        """What :meth:`payload` was made of."""
        form = REPORT_FORMS[payload["form"]]
        day = payload["reported_on"]
        return cls(
            year=payload["year"],
            form=form,
            title=payload["title"],
            organ_name=payload["organ_name"],
            reported_on=date.fromisoformat(day) if day else None,
            sections=[(heading, html) for heading, html in payload["sections"]],
            values={
                code: _stored(number)
                for code, number in zip(form.cells, payload["values"], strict=True)
            },
            texts=payload["texts"],
            notes=payload["notes"],
        )

    @property
    def text(self) -> str:
        """Its prose without markup."""
        return "\n".join(re.sub(r"<[^>]+>", "\n", html) for _heading, html in self.sections if html)


def _stored(number: str | None) -> Number | None:
    if number is None:
        return None
    return Decimal(number) if "." in number else int(number)


def read_report(data: bytes, name: str) -> ReadReport:
    """Read a report from the bytes of a web page (HTML, MHTML), DOCX, XLSX or XLS.

    What kind of file it is, its content says; of ``name`` only the year is used, and only where
    the content has none. Nothing is asked of the database.

    Raises:
        CannotImport: it cannot be opened (opening.py); the sentence says why and what to do. A
            report in which nothing was recognised is no error.
    """
    document = open_document(data)
    told = about(document, name)
    tables = read_tables(document, told.year)
    notes = list(tables.notes)
    if told.year is None:
        notes.insert(0, _("没有找到报告的年度，请填写。"))
    notes += _unreadable(tables.form, tables.values, tables.texts)
    return ReadReport(
        year=told.year,
        form=tables.form,
        title=told.title,
        organ_name=told.organ_name,
        reported_on=told.reported_on,
        sections=sections(document),
        values=tables.values,
        texts=tables.texts,
        notes=notes,
    )


def _unreadable(
    form: ReportForm, values: dict[str, Number | None], texts: dict[str, str]
) -> list[str]:
    """What stands where a number should."""
    notes = [
        _("“%(cell)s”写的是“%(text)s”，没有作为数字读取。")
        % {"cell": form.cells[code].label, "text": text[:40]}
        for code, text in texts.items()
        if values[code] is None
    ]
    if len(notes) > _MOST_CELLS_NAMED:
        rest = len(notes) - _MOST_CELLS_NAMED
        notes = [*notes[:_MOST_CELLS_NAMED], _("另有%d个单元格写的不是数字。") % rest]
    return notes


def as_json(read: ReadReport) -> dict[str, Any]:
    """What the command writes: year, form, tables in reading order, ids of the broken rules.

    None where a cell could not be read; amounts may have decimal places. 表三 is a list of lines.
    """
    ids = dict.fromkeys(breach.rule.id for breach in read.breaches())
    return {
        "year": read.year,
        "form": read.form.code,
        "tables": {table.code: _numbers(read, table) for table in read.form.tables},
        "broken_rules": list(ids),
    }


def _numbers(read: ReadReport, table: Table) -> list[Any]:
    numbers = {cell.code: _plain(read.values[cell.code]) for cell in table.cells}
    lines = dict.fromkeys(cell.row for cell in table.cells)
    columns = {cell.column for cell in table.cells}
    is_matrix = len(lines) * len(columns) == len(table.cells) and table.code == "3"
    if not is_matrix:
        return list(numbers.values())
    return [[numbers[cell.code] for cell in table.cells if cell.row == line] for line in lines]


def _plain(number: Number | None) -> int | float | None:
    return float(number) if isinstance(number, Decimal) else number
