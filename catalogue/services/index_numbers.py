"""Giving index numbers: once, at first publication, for ever (GL08: 一经生成不变).

A number is *settled* before the item's row is written and *registered* after it, in the same
transaction as the publication. A crash in between rolls both back; where a host publishes outside
a transaction, at most a gap is left, which ``check_index_numbers`` reports.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from ..enums import NumberOrigin
from ..index_numbers import get_scheme
from ..models import numbers

if TYPE_CHECKING:
    from ..models import ItemPage


def settle(item: ItemPage) -> None:
    """Give ``item`` its number if it has none. Call inside the transaction that publishes it.

    An item that once got a number keeps it, whatever was written into the field since. Aliases
    repeat an item and get no number.

    Raises:
        ValidationError: if the scheme cannot form a number, or the given one is another item's.
    """
    if item.alias_of_id or restore(item):
        return
    if item.index_number:
        refuse_taken(item, item.index_number)
        return
    series = get_scheme().series(item)
    _lock(series)
    # Whoever published the same item at the same moment was waited for on the line above.
    if not restore(item):
        item.index_number = allocate(series)
        item._number_origin = NumberOrigin.ALLOCATED


def restore(item: ItemPage) -> bool:
    """Put the registered number of ``item`` back into its field. Tell whether there is one."""
    if not item.pk:
        return False
    rows = numbers.IndexNumber.objects.filter(item=item.pk)
    registered = rows.values_list("number", flat=True).first()
    item.index_number = registered or item.index_number
    return registered is not None


def allocate(series: str) -> str:
    """Take the next free number of ``series``."""
    return allocate_many(series, 1)[0]


def allocate_many(series: str, count: int) -> list[str]:
    """Take the next ``count`` free numbers of ``series``.

    The counter's row stays locked until the surrounding transaction ends, so that publications
    that run at once wait for each other and get consecutive numbers.
    """
    scheme = get_scheme()
    taken: list[str] = []
    with transaction.atomic():
        counter = _lock(series)
        while wanted := count - len(taken):
            first = counter.last_serial + 1
            counter.last_serial += wanted
            serials = range(first, counter.last_serial + 1)
            fresh = [scheme.number(series, serial) for serial in serials]
            used = in_use(fresh)
            taken += [number for number in fresh if number not in used]
        counter.save(update_fields=["last_serial"])
    return taken


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
        raise number_taken(item.index_number)
    if created and row.origin == NumberOrigin.GIVEN:
        move_counters_past([item.index_number])


def hold(item: ItemPage) -> None:
    """Keep the number typed into a draft, so that nobody else gets it meanwhile.

    Raises:
        ValidationError: if another item bears or holds the number.
    """
    if item.index_number:
        refuse_taken(item, item.index_number)
    rows = type(item)._default_manager.filter(pk=item.pk)
    try:
        with transaction.atomic():
            rows.exclude(index_number=item.index_number).update(index_number=item.index_number)
    except IntegrityError as error:
        raise number_taken(item.index_number) from error


def refuse_taken(item: ItemPage, number: str) -> None:
    """Raise ValidationError at ``index_number`` if another item bears, bore or holds ``number``."""
    # A number whose item was deleted has no item: it is not given again either, not even to an
    # item that is not stored yet and has no key to compare.
    register_rows = numbers.IndexNumber.objects.filter(number=number)
    held = type(item)._default_manager.filter(index_number=number)
    if item.pk:
        register_rows = register_rows.exclude(item=item.pk)
        held = held.exclude(pk=item.pk)
    if register_rows.exists() or held.exists():
        raise number_taken(number)


def _lock(series: str) -> numbers.IndexNumberSeries:
    """The counter of ``series``, nobody else's until the transaction ends.

    SQLite has no row locks; there the transaction itself keeps other writers out.
    """
    rows = numbers.IndexNumberSeries.objects.select_for_update()
    return rows.get_or_create(series=series)[0]


def in_use(wanted: Iterable[str]) -> set[str]:
    """Those of ``wanted`` that some item bears, bore or holds."""
    from ..models import ItemPage

    asked = set(wanted)
    registered = numbers.IndexNumber.objects.filter(number__in=asked)
    # The unique index holds no empty numbers, and is used where none are asked for.
    held = ItemPage.objects.filter(~Q(index_number=""), index_number__in=asked)
    return {
        *registered.values_list("number", flat=True),
        *held.values_list("index_number", flat=True),
    }


def move_counters_past(given: Iterable[str]) -> None:
    """Let no counter come to numbers of the scheme that were given by hand."""
    scheme = get_scheme()
    highest: dict[str, int] = {}
    for number in given:
        if parsed := scheme.parse(number):
            series, serial = parsed
            highest[series] = max(serial, highest.get(series, 0))
    # In the order of their names, so that two batches never wait for each other.
    for series, serial in sorted(highest.items()):
        counter = _lock(series)
        if counter.last_serial < serial:
            counter.last_serial = serial
            counter.save(update_fields=["last_serial"])


def number_taken(number: str) -> ValidationError:
    """The error of an item that wants a number which is not free."""
    return ValidationError(
        {"index_number": _("索引号“%s”已被使用，请改用其他号码，或留空由系统编制。") % number},
        code="taken",
    )
