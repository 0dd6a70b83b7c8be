"""Settings of this app, with their defaults."""

from __future__ import annotations

from django.conf import settings

DEFAULTS: dict[str, int] = {
    # Working days of 条例第二十六条, for rows that name no number of their own.
    "GONGKAI_STANDARDS_WORKING_DAYS": 20,
    # Working days that 实时公开 leaves.
    "GONGKAI_STANDARDS_REALTIME_DAYS": 1,
    # Publications of so many last days are looked at when a row is judged late.
    "GONGKAI_STANDARDS_LATE_WINDOW_DAYS": 365,
    # Rows on one page of the public table.
    "GONGKAI_STANDARDS_ROWS_PER_PAGE": 50,
}


def get_setting(name: str) -> int:
    """The value of a setting, or its default."""
    return int(getattr(settings, name, DEFAULTS[name]))
