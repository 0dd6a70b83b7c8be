"""Periods in days and months, as the civil code ends them."""

from __future__ import annotations

import calendar
from bisect import bisect_left
from collections.abc import Callable, Sequence
from datetime import date, timedelta

ONE_DAY = timedelta(days=1)
_MONTHS = 12


def add_months(day: date, months: int) -> date:
    """The last day of a period of months that begins with ``day``.

    The same day of a later month; where that month has no such day, its last (民法典 第二百零二条).
    """
    number = day.month - 1 + months
    year, month = day.year + number // _MONTHS, number % _MONTHS + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def last_day_over(today: date, months: int) -> date:
    """The latest day whose period of ``months`` is over on ``today``.

    What happened on this day or before it is longer ago than the period, on later days it is not.
    """
    day = add_months(today, -months)
    while add_months(day, months) >= today:
        day -= ONE_DAY
    return day


class CutOffs:
    """For each day of publication, the last day of writing with which an item was late on it.

    Deadlines in working days never get earlier when the day of writing gets later. So one list of
    due days answers for any number of items, and none is counted by itself.

    Args:
        first, last: days of publication that are asked for, both included.
        working_days: the period.
        due_on: the last day in time for a day of writing.
    """

    # Working days of any period lie within twice as many days and these, whatever holidays are.
    _SLACK = 60

    def __init__(
        self, first: date, last: date, working_days: int, due_on: Callable[[date], date]
    ) -> None:
        begin = first - timedelta(days=2 * working_days + self._SLACK)
        number = (last - begin).days + 1
        self._written: Sequence[date] = [begin + timedelta(days=each) for each in range(number)]
        self._due = [due_on(day) for day in self._written]

    def late_until(self, published_on: date) -> date:
        """Items published on this day were late if they were written on the result or before."""
        return self._written[max(bisect_left(self._due, published_on) - 1, 0)]
