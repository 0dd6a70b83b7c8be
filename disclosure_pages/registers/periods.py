"""Years and deadlines of register rows."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.apps import apps
from django.db.models import Q, QuerySet

_CALENDAR = "gongkai_workdays"
# 条例第三十三条: twenty working days, and no more than twenty more.
ANSWER_DAYS = 20
_FRIDAY = 4


def first_day(year: int) -> dt.date:
    """1 January."""
    return dt.date(year, 1, 1)


def last_day(year: int) -> dt.date:
    """31 December."""
    return dt.date(year, 12, 31)


def alive_in(year: int, begin: str, end: str = "") -> Q:
    """Begun in ``year``; of what lasts, begun by its end and not over before it."""
    if not end:
        return Q(**{f"{begin}__year": year})
    return Q(**{f"{begin}__lte": last_day(year)}) & (
        Q(**{f"{end}__isnull": True}) | Q(**{f"{end}__gte": first_day(year)})
    )


def years_of(rows: QuerySet[Any], field: str) -> list[int]:
    """Years with a day in ``field``, the latest first."""
    return [day.year for day in rows.order_by().dates(field, "year", order="DESC")]


def answer_deadline(received_on: dt.date, is_extended: bool) -> dt.date:
    """The last day for answering an application (条例第三十三条), extended or not.

    Without the app of working days, Monday to Friday are taken for them.
    """
    days = ANSWER_DAYS * (2 if is_extended else 1)
    if _CALENDAR in apps.app_configs:
        config: Any = apps.get_app_config(_CALENDAR)
        deadline: dt.date = config.calendar().add_workdays(received_on, days).date
        return deadline
    day = received_on
    while days:
        day += dt.timedelta(days=1)
        days -= day.weekday() <= _FRIDAY
    return day
