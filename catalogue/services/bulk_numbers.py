"""Index numbers of a batch: the same register and counters as for one item."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db.models import F
from django.db.models.functions import Greatest
from django.utils import timezone

from ..enums import NumberOrigin
from ..index_numbers import get_scheme
from ..models import ItemPage
from ..models.numbers import IndexNumber, IndexNumberSeries
from . import index_numbers

if TYPE_CHECKING:
    from .bulk_checks import Draft, Refusals


def taken_numbers(numbers: Iterable[str]) -> dict[str, ValidationError]:
    """Those of ``numbers`` that some item bears, bore or holds, with the error to show."""
    return {number: number_taken(number) for number in _in_use(set(numbers) - {""})}


def number_taken(number: str) -> ValidationError:
    """The error of an item that wants a number which is not free."""
    return index_numbers._taken_error(number)


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
    _move_counters_past(draft.item.index_number for draft in accepted)
    for series in sorted(waiting):
        numbers = _allocate(series, len(waiting[series]))
        for draft, number in zip(waiting[series], numbers, strict=True):
            draft.item.index_number = number
            draft.item._number_origin = NumberOrigin.ALLOCATED
    return accepted


def register_numbers(drafts: list[Draft]) -> None:
    """Write the numbers of saved items into the register."""
    IndexNumber.objects.bulk_create(
        IndexNumber(
            number=draft.item.index_number,
            item_id=draft.item.pk,
            origin=getattr(draft.item, "_number_origin", NumberOrigin.GIVEN),
        )
        for draft in drafts
    )


def _allocate(series: str, count: int) -> list[str]:
    """Take the next ``count`` free numbers of ``series``."""
    scheme = get_scheme()
    IndexNumberSeries.objects.get_or_create(series=series)
    rows = IndexNumberSeries.objects.filter(series=series)
    numbers: list[str] = []
    while wanted := count - len(numbers):
        rows.update(last_serial=F("last_serial") + wanted)
        last = rows.values_list("last_serial", flat=True).get()
        fresh = [scheme.number(series, serial) for serial in range(last - wanted + 1, last + 1)]
        used = _in_use(set(fresh))
        numbers += [number for number in fresh if number not in used]
    return numbers


def _in_use(numbers: set[str]) -> set[str]:
    registered = IndexNumber.objects.filter(number__in=numbers).values_list("number", flat=True)
    held = ItemPage.objects.filter(index_number__in=numbers).values_list("index_number", flat=True)
    return {*registered, *held}


def _move_counters_past(numbers: Iterable[str]) -> None:
    scheme = get_scheme()
    highest: dict[str, int] = {}
    for number in numbers:
        if parsed := scheme.parse(number):
            series, serial = parsed
            highest[series] = max(serial, highest.get(series, 0))
    for series in sorted(highest):
        IndexNumberSeries.objects.get_or_create(series=series)
        IndexNumberSeries.objects.filter(series=series).update(
            last_serial=Greatest(F("last_serial"), highest[series])
        )
