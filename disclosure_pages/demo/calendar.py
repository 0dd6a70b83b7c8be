"""Working days for the dates of the demo items (来源: 国务院办公厅节假日安排, by `holidays`)."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from datetime import date, timedelta
from functools import cache

import holidays


@cache
def working_days(year: int) -> tuple[date, ...]:
    """Return the working days of a year in China in order, make-up days included."""
    calendar = holidays.country_holidays("CN", years=year)
    days = (date(year, 1, 1) + timedelta(days=n) for n in range(366))
    return tuple(day for day in days if day.year == year and calendar.is_working_day(day))


def days_in_windows(year: int, windows: Iterable[str]) -> list[date]:
    """Return the working days of the year inside any of the "MM-DD..MM-DD" windows, in order."""
    bounds = [window.split("..") for window in windows]
    stretches = [
        (date.fromisoformat(f"{year}-{first}"), date.fromisoformat(f"{year}-{last}"))
        for first, last in bounds
    ]
    return [
        day for day in working_days(year) if any(first <= day <= last for first, last in stretches)
    ]


def later(day: date, count: int) -> date:
    """Return the working day ``count`` working days after ``day``, held inside its year.

    With ``count`` 0 it is ``day`` itself or, when that is a day off, the next working day.
    """
    days = working_days(day.year)
    place = bisect_left(days, day)
    if place < len(days) and days[place] != day and count:
        count -= 1
    return days[min(place + count, len(days) - 1)]
