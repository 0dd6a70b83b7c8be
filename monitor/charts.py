"""The chart of findings by day, as plain numbers for an SVG that needs no script and no style."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from .enums import SEVERITY_ORDER

WIDTH, HEIGHT, BASE = 640, 160, 130
_GAP = 0.25


@dataclass(frozen=True)
class Bar:
    """A part of a day's bar."""

    x: float
    y: float
    width: float
    height: float
    severity: str


@dataclass(frozen=True)
class Day:
    """A day with its bar and its numbers in the order of :data:`SEVERITY_ORDER`."""

    day: date
    middle: float
    bars: list[Bar]
    numbers: list[int]
    total: int
    top: float


def chart(days: Sequence[tuple[date, dict[str, int]]]) -> list[Day]:
    """Stacked bars of equal width, the highest as high as the chart."""
    highest = max((sum(numbers.values()) for _day, numbers in days), default=0) or 1
    step = WIDTH / max(len(days), 7)
    found = []
    for place, (day, numbers) in enumerate(days):
        bars, top = [], float(BASE)
        for severity in SEVERITY_ORDER:
            height = numbers[severity] / highest * (BASE - 20)
            top -= height
            if height:
                x = round(place * step + step * _GAP / 2, 1)
                width = round(step * (1 - _GAP), 1)
                bars.append(Bar(x, round(top, 1), width, round(height, 1), severity.value))
        each = [numbers[severity] for severity in SEVERITY_ORDER]
        middle = round((place + 0.5) * step, 1)
        found.append(Day(day, middle, bars, each, sum(each), round(top - 4, 1)))
    return found
