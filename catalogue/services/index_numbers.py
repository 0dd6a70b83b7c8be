"""Giving index numbers: once, at first publication, for ever (GL08: 一经生成不变).

A number is *settled* before the item's row is written and *registered* after it, in the same
transaction as the publication. A crash in between rolls both back; where a host publishes outside
a transaction, at most a gap is left, which ``check_index_numbers`` reports.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import F
from django.db.models.functions import Greatest
from django.utils.translation import gettext_lazy as _

from ..enums import NumberOrigin
from ..index_numbers import get_scheme
from ..models import numbers

if TYPE_CHECKING:
    from ..models import ItemPage


def settle(item: ItemPage) -> None:
    """Give ``item`` its number if it has none. Call inside the transaction that publishes it.

    Aliases repeat an item and get no number.

    Raises:
        ValidationError: if the scheme cannot form a number, or the given one is another item's.
    """
    if item.alias_of_id:
        return
    if item.index_number:
        refuse_taken(item, item.index_number)
    else:
        item.index_number = allocate(get_scheme().series(item))
        item._number_origin = NumberOrigin.ALLOCATED


def allocate(series: str) -> str:
    """Take the next free number of ``series``.

    The counter's row is locked by the UPDATE until the surrounding transaction ends, so that
    publications that run at once wait for each other and get consecutive numbers.
    """
    scheme = get_scheme()
    with transaction.atomic():
        numbers.IndexNumberSeries.objects.get_or_create(series=series)
        while True:
            number = scheme.number(series, _next_serial(series))
            if not _taken(number):
                return number


def register(item: ItemPage) -> None:
    """Write the item's number into the register. Idempotent."""
    if item.alias_of_id or not item.index_number:
        return
    row, created = numbers.IndexNumber.objects.get_or_create(
        number=item.index_number,
        defaults={
            "item": item,
            "origin": getattr(item, "_number_origin", NumberOrigin.GIVEN),
        },
    )
    if not created and row.item_id != item.pk:
        raise _taken_error(item.index_number)
    if created and row.origin == NumberOrigin.GIVEN:
        _move_counter_past(item.index_number)


def hold(item: ItemPage) -> None:
    """Keep the number typed into a draft, so that nobody else gets it meanwhile.

    Raises:
        ValidationError: if another item bears or holds the number.
    """
    rows = type(item)._default_manager.filter(pk=item.pk)
    try:
        with transaction.atomic():
            rows.exclude(index_number=item.index_number).update(index_number=item.index_number)
    except IntegrityError as error:
        raise _taken_error(item.index_number) from error


def refuse_taken(item: ItemPage, number: str) -> None:
    """Raise ValidationError at ``index_number`` if another item bears, bore or holds ``number``."""
    register_rows = numbers.IndexNumber.objects.filter(number=number)
    held = type(item)._default_manager.filter(index_number=number).exclude(pk=item.pk)
    # A number whose item was deleted has item NULL: it is not given again either.
    if any(pk != item.pk for pk in register_rows.values_list("item_id", flat=True)) or (
        held.exists()
    ):
        raise _taken_error(number)


def gaps() -> dict[str, list[int]]:
    """Serials of each series that were counted but never registered."""
    scheme = get_scheme()
    seen: dict[str, set[int]] = {}
    for number in numbers.IndexNumber.objects.values_list("number", flat=True).iterator():
        if parsed := scheme.parse(number):
            seen.setdefault(parsed[0], set()).add(parsed[1])
    missing = {
        row.series: sorted(set(range(1, row.last_serial + 1)) - seen.get(row.series, set()))
        for row in numbers.IndexNumberSeries.objects.order_by("series")
    }
    return {series: serials for series, serials in missing.items() if serials}


def _next_serial(series: str) -> int:
    rows = numbers.IndexNumberSeries.objects.filter(series=series)
    rows.update(last_serial=F("last_serial") + 1)
    return rows.values_list("last_serial", flat=True).get()


def _taken(number: str) -> bool:
    from ..models import ItemPage

    return (
        numbers.IndexNumber.objects.filter(number=number).exists()
        or ItemPage.objects.filter(index_number=number).exists()
    )


def _move_counter_past(number: str) -> None:
    parsed = get_scheme().parse(number)
    if parsed is None:
        return
    series, serial = parsed
    numbers.IndexNumberSeries.objects.get_or_create(series=series)
    numbers.IndexNumberSeries.objects.filter(series=series).update(
        last_serial=Greatest(F("last_serial"), serial)
    )


def _taken_error(number: str) -> ValidationError:
    return ValidationError(
        {"index_number": _("索引号“%s”已被使用，请改用其他号码，或留空由系统编制。") % number},
        code="taken",
    )
