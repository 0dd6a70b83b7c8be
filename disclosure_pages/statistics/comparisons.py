"""Last year's number and the comparison with it, as figures and as words.

``{{items.total:last}}`` is what ``items.total`` was a year before, ``{{items.total:compared}}``
says how it changed since: a whole phrase, so that it is right whichever way the numbers went.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal
from typing import Protocol

from django.utils.translation import gettext as _

from .figures import FigureValue
from .references import COMPARED, LAST, base_code
from .registry import Number


class Readable(Protocol):
    """Figures of a year, open or signed off."""

    def get(self, code: str) -> FigureValue | None:
        """The figure with ``code``; with ``:last`` behind it, that of the year before."""


def comparison(code: str, figures: Readable) -> str | None:
    """Words for a reference that compares, such as 比上年增加3条，增长20%; None for others."""
    if not code.endswith(COMPARED):
        return None
    base = base_code(code)
    now, before = figures.get(base), figures.get(f"{base}{LAST}")
    if now is None or now.value is None:
        return _("（本年未填报）")
    return in_words(now.value, before.value if before else None, str(now.unit))


def in_words(now: Number, before: Number | None, unit: str) -> str:
    """How a number changed since last year; an unknown number of last year is never a nought."""
    if before is None:
        return _("上年没有可比数据")
    if now == before:
        return _("与上年持平")
    if not before:
        return _("上年为0%s") % unit
    change = {
        "number": abs(Decimal(now) - Decimal(before)).normalize().__format__("f"),
        "unit": unit,
        "percent": percent(now, before),
    }
    if now > before:
        return _("比上年增加%(number)s%(unit)s，增长%(percent)s%%") % change
    return _("比上年减少%(number)s%(unit)s，下降%(percent)s%%") % change


def percent(now: Number, before: Number) -> str:
    """By how much a number changed, in hundredths of what it was, to one decimal place."""
    share = abs(Decimal(now) - Decimal(before)) * 100 / Decimal(before)
    return format(share.quantize(Decimal("0.1"), rounding=ROUND_HALF_UP).normalize(), "f")


def codes_of_last_year(codes: Iterable[str]) -> list[str]:
    """Which numbers of last year a text with references to ``codes`` needs, each once."""
    return list(
        dict.fromkeys(f"{base_code(code)}{LAST}" for code in codes if base_code(code) != code)
    )
