"""Days by which something should be done, in working days where the office's calendar is known."""

from __future__ import annotations

import datetime as dt
from importlib import import_module

from django.apps import apps

_CALENDAR = "gongkai_workdays"


def due_date(start: dt.date, working_days: int) -> dt.date:
    """The day on which a period of working days that starts on ``start`` ends.

    Without the app of working days, Monday to Friday are taken for them.
    """
    days = max(working_days, 1)
    if _CALENDAR in apps.app_configs:
        calendar = import_module(f"{apps.get_app_config(_CALENDAR).name}.calendar")
        deadline: dt.date = calendar.Calendar.load().add_workdays(start, days).date
        return deadline
    day = start
    while days:
        day += dt.timedelta(days=1)
        days -= day.weekday() < 5  # noqa: PLR2004 - Saturday is the sixth
    return day
