"""The date by which a report of a year has to be public."""

from __future__ import annotations

from datetime import date

from .models import Level, ReportingSettings

# 条例 of 2007, 第三十一条, until the reports of 2018: all organs by 31 March.
_LAST_YEAR_OF_2007 = 2018


def due_on(level: str, year: int, settings: ReportingSettings | None = None) -> date:
    """The date for a body of ``level``, in the year after ``year``.

    条例第四十九条: departments by 31 January, governments of counties and above by 31 March. It
    does not name townships: theirs is a setting of the platform.
    """
    if year <= _LAST_YEAR_OF_2007 or level == Level.COUNTY:
        return date(year + 1, 3, 31)
    if level == Level.TOWNSHIP:
        return (settings or ReportingSettings.load()).township_date(year + 1)
    return date(year + 1, 1, 31)
