"""Counting in working days, as the law on public information counts them.

The regulation (《政府信息公开条例》 第二十六条, 第三十三条 and others) sets its periods in 工作日
and is silent on how to count; practice follows the civil code: the day on which a period starts is
not counted (民法典 第二百零一条), and a period that ends on a day off ends on the next working day
(第二百零三条). Which weekends are worked and which weekdays are not, the State Council's General
Office announces year by year, as a rule in November.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from .days import DayKind, Deadline, Provenance, WorkdayCount
from .library import library_year

if TYPE_CHECKING:
    from .models import WorkdayOverride

WEEKEND = gettext_noop("周末")
ONE_DAY = dt.timedelta(days=1)
SATURDAY = 5

# The notice for a year reaches back into the last week of the year before: 29 and 31 December 2018
# were set by the notice for 2019. Until that notice is out, these days are open.
NEXT_NOTICE_REACHES_BACK_TO = (12, 25)


class Calendar:
    """China's working days: the library's table with the office's own rows on top.

    Immutable. Load one per request or task (one query) and ask it as often as needed; a calendar
    is never kept across requests, so an edit in the admin counts at once in every process.
    All dates are plain dates in the organ's own time zone.
    """

    def __init__(self, overrides: Iterable[WorkdayOverride] = ()) -> None:
        rows = list(overrides)
        self._overrides = {row.date: row for row in rows}
        self._completed_years = frozenset(row.date.year for row in rows if row.year_complete)

    @classmethod
    def load(cls, using: str | None = None) -> Calendar:
        """Read the office's rows from the database: one query.

        :param using: alias of the database; without it the router decides.
        """
        from .models import WorkdayOverride

        return cls(WorkdayOverride.objects.using(using))

    def is_announced(self, year: int) -> bool:
        """Whether the year's arrangement is known: from the library, or entered and ticked off."""
        return year in self._completed_years or library_year(year).announced

    def day(self, date: dt.date) -> DayKind:
        """What kind of day this is, and why."""
        date = _plain_date(date)
        override = self._overrides.get(date)
        if override is not None:
            return DayKind(
                date,
                override.is_workday,
                override.name,
                Provenance.OVERRIDE,
                False,
                override.source,
            )
        year = library_year(date.year)
        weekend = date.weekday() >= SATURDAY
        is_workday, name = year.exceptions.get(date, (not weekend, WEEKEND if weekend else ""))
        provisional = not self._is_settled(date)
        noticed = year.announced and not provisional
        return DayKind(
            date,
            is_workday,
            _(name) if name else "",
            Provenance.NOTICE if noticed else Provenance.COMPUTED,
            provisional,
        )

    def days(self, first: dt.date, last: dt.date) -> Iterator[DayKind]:
        """Every day from ``first`` to ``last``, both included: shows how a date was counted."""
        first, last = _plain_date(first), _plain_date(last)
        for offset in range((last - first).days + 1):
            yield self.day(first + dt.timedelta(days=offset))

    def is_workday(self, date: dt.date) -> bool:
        """Whether offices work on this day, make-up days (调休上班) included."""
        return self._look_up(_plain_date(date))[0]

    def next_workday(self, date: dt.date) -> Deadline:
        """The day itself when it is worked, else the first working day after it.

        This is how a period that ends on a day off is moved (民法典 第二百零三条).
        """
        date = _plain_date(date)
        provisional = False
        while True:
            is_workday, settled = self._look_up(date)
            provisional = provisional or not settled
            if is_workday:
                return Deadline(date, provisional)
            date = _following(date)

    def add_workdays(self, start: dt.date, days: int) -> Deadline:
        """The last day of a period of working days, e.g. 20 from 条例 第二十六条.

        :param start: the day of the event; it is not counted (民法典 第二百零一条).
        :param days: length of the period in working days, at least 1.
        :raises ValueError: when ``days`` is below 1, or the end lies beyond the year 9999.
        """
        date = _plain_date(start)
        _require_positive(days)
        provisional = False
        while days:
            date = _following(date)
            is_workday, settled = self._look_up(date)
            provisional = provisional or not settled
            days -= is_workday
        return Deadline(date, provisional)

    def add_calendar_days(self, start: dt.date, days: int) -> Deadline:
        """The last day of a period of calendar days, moved off a day off.

        :param start: the day of the event; it is not counted (民法典 第二百零一条).
        :param days: length of the period in calendar days, at least 1.
        :raises ValueError: when ``days`` is below 1, or the end lies beyond the year 9999.
        """
        date = _plain_date(start)
        _require_positive(days)
        try:
            end = date + dt.timedelta(days=days)
        except OverflowError as error:
            raise ValueError(f"{days} days after {date} lies beyond the year 9999") from error
        return self.next_workday(end)

    def workdays_between(self, start: dt.date, end: dt.date) -> WorkdayCount:
        """How many working days lie after ``start`` up to and including ``end``.

        The inverse of :meth:`add_workdays`: the start day is not counted. With ``end`` before
        ``start`` the number is negative (days overdue, when ``start`` is today).
        """
        start, end = _plain_date(start), _plain_date(end)
        sign = 1 if start <= end else -1
        date, last = min(start, end), max(start, end)
        count, provisional = 0, False
        while date < last:
            date = _following(date)
            is_workday, settled = self._look_up(date)
            provisional = provisional or not settled
            count += is_workday
        return WorkdayCount(sign * count, provisional)

    def _look_up(self, date: dt.date) -> tuple[bool, bool]:
        """``(is_workday, settled)`` of one day, without the cost of its name."""
        override = self._overrides.get(date)
        if override is not None:
            return override.is_workday, True
        known = library_year(date.year).exceptions.get(date)
        is_workday = known[0] if known else date.weekday() < SATURDAY
        return is_workday, self._is_settled(date)

    def _is_settled(self, date: dt.date) -> bool:
        if not self.is_announced(date.year):
            return False
        if (date.month, date.day) < NEXT_NOTICE_REACHES_BACK_TO:
            return True
        return self.is_announced(date.year + 1)


def _plain_date(date: dt.date) -> dt.date:
    """Refuse a ``datetime``: its day depends on a time zone that only the caller knows."""
    if isinstance(date, dt.datetime):
        raise TypeError("the calendar takes dates; use django.utils.timezone.localdate(moment)")
    return date


def _require_positive(days: int) -> None:
    if days < 1:
        raise ValueError(f"a period has at least one day, not {days}")


def _following(date: dt.date) -> dt.date:
    if date == dt.date.max:
        raise ValueError("the period ends beyond the year 9999")
    return date + ONE_DAY
