"""Noting what changes for readers of the items, in the transaction that changes it.

Numbers are given in the order of commits: whoever notes something holds the head of the review's
records until its transaction ends, as every publication does. So a reader who has seen a number
will never be shown a smaller one that he has not seen, which times and sequences cannot promise.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime
from secrets import token_hex
from typing import Any

from django.apps import apps
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from wagtail.models import Page

from ..models import ChangeHead, ItemChange
from ..rooms import room

_HEAD = 1
# Rows of one statement.
_KEYS = 500
BAR = "|"


def note_items(keys: Collection[int]) -> None:
    """Something about these items changed, or may have: what they say, or who may read them."""
    keys = list(keys)
    with transaction.atomic():
        for start in range(0, len(keys), _KEYS):
            _note(_items().filter(pk__in=keys[start : start + _KEYS]))


def note_below(page: Any) -> None:
    """Something about all items at or below a page changed, or may have."""
    items = _items().descendant_of(page, inclusive=True)
    if items.exists():
        _note(items)


def note_deleted(page_id: int) -> None:
    """A page was deleted; nothing happens where it was no item that had been public."""
    if not ItemChange.objects.filter(page_id=page_id).exists():
        return
    with transaction.atomic():
        ItemChange.objects.filter(page_id=page_id).update(
            number=_next_number(), at=timezone.now(), is_public=False
        )


def was_public(page_id: int) -> bool:
    """Whether an item is known to have been public."""
    return ItemChange.objects.filter(page_id=page_id).exists()


@transaction.atomic
def reconcile() -> int:
    """Note what changed without anybody noting it: rows written past the models, items from before
    this table, a process that died between a restriction and its note.

    Returns:
        number of items.
    """
    _lock()
    public = _items().disclosed()
    unknown = public.exclude(pk__in=ItemChange.objects.filter(is_public=True).values("page_id"))
    keys = set(unknown.order_by().values_list("pk", flat=True))
    gone = ItemChange.objects.filter(is_public=True).exclude(page_id__in=public.values("pk"))
    lost = list(gone.values_list("page_id", flat=True))
    note_items(keys)
    stored = set()
    for start in range(0, len(lost), _KEYS):
        part = lost[start : start + _KEYS]
        stored.update(_items().filter(pk__in=part).values_list("pk", flat=True))
    note_items(stored)
    for page_id in set(lost) - stored:
        note_deleted(page_id)
    number = len(keys) + len(lost)
    if number:
        _forget_answers()
    return number


@transaction.atomic
def begin_anew() -> None:
    """Give all numbers up, as after a backup was put back: everybody reads from the beginning."""
    head = _lock()
    head.epoch = token_hex(8)
    head.save(update_fields=["epoch"])
    _forget_answers()


def head() -> ChangeHead:
    """Where the numbers stand; of a site where nothing was noted yet, an unstored one."""
    return ChangeHead.objects.filter(pk=_HEAD).first() or ChangeHead(pk=_HEAD, epoch="")


@transaction.atomic
def _note(items: Any) -> None:
    # Before anything is looked at: what others hold back would not be seen.
    number, now = _next_number(), timezone.now()
    known = ItemChange.objects.filter(page_id__in=items.order_by().values("pk"))
    known.update(number=number, at=now, is_public=False)
    public = items.disclosed().order_by("pk").values_list("pk", "path", "index_number")
    last = 0
    while rows := list(public.filter(pk__gt=last)[:_KEYS]):
        _store(rows, number, now)
        last = rows[-1][0]


def _store(rows: list[tuple[int, str, str]], number: int, now: datetime) -> None:
    known = dict(
        ItemChange.objects.filter(page_id__in=[pk for pk, _path, _stated in rows]).values_list(
            "page_id", "places"
        )
    )
    above = _keys_above({path for _pk, path, _stated in rows})
    changes = [
        ItemChange(
            page_id=pk,
            number=number,
            at=now,
            index_number=stated,
            places=_united(known.get(pk, ""), above[path[: -Page.steplen]]),
            is_public=True,
        )
        for pk, path, stated in rows
    ]
    ItemChange.objects.bulk_create(
        changes,
        update_conflicts=True,
        unique_fields=["page_id"],
        update_fields=["number", "at", "index_number", "places", "is_public"],
    )


def _keys_above(paths: Iterable[str]) -> dict[str, list[int]]:
    """Keys of a page and of all pages above it, by its path, for the parents of some pages."""
    step = Page.steplen
    parents = {path[:-step] for path in paths}
    lines = {
        parent: [parent[:end] for end in range(step, len(parent) + step, step)]
        for parent in parents
    }
    wanted = {path for line in lines.values() for path in line}
    keys = dict(Page.objects.filter(path__in=wanted).values_list("path", "pk"))
    return {parent: [keys[path] for path in line if path in keys] for parent, line in lines.items()}


def _united(places: str, keys: Iterable[int]) -> str:
    """``places`` with these keys in it."""
    known = [int(key) for key in places.split(BAR) if key]
    return f"{BAR}{BAR.join(map(str, dict.fromkeys([*known, *keys])))}{BAR}"


def _next_number() -> int:
    _lock()
    ChangeHead.objects.filter(pk=_HEAD).update(number=F("number") + 1)
    return int(ChangeHead.objects.values_list("number", flat=True).get(pk=_HEAD))


def _lock() -> ChangeHead:
    """Wait for everybody who publishes or notes, and let them wait until this transaction ends.

    One lock for both, since two would be taken in either order.
    """
    chain = apps.get_model("gongkai_review", "ChainHead").objects
    chain.get_or_create(pk=_HEAD)
    chain.select_for_update().get(pk=_HEAD)
    head, _created = ChangeHead.objects.get_or_create(pk=_HEAD, defaults={"epoch": token_hex(8)})
    return head


def _forget_answers() -> None:
    """What was answered and kept before this, nothing public having changed, is not true now."""
    room("gongkai_serving", "versions").renew()


def _items() -> Any:
    return apps.get_model("gongkai_catalogue", "ItemPage").objects.all()
