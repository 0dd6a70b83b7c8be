"""Saves what somebody entered, and loses nothing that others saved meanwhile."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from ..reports.checking import check_statistics
from ..reports.facts import facts_of
from ..statistics import services
from ..statistics.figures import plain
from ..statistics.models import AnnualStatistics, AnnualValue
from ..statistics.registry import Number
from .standing import note_standing

Numbers = Mapping[str, Number | None]


@dataclass(frozen=True)
class Conflict:
    """A figure that this user and another one changed to different numbers.

    ``row`` is what the other one left, or None where an entry was taken away.
    """

    code: str
    typed: Number | None
    row: AnnualValue | None

    @property
    def stored(self) -> Number | None:
        """The other's number."""
        return plain(self.row.override) if self.row else None


class Conflicts(Exception):
    """Others changed the same figures meanwhile; nothing was saved."""

    def __init__(self, conflicts: list[Conflict]) -> None:
        super().__init__(conflicts)
        self.conflicts = conflicts


@dataclass(frozen=True)
class Saved:
    """How many figures were changed, and how many others had changed meanwhile."""

    changed: int
    merged: int


@transaction.atomic
def save_entries(
    statistics: AnnualStatistics, changes: Numbers, base: Numbers, reason: str, user: Any
) -> Saved:
    """Store ``changes`` to what was shown as ``base``; what others changed stays as they left it.

    Raises:
        Conflicts: others changed the same figures to something else.
        PermissionDenied, ValidationError: as :func:`..statistics.services.enter_many`.
    """
    locked = AnnualStatistics.objects.select_for_update(of=("self",)).get(pk=statistics.pk)
    rows = {
        row.code: row
        for row in AnnualValue.objects.filter(statistics=locked).select_related("entered_by")
    }
    stored = {code: plain(row.override) for code, row in rows.items()}
    theirs = {code for code in {*base, *stored} if stored.get(code) != base.get(code)}
    conflicts = [
        Conflict(code, number, rows.get(code))
        for code, number in changes.items()
        if code in theirs and stored.get(code) != number
    ]
    if conflicts:
        raise Conflicts(conflicts)
    fresh = {code: number for code, number in changes.items() if code not in theirs}
    if fresh:
        services.enter_many(locked, fresh, reason, user)
    return Saved(len(fresh), len(theirs))


@transaction.atomic
def save_remarks(statistics: AnnualStatistics, remarks: Mapping[str, str], user: Any) -> list[str]:
    """Store what was written about warnings, by their keys, and note how the year stands.

    Returns texts that could not be stored, since what they speak of is no longer wrong.
    """
    figures = services.figures_of(statistics)
    facts = facts_of(statistics, figures=figures)
    checked = check_statistics(statistics, facts=facts)
    by_key = {each.breach.key: each for each in checked if not each.breach.is_error}
    lost = []
    for key, text in remarks.items():
        each = by_key.get(key)
        if each is None:
            lost += [text] if text.strip() else []
        elif text.strip() != (each.remark.remark if each.remark else ""):
            services.remark(statistics, each.breach, text, user)
    note_standing(statistics, check_statistics(statistics, facts=facts))
    return lost
