"""The phrases as a process knows them, to see which of them was meant.

They are read again after they were built anew, and in any case after :data:`FRESH_FOR` seconds.
At most ``GONGKAI_SEARCH_MAX_PHRASES`` are held: some 10 MB for 20,000.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ..conf import get_setting
from ..live import Live
from .readings import Reading, fuzzily

# Seconds.
FRESH_FOR = 600


@dataclass(frozen=True)
class KnownPhrases:
    """Phrases, the weightiest first, and the places of those among them that sound alike.

    ``weights`` of them by text; ``by_letters`` are their readings written in one, ``by_sound``
    the same where similar sounds are one.
    """

    texts: Sequence[str]
    weights: Mapping[str, int]
    by_letters: Mapping[str, Sequence[int]]
    by_sound: Mapping[str, Sequence[int]]

    def like(self, reading: Reading) -> list[str]:
        """Phrases of as many characters that are read like this."""
        return self._of(self.by_letters, "".join(reading), len(reading))

    def nearly_like(self, reading: Reading) -> list[str]:
        """Phrases of as many characters that are read nearly like this."""
        return self._of(self.by_sound, "".join(fuzzily(reading)), len(reading))

    def _of(self, index: Mapping[str, Sequence[int]], letters: str, size: int) -> list[str]:
        found = (self.texts[place] for place in index.get(letters, ()))
        return [text for text in found if len(text) == size]


def readings_in(written: str) -> list[Reading]:
    """Readings as a row of ``SuggestedPhrase`` has them."""
    return [tuple(reading.split(" ")) for reading in written.split("|")]


def known_phrases() -> KnownPhrases:
    """The phrases that are suggested, whoever may find them."""
    return _current.get()


def renew() -> None:
    """Have every process that shares the cache read the phrases again."""
    _current.renew()


def _read() -> KnownPhrases:
    from ..models import SuggestedPhrase

    most = int(str(get_setting("GONGKAI_SEARCH_MAX_PHRASES")))
    rows = SuggestedPhrase.objects.order_by("-weight", "text")[:most]
    texts: list[str] = []
    weights: dict[str, int] = {}
    by_letters: dict[str, list[int]] = defaultdict(list)
    by_sound: dict[str, list[int]] = defaultdict(list)
    for place, (text, weight, written) in enumerate(rows.values_list("text", "weight", "readings")):
        texts.append(text)
        weights[text] = weight
        readings = readings_in(written)
        for letters in dict.fromkeys("".join(reading) for reading in readings):
            by_letters[letters].append(place)
        for letters in dict.fromkeys("".join(fuzzily(reading)) for reading in readings):
            by_sound[letters].append(place)
    return KnownPhrases(texts, weights, dict(by_letters), dict(by_sound))


_current = Live("phrases", _read, FRESH_FOR)
