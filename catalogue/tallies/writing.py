"""Keeping the tallies: every change of items ends here, in its own transaction.

What was counted of an item stands in its :class:`~..models.ListedItem`. So a change needs no
knowledge of what was before, and counting the same item twice changes nothing: :func:`recount`
counts out what stands there, and in what the item's own rows say now.

Nobody waits: a change only adds rows to the tallies. Two changes of one item wait for each other at
the item's own row, which both have written before. Moving a category waits for the publications in
it that have begun, and they for it, by locks on the category's rows of ``TallyScope``.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from importlib import import_module
from typing import Any

from django.apps import apps
from django.db import connection, transaction
from django.utils import timezone
from wagtail.models import Page

from ..models import ItemPage, ItemTally, ListedItem, TallyScope
from ..models.tallies import ANY, NONE
from ..validity import Dates, validity_window

# Label of what depends on the tallies, for what is kept by the version of the content.
VERSION = ListedItem._meta.label
# The groupings that are kept, as (number, by organ, by topic, by genre): at most two of the three.
GROUPINGS = [(g, bool(g & 1), bool(g & 2), bool(g & 4)) for g in range(7)]
# Columns of an item and of its page that are counted, or say whether it is.
COUNTED = frozenset(
    {
        "alias_of", "document_number", "effective_on", "expires_on", "genre", "genre_id",
        "index_number", "kind", "live", "organ", "organ_id", "path", "published_on", "repealed_on",
        "topic", "topic_id", "written_on",
    }
)  # fmt: skip
BATCH_SIZE = 500
# Rows that changes may add before they are put together; some hundred publications.
_CHANGES = 8192
_FIRST_DEPTH = 2  # Above it stands the root of all sites, which nothing is listed of.
_VALUES = (
    "category_id", "kind", "organ_id", "topic_id", "genre_id", "year", "published_on",
    "written_on", "index_number", "document_number", "validity", "valid_since", "valid_before",
)  # fmt: skip
TALLY_KEYS = (
    "scope_id", "grouping", "organ_id", "topic_id", "genre_id", "year", "kind", "validity",
)  # fmt: skip


def recount(item_ids: Iterable[int]) -> int:
    """Count items as their rows are now; return how many were counted in another way before.

    Call it in the transaction that changed them, after the change. Ids of items that are gone, or
    are none, are counted out.
    """
    ids = sorted(set(item_ids))
    changed = 0
    for start in range(0, len(ids), BATCH_SIZE):
        with transaction.atomic():
            changed += _recount(ids[start : start + BATCH_SIZE])
    return changed


def forget(item_ids: Iterable[int]) -> None:
    """Count items out that are about to be deleted."""
    ids = list(item_ids)
    with transaction.atomic():
        # As whoever changes them does: otherwise both might count them out.
        list(Page.objects.select_for_update().filter(pk__in=ids).order_by("pk").values_list("pk"))
        counted = ListedItem.objects.filter(item_id__in=ids)
        _count_out(list(counted.values_list("item_id", flat=True)))


def follow_move(page: Page) -> None:
    """Count at its new place what was moved: an item, a category, or whatever is above them."""
    with transaction.atomic():
        recount([page.pk])
        moved = TallyScope.objects.filter(scope_id=page.pk).values_list("category_id", flat=True)
        rescope(moved)


def rescope(category_ids: Iterable[int]) -> int:
    """Count what stands in categories below the pages that are above them now.

    Returns the number of categories that were counted elsewhere before.
    """
    changed = 0
    with transaction.atomic():
        rows = TallyScope.objects.select_for_update().filter(category_id__in=list(category_ids))
        stored: dict[int, set[int]] = defaultdict(set)
        for category_id, scope_id in rows.order_by("pk").values_list("category_id", "scope_id"):
            stored[category_id].add(scope_id)
        for category_id, now in scopes_of(stored).items():
            before = stored[category_id]
            if now == before:
                continue
            changed += 1
            left = before - now
            _add_of_category(-1, category_id, sorted(left))
            TallyScope.objects.filter(category_id=category_id, scope_id__in=left).delete()
            TallyScope.objects.bulk_create(
                TallyScope(category_id=category_id, scope_id=scope) for scope in now - before
            )
            _add_of_category(1, category_id, sorted(now - before))
        if changed:
            renew_version()
    return changed


def renew_version() -> None:
    """Say that counts have changed; belongs into the transaction of the change."""
    serving = apps.get_app_config("gongkai_serving").name
    import_module(f"{serving}.versions").renew(VERSION)


def _recount(ids: list[int]) -> int:
    counted = {row[0]: row[1:] for row in stored_values(ids)}
    actual = {row[0]: row[1:] for row in listed_values(ids)}
    changed = [pk for pk in ids if counted.get(pk) != actual.get(pk)]
    if not changed:
        return 0
    _count_out([pk for pk in changed if pk in counted], renew=False)
    rows = [
        ListedItem(item_id=pk, **dict(zip(_VALUES, actual[pk], strict=True)))
        for pk in changed
        if pk in actual
    ]
    _hold_scopes({row.category_id for row in rows})
    ListedItem.objects.bulk_create(rows)
    _add(1, [row.item_id for row in rows])
    renew_version()
    return len(changed)


def _count_out(ids: list[int], renew: bool = True) -> None:
    if not ids:
        return
    rows = ListedItem.objects.filter(item_id__in=ids)
    _hold_scopes(set(rows.values_list("category_id", flat=True)))
    _add(-1, ids)
    rows.delete()
    if renew:
        renew_version()


def stored_values(ids: Sequence[int]) -> Iterable[tuple[Any, ...]]:
    """What items were counted as: the key and the values, as :func:`listed_values` says them."""
    return ListedItem.objects.filter(item_id__in=ids).values_list("item_id", *_VALUES)


def listed_values(ids: Sequence[int]) -> list[tuple[Any, ...]]:
    """What the rows of those of the items say that are live and no aliases.

    Each begins with the item's key; the values follow in the order of ``ListedItem``'s fields.
    """
    items = ItemPage._base_manager.filter(pk__in=ids, live=True, alias_of__isnull=True)
    found = list(
        items.values_list(
            "pk", "path", "kind", "organ_id", "topic_id", "genre_id", "published_on",
            "written_on", "index_number", "document_number",
            "effective_on", "expires_on", "repealed_on",
        )
    )  # fmt: skip
    parents = _ids_by_path({path[: -Page.steplen] for _pk, path, *_rest in found})
    return [_listed_row(row, parents, timezone.localdate()) for row in found]


def _listed_row(row: tuple[Any, ...], parents: dict[str, int], today: date) -> tuple[Any, ...]:
    pk, path, kind, organ, topic, genre, published, written, index, document, *days = row
    return (
        pk,
        parents[path[: -Page.steplen]],
        kind,
        organ or NONE,
        topic or NONE,
        genre or NONE,
        published.year if published else NONE,
        published,
        written,
        index,
        document,
        *validity_window(Dates(*days), today),
    )


def _ids_by_path(paths: Iterable[str]) -> dict[str, int]:
    return dict(Page.objects.filter(path__in=set(paths)).values_list("path", "pk"))


def scopes_of(category_ids: Iterable[int]) -> dict[int, set[int]]:
    """The pages that each category stands below, itself among them, as the tree is now."""
    paths = dict(Page.objects.filter(pk__in=list(category_ids)).values_list("pk", "path"))
    starts = {
        pk: [path[:end] for end in range(_FIRST_DEPTH * Page.steplen, len(path) + 1, Page.steplen)]
        for pk, path in paths.items()
    }
    ids = _ids_by_path(start for line in starts.values() for start in line)
    return {pk: {ids[start] for start in line if start in ids} for pk, line in starts.items()}


def _hold_scopes(category_ids: set[int]) -> None:
    """Let nobody move the categories until the transaction ends; note those that are new."""
    if not category_ids:
        return
    table = connection.ops.quote_name(TallyScope._meta.db_table)
    places = ", ".join(["%s"] * len(category_ids))
    # Publications share the lock, which Django's ``select_for_update`` cannot say.
    shared = " FOR SHARE" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT category_id FROM {table} WHERE category_id IN ({places}){shared}",  # noqa: S608 - a name of ours
            sorted(category_ids),
        )
        known = {row[0] for row in cursor.fetchall()}
    if new := category_ids - known:
        TallyScope.objects.bulk_create(
            (
                TallyScope(category_id=category_id, scope_id=scope)
                for category_id, line in sorted(scopes_of(new).items())
                for scope in sorted(line)
            ),
            ignore_conflicts=True,
        )


def _add(sign: int, item_ids: Sequence[int]) -> None:
    """Count listed items in or out."""
    for start in range(0, len(item_ids), BATCH_SIZE):
        batch = item_ids[start : start + BATCH_SIZE]
        _add_listed(sign, f"l.item_id IN ({', '.join(['%s'] * len(batch))})", batch)


def _add_of_category(sign: int, category_id: int, scope_ids: Iterable[int]) -> None:
    """Count the items of a category in or out below some pages."""
    if scopes := list(scope_ids):
        places = ", ".join(["%s"] * len(scopes))
        _add_listed(
            sign, f"l.category_id = %s AND s.scope_id IN ({places})", [category_id, *scopes]
        )


def listed_select(sign: int, condition: str = "1 = 1") -> str:
    """SQL: the tallies of listed items, with ``sign`` 1 or -1; keys and number of each.

    ``condition`` speaks of ``l``, the listed items, and ``s``, the scopes of their categories.
    """
    listed, scopes = (
        connection.ops.quote_name(model._meta.db_table) for model in (ListedItem, TallyScope)
    )
    numbers = " UNION ALL ".join(
        f"SELECT {number} AS grouping, {int(organ)} AS o, {int(topic)} AS t, {int(genre)} AS g"
        for number, organ, topic, genre in GROUPINGS
    )
    grouped = ", ".join(
        f"CASE WHEN k.{flag} = 1 THEN l.{name} ELSE {ANY} END AS {name}"
        for flag, name in (("o", "organ_id"), ("t", "topic_id"), ("g", "genre_id"))
    )
    places = ", ".join(str(place) for place in range(1, len(TALLY_KEYS) + 1))
    return (
        f"SELECT s.scope_id AS scope_id, k.grouping AS grouping, {grouped}, "  # noqa: S608 - names and numbers of ours
        "l.year AS year, l.kind AS kind, l.validity AS validity, "
        f"{sign} * COUNT(*) AS items FROM {listed} l "
        f"JOIN {scopes} s ON s.category_id = l.category_id "
        f"CROSS JOIN ({numbers}) k WHERE {condition} GROUP BY {places}"
    )


def _add_listed(sign: int, condition: str, parameters: Sequence[Any]) -> None:
    table = connection.ops.quote_name(ItemTally._meta.db_table)
    keys = ", ".join(TALLY_KEYS)
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} ({keys}, items, is_change) "  # noqa: S608 - names of ours
            f"SELECT {keys}, items, TRUE FROM ({listed_select(sign, condition)}) AS added",
            parameters,
        )
    transaction.on_commit(_compact_when_many, robust=True)


def _compact_when_many() -> None:
    changes = ItemTally.objects.filter(is_change=True).order_by("pk")
    if changes[_CHANGES : _CHANGES + 1].exists():
        compact()


def compact() -> int:
    """Put rows that changes added into the sums; return how many.

    Who reads meanwhile sees them before or after. Rows that another process is putting together
    are left to it.
    """
    done = 0
    table = connection.ops.quote_name(ItemTally._meta.db_table)
    keys = ", ".join(TALLY_KEYS)
    features = connection.features
    while True:
        with transaction.atomic():
            rows = ItemTally.objects.select_for_update(
                skip_locked=features.has_select_for_update_skip_locked
            ).filter(is_change=True)
            ids = list(rows.order_by("pk").values_list("pk", flat=True)[: 4 * BATCH_SIZE])
            if not ids:
                return done
            places = ", ".join(["%s"] * len(ids))
            with connection.cursor() as cursor:
                # In the order of their keys, so that two processes never wait for each other.
                cursor.execute(
                    f"INSERT INTO {table} ({keys}, items, is_change) "  # noqa: S608 - names of ours
                    f"SELECT {keys}, SUM(items), FALSE FROM {table} WHERE id IN ({places}) "
                    f"GROUP BY {keys} HAVING SUM(items) <> 0 ORDER BY {keys} "
                    f"ON CONFLICT ({keys}) WHERE NOT is_change "
                    f"DO UPDATE SET items = {table}.items + EXCLUDED.items",
                    ids,
                )
                cursor.execute(f"DELETE FROM {table} WHERE id IN ({places})", ids)  # noqa: S608 - a name of ours
            done += len(ids)
