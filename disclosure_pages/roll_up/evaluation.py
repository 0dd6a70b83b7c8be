"""考核表: how each organ of a column, or each member of a compiling organ, did in a period."""

from __future__ import annotations

import calendar
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from importlib import import_module
from typing import Any

from django.apps import apps
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from ..reviewed import review_module
from .bodies import Bodies

QUARTERS = (1, 2, 3, 4)


def catalogue_module(name: str) -> Any:
    """A module of the catalogue, wherever the host has installed it."""
    return import_module(f"{apps.get_app_config('gongkai_catalogue').name}.{name}")


@dataclass(frozen=True)
class Period:
    """A year, or one quarter of it."""

    year: int
    quarter: int | None = None

    @property
    def first(self) -> date:
        """Its first day."""
        return date(self.year, 3 * (self.quarter or 1) - 2, 1)

    @property
    def last(self) -> date:
        """Its last day."""
        month = 3 * (self.quarter or 4)
        return date(self.year, month, calendar.monthrange(self.year, month)[1])

    def __str__(self) -> str:
        if self.quarter:
            return _now("%(year)d年第%(quarter)d季度") % {
                "year": self.year,
                "quarter": self.quarter,
            }
        return _now("%d年") % self.year


@dataclass
class Row:
    """What is measured of one line of the sheet."""

    organ: Any
    measures: Any
    exceptions: list[Any] = field(default_factory=list)

    @property
    def pk(self) -> int:
        """Key of the organ; 0 of what belongs to none."""
        return int(self.organ.pk) if self.organ is not None else 0

    @property
    def name(self) -> str:
        """The organ, for people."""
        return str(self.organ) if self.organ is not None else _now("未注明机构")


@dataclass(frozen=True)
class Measure:
    """A column of the sheet.

    Attributes:
        key: stands in addresses.
        label: heading.
        of: the number; None where there is nothing to measure.
        is_counted: whether there is a list of what was counted.
    """

    key: str
    label: Any
    of: Callable[[Row], float | int | None]
    is_counted: bool = True

    @property
    def is_rate(self) -> bool:
        """Whether the number is a share."""
        return not self.is_counted


def _of_kind(kind: str) -> Callable[[Row], int]:
    return lambda row: int(row.measures.by_kind.get(kind, 0))


def measured() -> list[Measure]:
    """The columns of the sheet, in their order."""
    kinds = catalogue_module("enums").Kind
    return [
        Measure("items", _("公开条数"), lambda row: row.measures.items),
        *(Measure(f"kind-{kind.value}", kind.label, _of_kind(kind.value)) for kind in kinds),
        Measure("on_time", _("按时公开"), lambda row: row.measures.on_time),
        Measure("late", _("逾期公开"), lambda row: row.measures.late),
        Measure("rate", _("按时率"), lambda row: row.measures.rate, is_counted=False),
        Measure("overdue", _("超期未更新栏目"), lambda row: len(row.measures.overdue)),
        Measure("empty", _("空白栏目"), lambda row: len(row.measures.empty)),
        Measure("exceptions", _("例外发布"), lambda row: len(row.exceptions)),
    ]


class Sheet:
    """The sheet of a scope and period: lines, and what each number counts.

    Either ``column``, whose organs are the lines, each without those below it; or ``compiling``,
    an organ whose members are, each with the organs below it, in all columns of the platform.
    """

    def __init__(
        self, period: Period, today: date, *, column: Any = None, compiling: Any = None
    ) -> None:
        self.period = period
        self.column = column
        self.compiling = compiling
        self._evaluation = catalogue_module("evaluation").Evaluation(
            column, period.first, period.last, today
        )

    @property
    def title(self) -> str:
        """Whose sheet of which period it is."""
        whose = self.compiling or self.column.organ
        return _now("%(whose)s政府信息公开考核表（%(period)s）") % {
            "whose": whose,
            "period": self.period,
        }

    @cached_property
    def rows(self) -> list[Row]:
        """A line for each organ in the order of organs; one for what no line's organ did."""
        organs = self._organs
        rows = {organ.pk: self._row(organ) for organ in organs}
        rest = self._row(None)
        for organ_id, measures in self._evaluation.measures().items():
            self._line_of(organ_id, rows, rest).measures.add(measures)
        for organ_id, records in self._exceptions.items():
            self._line_of(organ_id, rows, rest).exceptions.extend(records)
        has_rest = any(measure.of(rest) for measure in measured())
        return [*rows.values(), *([rest] if has_rest and self.compiling is None else [])]

    @cached_property
    def total(self) -> Row:
        """All lines together."""
        total = self._row(None)
        for row in self.rows:
            total.measures.add(row.measures)
            total.exceptions.extend(row.exceptions)
        return total

    def items(self, pk: int | None, key: str) -> Iterable[Any]:
        """Items that a number of a line counts (of all lines where ``pk`` is None)."""
        for item in self._evaluation.items(self._organ_ids(pk)):
            is_in_line = pk != 0 or self._lines.get(item.organ_id) is None
            if is_in_line and _is_counted(item, key):
                yield item

    @cached_property
    def _exceptions(self) -> Mapping[int | None, list[Any]]:
        found: Mapping[int | None, list[Any]] = review_module("evaluation").exceptions_by_organ(
            self.column, self.period.first, self.period.last
        )
        return found

    @cached_property
    def _organs(self) -> Sequence[Any]:
        if self.compiling is not None:
            return [body.organ for body in self._bodies.counted_members(self.compiling.pk)]
        organs = apps.get_model("gongkai_catalogue", "Organ").objects
        return list(organs.filter(pk__in=organs.all().subtree_ids([self.column.organ_id])))

    @cached_property
    def _bodies(self) -> Bodies:
        return Bodies.of_year(self.period.year)

    @cached_property
    def _lines(self) -> Mapping[int, int]:
        """By the key of an organ, that of the line in which it is counted."""
        lines = {organ.pk: organ.pk for organ in self._organs}
        if self.compiling is None:
            return lines
        return {
            organ_id: line
            for organ_id in self._bodies.parents
            if (line := self._line_above(organ_id, lines)) is not None
        }

    def _line_above(self, organ_id: int, lines: Mapping[int, int]) -> int | None:
        for pk in (organ_id, *self._bodies.above(organ_id)):
            if pk in lines:
                return pk
            if pk == self.compiling.pk:
                return None
        return None

    def _line_of(self, organ_id: int | None, rows: Mapping[int, Row], rest: Row) -> Row:
        line = self._lines.get(organ_id) if organ_id is not None else None
        return rows[line] if line is not None else rest

    def _organ_ids(self, pk: int | None) -> set[int] | None:
        if pk == 0 or (pk is None and self.compiling is None):
            return None
        return {organ for organ, line in self._lines.items() if pk is None or line == pk}

    def _row(self, organ: Any) -> Row:
        return Row(organ, catalogue_module("evaluation").Measures())


def _is_counted(item: Any, key: str) -> bool:
    if key == "late":
        return bool(item.is_late)
    if key == "on_time":
        return item.due_on is not None and not item.is_late
    if key.startswith("kind-"):
        return bool(item.kind == key.removeprefix("kind-"))
    return key == "items"
