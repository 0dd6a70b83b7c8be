"""What a phrase is found by, and what of it was typed: characters, pinyin, initials, or a mixture.

A key is a mark of its kind and a text, as bytes: those of all phrases that begin alike stand
together in the index, so that a look-up is a range in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import islice, product

from ..text import canonical, is_han
from ..text.canonical import HAN
from .readings import Reading, reading_of, splits

# Kinds of keys: from the first character, from a later one, by pinyin, by initials.
TEXT, INSIDE, PINYIN, INITIALS = b"t", b"s", b"p", b"i"
# Above every byte of UTF-8.
_ABOVE = b"\xff"
# Nothing longer is suggested anything for.
_LONGEST = 40
_FEWEST_LETTERS = 2
_MOST_WAYS = 6
_PARTS = re.compile(rf"[{HAN}]+|[a-z]+|.", re.DOTALL)
_TWO_LETTERS = ("zh", "ch", "sh")


@dataclass(frozen=True)
class Range:
    """Keys from ``first`` to before ``end``."""

    first: bytes
    end: bytes

    @classmethod
    def of(cls, kind: bytes, beginning: str) -> Range:
        """Keys of a kind with this beginning."""
        first = kind + beginning.encode()
        return cls(first, first + _ABOVE)


def keys_of(text: str, readings: Iterable[Reading]) -> set[bytes]:
    """All keys of a phrase of Han characters."""
    found = {TEXT + text.encode()}
    found |= {INSIDE + text[start:].encode() for start in range(1, len(text) - 1)}
    for reading in readings:
        found.add(PINYIN + "".join(reading).encode())
        found.add(INITIALS + "".join(syllable[:1] for syllable in reading).encode())
    return found


class Typed:
    """What was typed so far."""

    def __init__(self, typed: str) -> None:
        self.canonical = canonical(typed[: 2 * _LONGEST])[:_LONGEST].strip()
        self._text = self.canonical.replace(" ", "")
        self._parts = _PARTS.findall(self._text)

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to go by."""
        return not self._text

    @property
    def is_han(self) -> bool:
        """Whether it is all Han characters."""
        return len(self._parts) == 1 and is_han(self._text[0])

    @cached_property
    def ranges(self) -> list[Range]:
        """Where keys of phrases stand that may begin like this; :meth:`fits` decides."""
        if self.is_han:
            return [Range.of(TEXT, self._text)]
        if any(not is_han(part) and not part.isascii() for part in self._parts):
            return []
        if len(self._text) < _FEWEST_LETTERS or any(map(str.isdigit, self._text)):
            return []
        by_pinyin = "".join(
            "".join(reading_of(part)) if is_han(part) else part for part in self._parts
        )
        found = [Range.of(PINYIN, by_pinyin)]
        found += [Range.of(INITIALS, each) for each in self._initials()]
        if is_han(self._parts[0]):
            found.append(Range.of(TEXT, self._parts[0]))
        return list(dict.fromkeys(found))

    @property
    def inside(self) -> list[Range]:
        """Where keys of phrases stand that have this somewhere behind their first character."""
        return [Range.of(INSIDE, self._text)] if self.is_han else []

    def _initials(self) -> Iterator[str]:
        ways = [
            [reading_of(part)] if is_han(part) else splits(part, _MOST_WAYS) for part in self._parts
        ]
        for way in islice(product(*ways), _MOST_WAYS):
            yield "".join(unit[:1] for units in way for unit in units)

    def fits(self, text: str, readings: Iterable[Reading]) -> bool:
        """Whether a phrase begins with what was typed, in one of its readings."""
        return any(self._fits_from(0, text, reading, 0) for reading in readings)

    def _fits_from(self, place: int, text: str, reading: Reading, number: int) -> bool:
        """Whether the typed from ``place`` on fits the phrase from its character ``number`` on."""
        typed = self._text
        if place == len(typed):
            return True
        if number == len(text):
            return False
        if is_han(typed[place]):
            return typed[place] == text[number] and self._fits_from(
                place + 1, text, reading, number + 1
            )
        syllable = reading[number]
        if syllable.startswith(typed[place:]):
            return True
        parts = {syllable, syllable[:1], *(each for each in _TWO_LETTERS if syllable[:2] == each)}
        return any(
            typed.startswith(part, place)
            and self._fits_from(place + len(part), text, reading, number + 1)
            for part in parts
        )
