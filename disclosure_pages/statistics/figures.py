"""The figures of a year as they are shown: frozen, else entered by hand, else computed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from .cells import parts_by_code
from .models import AnnualStatistics, AnnualValue
from .references import LAST, base_code
from .registry import Figure, Number, Readings, Scope


class Provenance(models.TextChoices):
    """Where the value that is shown comes from."""

    FROZEN = "frozen", _("冻结")
    OVERRIDDEN = "overridden", _("人工修正")
    ENTERED = "entered", _("人工填报")
    COMPUTED = "computed", _("系统统计")
    SUMMED = "summed", _("合计")
    MISSING = "missing", _("未填报")


@dataclass(frozen=True)
class FigureValue:
    """One figure with its value and the value's history. None: there is no such value."""

    figure: Figure
    computed: Number | None
    override: Number | None
    reason: str
    frozen: Number | None
    is_frozen: bool
    readings: Readings | None
    parts: tuple[str, ...] = ()

    @property
    def code(self) -> str:
        """What references name."""
        return self.figure.code

    @property
    def label(self) -> str:
        """What the figure counts, for readers."""
        return self.figure.label

    @property
    def unit(self) -> str:
        """Measure word."""
        return self.figure.unit

    @property
    def url(self) -> str:
        """Address of the list of what was counted; most pages show few of the figures."""
        return self.readings.listing_url(self.code) if self.readings else ""

    @property
    def admin_url(self) -> str:
        """Address of the admin's list of what was counted."""
        return self.readings.admin_url(self.code) if self.readings else ""

    @property
    def value(self) -> Number | None:
        """The number that counts."""
        if self.is_frozen:
            return self.frozen
        return self.computed if self.override is None else self.override

    @property
    def provenance(self) -> Provenance:
        """Where :attr:`value` comes from."""
        if self.value is None:
            return Provenance.MISSING
        if self.is_frozen:
            return Provenance.FROZEN
        if self.override is None:
            return Provenance.SUMMED if self.parts else Provenance.COMPUTED
        return Provenance.ENTERED if self.computed is None else Provenance.OVERRIDDEN


class Figures:
    """All figures of one scope. Reading them writes nothing.

    ``rows`` are the stored values of the organ and year, where there are any. A frozen year is
    not counted again, unless ``with_computed`` asks for the comparison.
    """

    def __init__(
        self,
        scope: Scope,
        statistics: AnnualStatistics | None,
        rows: Iterable[AnnualValue],
        *,
        with_computed: bool = False,
    ) -> None:
        self.scope = scope
        self.statistics = statistics
        self._stored = {row.code: row for row in rows}
        self._nothing = AnnualValue()
        self.is_frozen = bool(statistics and statistics.is_frozen)
        self._readings = Readings(scope)
        self._counts = with_computed or not self.is_frozen

    def __iter__(self) -> Iterator[FigureValue]:
        return iter(self._values.values())

    def get(self, code: str) -> FigureValue | None:
        """The figure with ``code``, or None when the scope has no such figure.

        With ``:last`` behind the code, what it was in the year before. That nothing was counted
        there says nothing while nobody stands for that year: None as well.
        """
        if not code.endswith(LAST):
            return self._values.get(code)
        before = self.last_year.get(base_code(code))
        if before is None or (before.provenance == Provenance.COMPUTED and not before.value):
            return None
        return before

    @cached_property
    def last_year(self) -> Figures:
        """The figures of the year before, read when they are first asked for."""
        scope = replace(self.scope, year=self.scope.year - 1)
        rows = list(
            AnnualValue.objects.filter(
                statistics__organ=scope.organ.pk, statistics__year=scope.year
            )
            .select_related("statistics")
            .order_by()
        )
        return Figures(scope, rows[0].statistics if rows else None, rows)

    def with_entries(self, numbers: Mapping[str, Number | None]) -> Figures:
        """What the figures would be, were these all that is entered; nothing is counted again."""
        rows = [
            AnnualValue(code=code, override=Decimal(number))
            for code, number in numbers.items()
            if number is not None
        ]
        figures = Figures(self.scope, self.statistics, rows)
        figures._readings = self._readings
        return figures

    def group(self, name: str) -> list[FigureValue]:
        """Figures of one group, in the order of their source."""
        return [value for value in self if value.figure.group == name]

    @cached_property
    def _values(self) -> dict[str, FigureValue]:
        computed = self._readings.computed if self._counts else {}
        sums = parts_by_code(self.scope.year)
        values = {
            figure.code: self._value(figure, computed.get(figure.code), sums.get(figure.code, ()))
            for figure in self._readings.figures
        }
        if self._counts:
            _add_up(values, sums)
        return values

    def _value(
        self, figure: Figure, computed: Number | None, parts: tuple[str, ...]
    ) -> FigureValue:
        stored = self._stored.get(figure.code) or self._nothing
        return FigureValue(
            figure=figure,
            computed=computed,
            override=plain(stored.override),
            reason=stored.reason,
            frozen=plain(stored.frozen),
            is_frozen=self.is_frozen,
            readings=self._readings,
            parts=parts,
        )


def _add_up(values: dict[str, FigureValue], sums: dict[str, tuple[str, ...]]) -> None:
    """Compute what is a sum by the form from what its parts are, sums of sums included.

    A sum of which a part is missing is missing too.
    """

    def total(code: str) -> Number | None:
        numbers = [worth(part) for part in sums[code]]
        return None if None in numbers else sum(number for number in numbers if number is not None)

    def worth(code: str) -> Number | None:
        value = values[code]
        if code in sums and value.computed is None:
            value = values[code] = replace(value, computed=total(code))
        return value.computed if value.override is None else value.override

    for code in sums:
        worth(code)


def plain(number: Decimal | None) -> Number | None:
    """A whole number as an int, and others without noughts at their end, as people write them."""
    if number is None:
        return None
    return int(number) if number == number.to_integral_value() else number.normalize()
