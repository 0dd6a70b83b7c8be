"""The calendar library behind one narrow door: nothing else imports ``holidays``.

Why this library and from which year on it is trusted: ``docs/adr/0004-working-day-calendar.md``.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

import holidays
from django.utils.translation import gettext_noop

COUNTRY = "CN"
LANGUAGE = "zh_CN"
FIRST_TRUSTED_YEAR = 2004
"""Earlier notices are in the library, but no second data set confirms them."""

MAKE_UP_WORKDAY = gettext_noop("调休上班")


@dataclass(frozen=True, slots=True)
class LibraryYear:
    """What the library knows of one year.

    ``exceptions`` maps only the days that differ from the plain week, or have a name, to
    ``(is_workday, name)``. ``announced`` says that the State Council's notice is in the data;
    without it the days are the statutory holidays with their usual moves.
    """

    announced: bool
    exceptions: Mapping[dt.date, tuple[bool, str]]


@lru_cache(maxsize=128)
def library_year(year: int) -> LibraryYear:
    """Read one year from the library; any year of :class:`datetime.date` works.

    The result is immutable, so threads share it. (The library's own objects grow when they are
    asked for a year they have not got, and are thrown away here.)
    """
    source = holidays.country_holidays(COUNTRY, years=year, expand=False, language=LANGUAGE)
    days = {date: (False, name) for date, name in source.items()}
    days.update(
        (date, (True, MAKE_UP_WORKDAY)) for date in source.weekend_workdays if date.year == year
    )
    # The table of exchanged days (调休) has an entry for exactly the years whose notice was read.
    noticed = year in getattr(source, "special_public_holidays", {})
    return LibraryYear(noticed and year >= FIRST_TRUSTED_YEAR, MappingProxyType(days))
