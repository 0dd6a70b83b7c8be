"""Whether the tallies say what the items say, and making them say it.

Both may go on while items are published: what a change has counted and what it has changed become
visible together.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import connection, transaction
from wagtail.models import Page

from ..models import ItemPage, ItemTally, ListedItem, TallyScope
from .writing import (
    BATCH_SIZE,
    TALLY_KEYS,
    compact,
    listed_select,
    listed_values,
    recount,
    renew_version,
    rescope,
    scopes_of,
    stored_values,
)


@dataclass(frozen=True)
class Findings:
    """What is wrong: items, categories counted at the wrong place, and sums."""

    items: int = 0
    categories: int = 0
    sums: int = 0

    def __bool__(self) -> bool:
        return bool(self.items or self.categories or self.sums)


def check() -> Findings:
    """Compare everything with the items' own rows."""
    return Findings(
        items=sum(len(_wrong(ids)) for ids in _batches()),
        categories=len(_wrong_categories()),
        sums=_wrong_sums(),
    )


def repair() -> Findings:
    """Make everything right; return what was wrong. The first time, this is what counts all."""
    items = sum(_settle(ids) for ids in _batches())
    categories = rescope(_wrong_categories())
    with transaction.atomic():
        sums = _wrong_sums()
        if sums:
            _take_off_errors()
            renew_version()
    compact()
    return Findings(items, categories, sums)


def settle_validity() -> int:
    """Count those anew whose validity has changed with the day; return how many."""
    from .reading import stale_ids

    settled = 0
    waiting = stale_ids()
    for start in range(0, len(waiting), BATCH_SIZE):
        settled += _settle(waiting[start : start + BATCH_SIZE])
    compact()
    return settled


def _settle(ids: list[int]) -> int:
    """Count items anew that nobody has just changed.

    Two who count the same item at the same time would count it twice: a publication holds the row
    of its page, and so does this. Whoever holds a row already is going to count it.
    """
    skips = connection.features.has_select_for_update_skip_locked
    with transaction.atomic():
        rows = Page.objects.filter(pk__in=ids)
        there = set(rows.values_list("pk", flat=True))
        free = rows.select_for_update(skip_locked=skips).order_by("pk")
        return recount({*free.values_list("pk", flat=True), *(pk for pk in ids if pk not in there)})


def _batches() -> Iterator[list[int]]:
    """Keys of all items, and of what is counted though it is gone."""
    for keys in (
        ItemPage._base_manager.order_by("pk").values_list("pk", flat=True),
        ListedItem.objects.exclude(item_id__in=ItemPage._base_manager.values("pk"))
        .order_by("item_id")
        .values_list("item_id", flat=True),
    ):
        batch: list[int] = []
        for pk in keys.iterator(chunk_size=BATCH_SIZE):
            batch.append(pk)
            if len(batch) == BATCH_SIZE:
                yield batch
                batch = []
        if batch:
            yield batch


def _wrong(ids: list[int]) -> list[int]:
    counted = {row[0]: row for row in stored_values(ids)}
    actual = {row[0]: row for row in listed_values(ids)}
    return [pk for pk in ids if counted.get(pk) != actual.get(pk)]


def _wrong_categories() -> list[int]:
    holding = set(ListedItem.objects.order_by().values_list("category_id", flat=True).distinct())
    stored: dict[int, set[int]] = {pk: set() for pk in holding}
    for category_id, scope_id in TallyScope.objects.values_list("category_id", "scope_id"):
        stored.setdefault(category_id, set()).add(scope_id)
    now = scopes_of(holding)
    return [pk for pk in sorted(holding) if stored[pk] != now.get(pk, set())]


def _differences() -> str:
    """SQL: by all keys, how far the sums are above what the listed items add up to."""
    table = connection.ops.quote_name(ItemTally._meta.db_table)
    keys = ", ".join(TALLY_KEYS)
    return (
        f"SELECT {keys}, SUM(items) AS items FROM ("  # noqa: S608 - names of ours
        f"SELECT {keys}, items FROM {table} UNION ALL {listed_select(-1)}"
        f") AS both_sides GROUP BY {keys} HAVING SUM(items) <> 0"
    )


def _wrong_sums() -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT COUNT(*) FROM ({_differences()}) AS differences")  # noqa: S608 - see above
        return int(cursor.fetchone()[0])


def _take_off_errors() -> None:
    table = connection.ops.quote_name(ItemTally._meta.db_table)
    keys = ", ".join(TALLY_KEYS)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} ({keys}, items, is_change) "  # noqa: S608 - names of ours
            f"SELECT {keys}, -items, TRUE FROM ({_differences()}) AS differences"
        )
