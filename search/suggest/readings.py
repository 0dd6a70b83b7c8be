"""How Chinese is read: syllables of pinyin without tones, and which of them sound alike."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import islice

from pypinyin import Style, lazy_pinyin, pinyin
from pypinyin.constants import PINYIN_DICT
from pypinyin.contrib.tone_convert import to_normal

# One syllable for each character.
Reading = tuple[str, ...]

# Readings of one text that are kept.
MOST_READINGS = 6
_ALIKE_BEGINNINGS = {"zh": "z", "ch": "c", "sh": "s", "n": "l"}
_ALIKE_ENDS = {"ing": "in", "eng": "en", "ang": "an"}
_LETTERS = re.compile("[a-z]+")


def reading_of(text: str) -> Reading:
    """The usual reading of a text of Han characters, words read as words (银行 is yin hang).

    A character that nobody knows how to read is a syllable of its own.
    """
    return _fitting(text, [syllable.replace("ü", "v") for syllable in lazy_pinyin(text)])


def readings_of(text: str) -> list[Reading]:
    """The usual reading, and those in which one character is read otherwise; at most
    :data:`MOST_READINGS`. Of names, that no dictionary has (单县 is dan xian or shan xian)."""
    usual = reading_of(text)
    found = {usual: None}
    others = pinyin(text, style=Style.NORMAL, heteronym=True)
    if len(others) != len(usual):
        return [usual]
    for place, syllables in enumerate(others):
        for syllable in syllables:
            other = (*usual[:place], syllable.replace("ü", "v"), *usual[place + 1 :])
            found.setdefault(other)
    return list(found)[:MOST_READINGS]


def _fitting(text: str, syllables: Sequence[str]) -> Reading:
    """Syllables one for each character, whatever the dictionary made of runs it does not know."""
    if len(syllables) == len(text):
        return tuple(syllables)
    return tuple("".join(lazy_pinyin(character)) for character in text)


@cache
def fuzzy(syllable: str) -> str:
    """What a syllable shares with those it is mistaken for: zh with z, n with l, ing with in."""
    for beginning, plain in _ALIKE_BEGINNINGS.items():
        if syllable.startswith(beginning):
            syllable = plain + syllable[len(beginning) :]
            break
    for end, plain in _ALIKE_ENDS.items():
        if syllable.endswith(end):
            return syllable[: -len(end)] + plain
    return syllable


def fuzzily(reading: Reading) -> Reading:
    """A reading in which what sounds alike is the same."""
    return tuple(map(fuzzy, reading))


@cache
def syllables() -> frozenset[str]:
    """Every syllable that a character may be read as."""
    found = {
        to_normal(each).replace("ü", "v")
        for all_ in PINYIN_DICT.values()
        for each in all_.split(",")
    }
    return frozenset(each for each in found if _LETTERS.fullmatch(each))


@cache
def _longest() -> int:
    return max(map(len, syllables()))


def splits(letters: str, most: int) -> list[list[str]]:
    """Ways to read letters as syllables and initials, the last of which may be unfinished.

    ``xinxigk`` is xin xi g k, ``xinxigo`` xin xi go. At most ``most``; those of fewer parts come
    first, since who types whole syllables means them.
    """
    possible = _numbers_of_parts(letters)
    ways = (way for parts in sorted(possible[0]) for way in _ways(letters, 0, parts, possible))
    return list(islice(ways, most))


def _numbers_of_parts(letters: str) -> list[set[int]]:
    """Into how many parts the letters from each place on can be split: so that no way is tried
    that leads nowhere, of which there are more than anybody can wait for."""
    size = len(letters)
    possible: list[set[int]] = [set() for _place in range(size + 1)]
    for place in range(size - 1, -1, -1):
        if letters[place:] in beginnings():
            possible[place].add(1)
        for end in range(place + 1, min(place + _longest(), size - 1) + 1):
            if _is_part(letters[place:end]):
                possible[place] |= {number + 1 for number in possible[end]}
    return possible


def _ways(letters: str, place: int, parts: int, possible: list[set[int]]) -> Iterator[list[str]]:
    if parts == 1:
        yield [letters[place:]]
        return
    for end in range(min(place + _longest(), len(letters) - 1), place, -1):
        first = letters[place:end]
        if parts - 1 in possible[end] and _is_part(first):
            for rest in _ways(letters, end, parts - 1, possible):
                yield [first, *rest]


def _is_part(letters: str) -> bool:
    return letters in syllables() or letters in initials()


@cache
def beginnings() -> frozenset[str]:
    """Every beginning of a syllable."""
    return frozenset(each[:end] for each in syllables() for end in range(1, len(each) + 1))


@cache
def initials() -> frozenset[str]:
    """What may stand for a syllable: its first letter, or both letters of zh, ch and sh."""
    return frozenset(each[0] for each in syllables()) | {"zh", "ch", "sh"}
