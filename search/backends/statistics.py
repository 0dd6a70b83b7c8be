"""What ranking has to know of a collection: read from the index, and kept for a while.

Frequencies of words change slowly, so what is some minutes old ranks as well.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from django.core.cache import cache

from ..ranking import Statistics
from ..text import is_han
from .documents import SEARCHED

if TYPE_CHECKING:
    from .keys import KeySpace
    from .storage import Storage

SAMPLE_SIZE = 4000
# An object's own texts: without its attachments.
_OWN = SEARCHED.index("attached")
_STATISTICS_SECONDS = 3600
_FREQUENCY_SECONDS = 600
_SMALL_SECONDS = 10
# A small collection changes as a whole with every document.
_SMALL = 1000


def collection_statistics(storage: Storage, space: KeySpace) -> Statistics:
    """Statistics of a key space, an hour old at most."""
    key = f"gongkai_search:statistics:{storage.connection.alias}:{space.first}"
    known: Statistics | None = cache.get(key)
    if known is None:
        known = _measure(storage, space)
        if known.documents:
            is_small = known.documents <= _SMALL
            cache.set(key, known, _SMALL_SECONDS if is_small else _STATISTICS_SECONDS)
    return known


def _measure(storage: Storage, space: KeySpace) -> Statistics:
    sample = storage.sample(space, SAMPLE_SIZE)
    if not sample:
        return Statistics()
    found: Counter[str] = Counter()
    length = 0
    for zones in sample:
        length += sum(map(len, zones[:_OWN]))
        found.update(set("".join(zones[: len(SEARCHED)])))
    return Statistics(
        documents=storage.count(space),
        average_length=length / len(sample),
        character_share={
            character: count / len(sample)
            for character, count in found.items()
            if is_han(character)
        },
    )


class KnownFrequencies:
    """Document frequencies of tokens, ten minutes old at most."""

    def __init__(self, storage: Storage, space: KeySpace) -> None:
        self._storage = storage
        self._space = space
        self._prefix = f"gongkai_search:frequency:{storage.connection.alias}:{space.first}:"

    def of(self, tokens: Sequence[str]) -> Mapping[str, int]:
        """Number of documents that each token stands in, in the order of the tokens."""
        distinct = list(dict.fromkeys(tokens))
        kept = cache.get_many([self._prefix + token for token in distinct])
        known = {name.removeprefix(self._prefix): count for name, count in kept.items()}
        missing = [token for token in distinct if token not in known]
        if missing:
            counted = self._storage.frequencies(self._space, missing)
            new = {token: counted.get(token, 0) for token in missing}
            if collection_statistics(self._storage, self._space).documents > _SMALL:
                cache.set_many(
                    {self._prefix + token: count for token, count in new.items()},
                    _FREQUENCY_SECONDS,
                )
            known |= new
        return {token: known[token] for token in distinct}
