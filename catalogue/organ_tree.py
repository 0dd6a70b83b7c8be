"""The tree of organs: small (hundreds), so it is read whole and walked in memory."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable


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
