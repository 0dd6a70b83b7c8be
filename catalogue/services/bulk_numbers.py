"""Index numbers of a batch: the same register and counters as for one item."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.utils import timezone

from ..enums import NumberOrigin
from ..index_numbers import get_scheme
from ..models import ItemPage
from ..models.numbers import IndexNumber
from .bulk_insert import insert
from .index_numbers import allocate_many, in_use, move_counters_past, number_taken

if TYPE_CHECKING:
    from .bulk_checks import Draft, Refusals


def taken_numbers(numbers: Iterable[str]) -> dict[str, ValidationError]:
    """Those of ``numbers`` that some item bears, bore or holds, with the error to show."""
    return {number: number_taken(number) for number in in_use(set(numbers) - {""})}


def assign_numbers(
    drafts: list[Draft], refused: Refusals, at: Callable[[ItemPage], datetime] | None
) -> list[Draft]:
    """Give every draft its day of publication and its number; return those that have one.

    Numbers that were given move the counters first, so that none of them is given again. Counters
    are locked in the order of their names until the transaction ends.
    """
    scheme = get_scheme()
    accepted = []
    waiting: dict[str, list[Draft]] = defaultdict(list)
    for draft in drafts:
        item = draft.item
        item.published_year = item.published_on.year if item.published_on else None
        draft.note_unpublished()
        draft.at = at(item) if at else draft.at
        item.published_on = item.published_on or timezone.localdate(draft.at)
        item.published_year = item.published_on.year
        if not item.index_number:
            try:
                waiting[scheme.series(item)].append(draft)
            except ValidationError as error:
                refused.append((draft, error))
                continue
        accepted.append(draft)
    move_counters_past(draft.item.index_number for draft in accepted)
    for series in sorted(waiting):
        numbers = allocate_many(series, len(waiting[series]))
        for draft, number in zip(waiting[series], numbers, strict=True):
            draft.item.index_number = number
            draft.item._number_origin = NumberOrigin.ALLOCATED
    return accepted


def register_numbers(drafts: list[Draft]) -> None:
    """Write the numbers of saved items into the register."""
    rows = [
        IndexNumber(
            number=draft.item.index_number,
            item_id=draft.item.pk,
            origin=getattr(draft.item, "_number_origin", NumberOrigin.GIVEN),
        )
        for draft in drafts
    ]
    insert(IndexNumber, rows)
