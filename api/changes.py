"""Reading what changed: from a place in the numbers on, of one site or column."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.apps import apps
from django.db.models import Q
from wagtail.models import Page

from .models import ItemChange
from .services.changes import BAR, head

_HIGHEST = 2**63 - 1


class ForeignPlace(ValueError):
    """A place in numbers that were given up, or that no answer of ours contained."""


@dataclass(frozen=True)
class Place:
    """How far somebody has read: everything up to this number and, within it, this item."""

    epoch: str
    number: int = 0
    page_id: int = 0

    def __str__(self) -> str:
        return f"{self.epoch}-{self.number}-{self.page_id}"


@dataclass(frozen=True)
class Gone:
    """What is told of an item that is public no more.

    Attributes:
        index_number: what it bore in public; empty where the notice of its withdrawal hides it.
        title: of a withdrawn item whose notice names it.
        is_withdrawn: whether a notice stands in its place.
    """

    index_number: str
    title: str
    is_withdrawn: bool


def place_of(text: str) -> Place:
    """The place that somebody has read to.

    Raises:
        ForeignPlace: it is none of the numbers that are given now.
    """
    epoch, *rest = text.split("-")
    known = head()
    if len(rest) != 2 or not all(each.isascii() and each.isdigit() for each in rest):  # noqa: PLR2004
        raise ForeignPlace
    number, page_id = (int(each) for each in rest)
    if epoch != known.epoch or number > known.number or page_id > _HIGHEST:
        raise ForeignPlace
    return Place(epoch, number, page_id)


def beginning() -> Place:
    """Before the first change."""
    return Place(head().epoch)


def changes_after(
    place: Place, below: int, limit: int, since: datetime | None = None
) -> list[ItemChange]:
    """Changes behind a place, oldest first, of what is or was public below a page.

    Args:
        below: key of the page.
        since: leaves out what changed earlier.
    """
    rows = ItemChange.objects.filter(places__contains=f"{BAR}{below}{BAR}")
    # The first condition is implied; by it the range of the index is found.
    rows = rows.filter(number__gte=place.number).filter(
        Q(number__gt=place.number) | Q(page_id__gt=place.page_id)
    )
    if since is not None:
        rows = rows.filter(at__gte=since)
    return list(rows.order_by("number", "page_id")[:limit])


def gone(rows: Sequence[ItemChange], hidden: Q) -> dict[int, Gone]:
    """What is told of items that are not public, by their keys; two queries.

    A notice that is under a view restriction itself (``hidden``), or gone with its page, says
    nothing to strangers.
    """
    keys = [row.page_id for row in rows]
    withdrawals: dict[int, Any] = {
        each.page_id: each
        for each in apps.get_model("gongkai_review", "Withdrawal")
        .objects.filter(page_id__in=keys)
        .order_by("at", "pk")
    }
    legible = set(Page.objects.filter(pk__in=keys).exclude(hidden).values_list("pk", flat=True))
    return {row.page_id: _gone(row, withdrawals.get(row.page_id), legible) for row in rows}


def _gone(row: ItemChange, withdrawal: Any, legible: Collection[int]) -> Gone:
    if withdrawal is None or withdrawal.ended_at is not None:
        return Gone(row.index_number, "", is_withdrawn=False)
    if row.page_id not in legible:
        # What the notice hides stays hidden after it.
        return Gone("", "", is_withdrawn=False)
    return Gone(withdrawal.index_number, withdrawal.title, is_withdrawn=True)
