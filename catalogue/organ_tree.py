"""The tree of organs: small (hundreds), so it is read whole and walked in memory."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .models import Organ


def with_subordinates(parents: Iterable[tuple[int, int | None]], roots: Iterable[int]) -> set[int]:
    """Ids of ``roots`` and of every organ below them; ``parents`` pairs an id with its parent's."""
    children: dict[int | None, list[int]] = defaultdict(list)
    for pk, parent_id in parents:
        children[parent_id].append(pk)
    found: set[int] = set()
    waiting = list(roots)
    while waiting:
        pk = waiting.pop()
        # An organ that was reached already is not walked twice, whatever a broken tree says.
        if pk not in found:
            found.add(pk)
            waiting.extend(children[pk])
    return found


def links_of(
    rows: Iterable[tuple[int, int | None, int | None]],
) -> Iterator[tuple[int, int | None]]:
    """Pairs for :func:`with_subordinates` of organs' id, superior and successor: who asks for an
    organ means what it succeeded as well (条例第十条: who takes over the powers discloses)."""
    for pk, parent_id, successor_id in rows:
        yield pk, parent_id
        if successor_id is not None:
            yield pk, successor_id


def organ_links(organs: Iterable[Organ]) -> list[tuple[int, int | None]]:
    """:func:`links_of` of organs that were read already."""
    return list(links_of((each.pk, each.parent_id, each.successor_id) for each in organs))
