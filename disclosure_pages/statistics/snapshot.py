"""The figures of a report as they were signed off: they travel with its text through the review."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import cached_property

from .cells import parts_by_code
from .figures import Figures, FigureValue, plain
from .registry import Figure, Number, Readings, Scope

# Code, label, unit, group and number of a figure; the number is empty where there was none.
SnapshotRow = list[str]


def snapshot_of(figures: Figures) -> list[SnapshotRow]:
    """Every figure as plain text, complete in itself: offices and categories may change names."""
    return [
        [
            figure.code,
            str(figure.label),
            str(figure.unit),
            figure.figure.group,
            "" if figure.value is None else str(figure.value),
        ]
        for figure in figures
    ]


def numbers_in(rows: Sequence[SnapshotRow]) -> dict[str, Number | None]:
    """The numbers of a snapshot by code."""
    return {code: _number(text) for code, _label, _unit, _group, text in rows}


class SignedFigures:
    """What :class:`Figures` is for open figures: the same questions, answered by a snapshot.

    Nothing is counted; sources are asked only for the address of a list of what was counted.
    """

    is_frozen = True
    statistics = None

    def __init__(
        self, scope: Scope, rows: Sequence[SnapshotRow], statistics: object = None
    ) -> None:
        self.scope = scope
        self.statistics = statistics
        self._rows = rows

    def __iter__(self) -> Iterator[FigureValue]:
        return iter(self._values.values())

    def get(self, code: str) -> FigureValue | None:
        """The figure with ``code``, or None when the report had no such figure."""
        return self._values.get(code)

    def group(self, name: str) -> list[FigureValue]:
        """Figures of one group, in the order that they had."""
        return [value for value in self if value.figure.group == name]

    @cached_property
    def _readings(self) -> Readings:
        return Readings(self.scope)

    @cached_property
    def _values(self) -> dict[str, FigureValue]:
        readings, sums = self._readings, parts_by_code(self.scope.year)
        return {
            code: FigureValue(
                figure=Figure(code, label, unit, group),
                computed=None,
                override=None,
                reason="",
                frozen=_number(text),
                is_frozen=True,
                readings=readings,
                parts=sums.get(code, ()),
            )
            for code, label, unit, group, text in self._rows
        }


def _number(text: str) -> Number | None:
    return plain(Decimal(text)) if text else None
