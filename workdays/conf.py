"""Settings of this app, with their defaults."""

from __future__ import annotations

from django.conf import settings

WARN_FROM = (12, 1)


def warn_from() -> tuple[int, int]:
    """``GONGKAI_WORKDAYS_WARN_FROM``: month and day from which a missing next year is warned of.

    The notice for a year usually comes out in November of the year before; on 1 December it has
    either been overlooked or the library needs an update.
    """
    month, day = getattr(settings, "GONGKAI_WORKDAYS_WARN_FROM", WARN_FROM)
    return month, day
