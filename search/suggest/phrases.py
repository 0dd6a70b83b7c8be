"""Phrases of titles: consecutive words that more than one title has, and short titles."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from ..text import canonical, is_han
from ..text.words import segment, words_and_parts
from .readings import is_readable

SHORTEST, LONGEST = 2, 10
_MOST_WORDS = 5
# A phrase of one title is no phrase of the collection.
FEWEST_TITLES = 2
# Phrases counted at a time; beyond it the rarest are forgotten. About 60 MB.
_MOST_COUNTED = 300_000
# No phrase begins or ends with one of these.
_FUNCTION_WORDS = frozenset(
    "的了和与及或等在是有对把被给从向到为就也都将之于第号年月日某各本该其并以由按经至关不"
) | {"关于", "以及", "有关", "其他", "一个", "进行", "根据", "按照", "若干", "对于", "年度"}


def phrases_of(title: str) -> set[str]:
    """The phrases of 2 to 10 Han characters in a title."""
    return {
        phrase
        for run in canonical(title).split(" ")
        if is_han(run)
        for phrase in _phrases_of_run(run)
    }


def whole_title(title: str) -> str:
    """The canonical form of a title that is itself such a phrase; empty for any other."""
    text = canonical(title)
    return text if is_readable(text) and SHORTEST <= len(text) <= LONGEST else ""


def counted(titles: Iterable[str]) -> tuple[Counter[str], Counter[str]]:
    """In how many titles each phrase stands, and how often each short title occurs.

    Of more phrases than memory is to be spent on, the rarest are left out.
    """
    phrases: Counter[str] = Counter()
    short: Counter[str] = Counter()
    rarest = 0
    for title in titles:
        phrases.update(phrases_of(title))
        if whole := whole_title(title):
            short[whole] += 1
        for counter in (phrases, short):
            if len(counter) > _MOST_COUNTED:
                rarest += 1
                _forget(counter, rarest)
    return phrases, short


def _forget(counter: Counter[str], rarest: int) -> None:
    for phrase in [phrase for phrase, number in counter.items() if number <= rarest]:
        del counter[phrase]


def _phrases_of_run(run: str) -> Iterator[str]:
    yield from (
        word
        for word in words_and_parts(run)
        if SHORTEST <= len(word) <= LONGEST and word not in _FUNCTION_WORDS
    )
    words = segment(run)
    for first, word in enumerate(words):
        # A single character at the beginning is most often the end of a word that was cut.
        if len(word) < SHORTEST or word in _FUNCTION_WORDS:
            continue
        phrase = ""
        for last in words[first : first + _MOST_WORDS]:
            phrase += last
            if len(phrase) > LONGEST:
                break
            if last not in _FUNCTION_WORDS:
                yield phrase
