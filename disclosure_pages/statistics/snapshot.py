"""The figures of a report as they were signed off: they travel with its text through the review."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from functools import cached_property

from .cells import parts_by_code
from .figures import Figures, FigureValue, plain
from .references import LAST
from .registry import Figure, Number, Readings, Scope

# Code, label, unit, group and number of a figure; the number is empty where there was none.
SnapshotRow = list[str]


def snapshot_of(figures: Figures, cited: Iterable[str] = ()) -> list[SnapshotRow]:
    """Every figure as plain text, complete in itself: offices and categories may change names.

    ``cited`` are the codes of last year's numbers that the text needs, with their ``:last``: what
    they were when the report was signed is part of what it says.
    """
    rows = [_row(figure.code, figure) for figure in figures]
    before = [(code, figures.get(code)) for code in cited]
    return rows + [_row(code, figure) for code, figure in before if figure]


def _row(code: str, figure: FigureValue) -> SnapshotRow:
    return [
        code,
        str(figure.label),
        str(figure.unit),
        figure.figure.group,
        "" if figure.value is None else str(figure.value),
    ]


def numbers_in(rows: Sequence[SnapshotRow]) -> dict[str, Number | None]:
    """The numbers of a snapshot by code, those of last year left out."""
    return {
        code: _number(text) for code, _label, _unit, _group, text in rows if not code.endswith(LAST)
    }


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
        return (value for code, value in self._values.items() if not code.endswith(LAST))

    def get(self, code: str) -> FigureValue | None:
        """The figure with ``code``, or None when the report had no such figure.

        With ``:last`` behind the code, what it was in the year before, if the text says it.
        """
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
