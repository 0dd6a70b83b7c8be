"""The names that an organ bore over time, told from what is stored beside its name of today."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any


def name_then(
    name: str,
    short_name: str,
    before: Sequence[Mapping[str, Any]] | None,
    day: date | None,
    *,
    short: bool = False,
) -> str:
    """The name on ``day``: a former one, where it was borne then, else today's.

    Args:
        before: ``Organ.names_before``, latest first.
        short: the short name of then, where there was one.
    """
    current = (short_name or name) if short else name
    if day is None or not before:
        return current
    stated = day.isoformat()
    # Each former name was borne until its last day, from where the one before it ended.
    found: Mapping[str, Any] | None = None
    for each in before:
        if stated > each["until_on"]:
            break
        found = each
    if found is None:
        return current
    return str((found["short_name"] or found["name"]) if short else found["name"])


# What :func:`name_of_row` needs to be read of an item.
ROW_LOOKUPS = (
    "organ__name",
    "organ__short_name",
    "organ__names_before",
    "written_on",
    "published_on",
)


def name_of_row(row: Mapping[str, Any], *, short: bool = False) -> str:
    """Name of an item's organ on the item's day, from the values of :data:`ROW_LOOKUPS`."""
    if row["organ__name"] is None:
        return ""
    return name_then(
        row["organ__name"],
        row["organ__short_name"],
        row["organ__names_before"],
        row["written_on"] or row["published_on"],
        short=short,
    )
