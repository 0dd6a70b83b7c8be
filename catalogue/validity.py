"""有效性: whether an item is in force, from its dates. One rule, in Python and in SQL."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol

from django.db.models import Case, CharField, Q, Value, When

from .enums import Validity


class Dated(Protocol):
    """What validity is computed from."""

    effective_on: date | None
    expires_on: date | None
    repealed_on: date | None


def validity_on(item: Dated, day: date) -> Validity:
    """Validity of ``item`` on ``day``: repeal comes before expiry, expiry before entry into force.

    An item is valid on the day it takes effect and on its last day, and repealed from the day of
    its repeal on.
    """
    if item.repealed_on and item.repealed_on <= day:
        return Validity.REPEALED
    if item.expires_on and item.expires_on < day:
        return Validity.EXPIRED
    if item.effective_on and item.effective_on > day:
        return Validity.PENDING
    return Validity.VALID


def validity_expression(day: date, prefix: str = "") -> Case:
    """The same rule as an expression over the columns of an item, which ``prefix`` leads to."""
    return Case(
        When(Q(**{f"{prefix}repealed_on__lte": day}), then=Value(Validity.REPEALED)),
        When(Q(**{f"{prefix}expires_on__lt": day}), then=Value(Validity.EXPIRED)),
        When(Q(**{f"{prefix}effective_on__gt": day}), then=Value(Validity.PENDING)),
        default=Value(Validity.VALID),
        output_field=CharField(max_length=10),
    )


def validity_q(validity: Validity, day: date) -> Q:
    """The same rule as plain conditions on the dates, for engines that know no expressions."""
    repealed = Q(repealed_on__lte=day)
    expired = Q(expires_on__lt=day)
    pending = Q(effective_on__gt=day)
    standing = Q(repealed_on__isnull=True) | Q(repealed_on__gt=day)
    unexpired = Q(expires_on__isnull=True) | Q(expires_on__gte=day)
    begun = Q(effective_on__isnull=True) | Q(effective_on__lte=day)
    return {
        Validity.REPEALED: repealed,
        Validity.EXPIRED: standing & expired,
        Validity.PENDING: standing & unexpired & pending,
        Validity.VALID: standing & unexpired & begun,
    }[validity]


@dataclass
class Dates:
    """The three dates that validity is computed from."""

    effective_on: date | None
    expires_on: date | None
    repealed_on: date | None


def validity_window(dates: Dated, day: date) -> tuple[Validity, date | None, date | None]:
    """Validity on ``day``, the first day since which it is that, and the first day that ends it.

    None where it was so always, or stays so for ever.
    """
    ends = dates.expires_on and dates.expires_on + timedelta(days=1)
    turns = sorted(each for each in (dates.effective_on, ends, dates.repealed_on) if each)
    since = max((each for each in turns if each <= day), default=None)
    before = min((each for each in turns if each > day), default=None)
    return validity_on(dates, day), since, before
