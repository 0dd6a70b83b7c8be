"""How the sentences of rules name a table, a line, a column and a number of a form."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from ..applications import COLUMNS, DISPUTES
from ..structure import Cell, Table
from .structure import Number

_COLUMNS = dict(COLUMNS)
_DISPUTES = dict(DISPUTES)


def table_name(table: Table) -> str:
    """What the office calls a table: 表三 stands in the third part."""
    names = {"2": _("表二"), "3": _("表三"), "4": _("表四")}
    return names.get(table.code, _("统计表"))


def column_name(column: str) -> str:
    """Heading of a column of 表三, in quotation marks."""
    return f"“{_COLUMNS[column]}”"


def line_name(cell: Cell) -> str:
    """Label of the line that a cell of 表三 stands in, in quotation marks."""
    return f"“{cell.label.removesuffix(f'（{_COLUMNS[cell.column]}）')}”"


def dispute_name(block: str) -> str:
    """Heading of a block of 表四, in quotation marks."""
    return f"“{_DISPUTES[block]}”"


def number_text(number: Number) -> str:
    """A number as it is written, without an exponent and without needless decimal places."""
    return str(number) if isinstance(number, int) else format(number.normalize(), "f")


def gap_text(one: Number, other: Number) -> str:
    """By how much two numbers differ."""
    return number_text(one - other if one > other else other - one)


def sum_text(numbers: Sequence[Number]) -> str:
    """``3+0+2``; summands that are zero are left out while others are there."""
    shown = [number for number in numbers if number] or numbers[:1]
    return "+".join(number_text(number) for number in shown)


def listed(labels: Sequence[str], most: int = 5) -> str:
    """Labels one after another, the first ``most`` of them."""
    text = "、".join(labels[:most])
    return (
        _("%(labels)s等%(count)d处") % {"labels": text, "count": len(labels)}
        if (len(labels) > most)
        else text
    )
