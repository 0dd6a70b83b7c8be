"""The conditions of a list in the words of the tallies."""

from __future__ import annotations

from calendar import monthrange
from datetime import date
from typing import TYPE_CHECKING, Any

from .tallies.reading import Selection

if TYPE_CHECKING:
    from .filters import ItemFilterSet

# What the tallies cannot know: words, times of change, and what a figure counts.
_UNKNOWN = {"q", "updated_since", "counted"}


def knows(filterset: ItemFilterSet) -> bool:
    """Whether the tallies know every condition of ``filterset``."""
    stated = filterset.conditions.keys()
    return not _UNKNOWN & stated and ("month" not in stated or "year" in stated)


def selection_of(filterset: ItemFilterSet, without: str = "") -> Selection | None:
    """The conditions of ``filterset`` but that of the facet ``without``; None where the tallies
    do not know one of them."""
    stated: dict[str, Any] = {
        name: value
        for name, value in filterset.conditions.items()
        if name in filterset.parameters_without(without)
    }
    if not knows(filterset):
        return None
    vocabulary = filterset.vocabulary
    root = filterset.root
    if "category" in stated:
        root = vocabulary.category(stated["category"])
    values: dict[str, Any] = {
        name: [stated[name]] for name in ("kind", "validity") if name in stated
    }
    if "organ" in stated:
        values["organ"] = sorted(vocabulary.organ_with_subordinates(stated["organ"]))
    if "topic" in stated:
        values["topic"] = sorted(vocabulary.topic_with_members(stated["topic"]))
    if "genre" in stated:
        values["genre"] = vocabulary.genre_keys(stated["genre"])
    days = _days(stated)
    if "year" in stated and days is None:
        values["year"] = [int(stated["year"])]
    return Selection(filterset.place_of(root), values, days)


def _days(stated: dict[str, Any]) -> tuple[date, date] | None:
    """First and last day of publication, where a condition names days or a month."""
    if not {"month", "published_since", "published_until"} & stated.keys():
        return None
    first, last = date.min, date.max
    if "year" in stated:
        year, month = int(stated["year"]), stated.get("month")
        first = date(year, int(month or 1), 1)
        last_month = int(month or 12)
        last = date(year, last_month, monthrange(year, last_month)[1])
    if since := stated.get("published_since"):
        first = max(first, since)
    if until := stated.get("published_until"):
        last = min(last, until)
    return first, last
