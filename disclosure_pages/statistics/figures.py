"""The figures of a year as they are shown: frozen, else entered by hand, else computed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from .models import AnnualStatistics, AnnualValue
from .registry import Figure, Number, Readings, Scope


class Provenance(models.TextChoices):
    """Where the value that is shown comes from."""

    FROZEN = "frozen", _("冻结")
    OVERRIDDEN = "overridden", _("人工修正")
    ENTERED = "entered", _("人工填报")
    COMPUTED = "computed", _("系统统计")
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
    readings: Readings

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
        return self.readings.listing_url(self.code)

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
            return Provenance.COMPUTED
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
        self.is_frozen = bool(statistics and statistics.is_frozen)
        self._readings = Readings(scope)
        self._counts = with_computed or not self.is_frozen

    def __iter__(self) -> Iterator[FigureValue]:
        return iter(self._values.values())

    def get(self, code: str) -> FigureValue | None:
        """The figure with ``code``, or None when the scope has no such figure."""
        return self._values.get(code)

    def group(self, name: str) -> list[FigureValue]:
        """Figures of one group, in the order of their source."""
        return [value for value in self if value.figure.group == name]

    @cached_property
    def _values(self) -> dict[str, FigureValue]:
        computed = self._readings.computed if self._counts else {}
        stored = self._stored
        none = AnnualValue()
        return {
            figure.code: FigureValue(
                figure=figure,
                computed=computed.get(figure.code),
                override=plain(stored.get(figure.code, none).override),
                reason=stored.get(figure.code, none).reason,
                frozen=plain(stored.get(figure.code, none).frozen),
                is_frozen=self.is_frozen,
                readings=self._readings,
            )
            for figure in self._readings.figures
        }


def plain(number: Decimal | None) -> Number | None:
    """A whole number as an int, so that it is written without decimal places."""
    if number is not None and number == number.to_integral_value():
        return int(number)
    return number
