"""Words that all files of a report share."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from ..statutory.rules.structure import Number

# What XML 1.0 cannot hold, and files of Word and Excel therefore not either.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def clean(text: object) -> str:
    """``text`` without characters that no file can hold."""
    return _FORBIDDEN.sub("", str(text))


def number_text(value: Number | None) -> str:
    """A number as the page shows it; a missing one is never a nought."""
    return _("未填报") if value is None else str(value)


def day_text(day: date) -> str:
    """A date as official documents write it."""
    return _("%(year)d年%(month)d月%(day)d日") % {
        "year": day.year,
        "month": day.month,
        "day": day.day,
    }


def period_text(period: tuple[date, date]) -> str:
    """First and last day."""
    return _("%(first)s至%(last)s") % {"first": day_text(period[0]), "last": day_text(period[1])}


def json_number(value: Number | None) -> int | float | None:
    """A number as JSON and spreadsheets have it; two decimal places survive."""
    return float(value) if isinstance(value, Decimal) else value
