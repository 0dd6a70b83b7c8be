"""The office's synonyms: which words are searched beside a word.

Only queries are read with them; nothing of them is in the index, so that a change needs no new
index. Every process reads them again when they were changed, or after a minute.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from ..live import Live


@dataclass(frozen=True)
class Thesaurus:
    """``beside`` gives, for a canonical word, the canonical words that are searched beside it."""

    beside: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @cached_property
    def longest(self) -> int:
        """Characters of the longest word that has any beside it."""
        return max(map(len, self.beside), default=0)

    @cached_property
    def words(self) -> frozenset[str]:
        """All words, on either side."""
        return frozenset(self.beside).union(*self.beside.values())


def thesaurus_of(pairs: Iterable[tuple[Iterable[str], Iterable[str]]]) -> Thesaurus:
    """Put together what is searched beside what: every word on the left finds all on the right."""
    beside: dict[str, dict[str, None]] = {}
    for asked, found in pairs:
        right = list(found)
        for word in asked:
            beside.setdefault(word, {}).update(
                dict.fromkeys(each for each in right if each != word)
            )
    return Thesaurus({word: tuple(others) for word, others in beside.items() if others})


def read_thesaurus() -> Thesaurus:
    """The synonyms as they are stored now."""
    from ..models import SynonymGroup

    rows = SynonymGroup.objects.order_by("pk").only("kind", "words", "found_words")
    return thesaurus_of((row.asked, row.found) for row in rows)


def _read() -> Thesaurus:
    return read_thesaurus()


_current = Live("synonyms", _read)


def thesaurus() -> Thesaurus:
    """The synonyms that this process knows."""
    return _current.get()


def renew() -> None:
    """Have every process that shares the cache read the synonyms again."""
    _current.renew()
