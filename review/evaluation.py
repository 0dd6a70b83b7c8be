"""Exceptions from the review by organ, for an office's evaluation sheet."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any

from .cycles import on_days
from .enums import Action
from .models import ReviewRecord
from .places import columns_by_path


def exceptions_by_organ(
    column: Any, first: date, last: date
) -> dict[int | None, list[ReviewRecord]]:
    """Publications past the review from ``first`` to ``last``, by the key of the organ.

    The organ, and the column where one is given, are those that the page had when it was published
    so; pages without an organ stand under None. One query beside that for the columns.
    """
    records = ReviewRecord.objects.filter(on_days(first, last), action=Action.EXCEPTION)
    if column is not None:
        within = [pk for path, pk in columns_by_path() if path.startswith(column.path)]
        records = records.filter(data__column__in=within)
    found: dict[int | None, list[ReviewRecord]] = defaultdict(list)
    for record in _plain(records.order_by("-number")):
        found[record.data.get("organ")].append(record)
    return dict(found)


def _plain(records: Any) -> Iterable[ReviewRecord]:
    """Records without their long parts."""
    plain: Iterable[ReviewRecord] = records.only(
        "number", "at", "page_id", "page_title", "actor_name", "remark", "data"
    )
    return plain
