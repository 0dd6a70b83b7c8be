"""Texts as they were written, with what was searched for marked.

What is searched for is canonical, what is shown is not: places are found in the canonical form
and carried back, so that 資訊公開 is marked for 资讯公开, and 泗政〔2013〕12号 for 泗政 2013 12.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from .canonical import CHARACTERS, RUNS, is_han

ELLIPSIS = "…"
PASSAGE = 120
_SENTENCE_END = re.compile(r"[。！？；!?\n]")
_CLAUSE_END = re.compile(r"[，、：,:\s]")
# What belongs to the clause before it, and no passage begins with.
_LEFT_OVER = re.compile(r"[\s。！？；!?，、：,:;”’」』）)】》〉]*")
_LETTER_OR_DIGIT = re.compile(r"[^\W_]", re.ASCII)


class Place(NamedTuple):
    """Where a mark stands in a text: from ``start`` to before ``end``; ``mark`` is its number."""

    start: int
    end: int
    mark: int


def mark(text: str, marks: Sequence[str]) -> SafeString:
    """``text``, escaped, with ``<mark>`` around all places of the canonical ``marks``."""
    text = unicodedata.normalize("NFC", text)
    return _marked(text, places(text, marks), 0, len(text))


def best_passage(text: str, marks: Sequence[str], length: int = PASSAGE) -> SafeString:
    """The part of ``text`` that tells most of ``marks``, escaped and marked.

    That is the one with the most different marks, among these with the most places, among these
    the first; without any mark in it, the beginning of the text. ``length`` counts characters,
    without the ellipses that stand where the text goes on.
    """
    text = unicodedata.normalize("NFC", text)
    found = places(text, marks)
    first, last = _densest(found, length) if found else (0, 0)
    start = _beginning(text, first, last, length) if found else _skip(text, 0)
    end = _ending(text, start, length)
    passage = _marked(text, found, start, end)
    before = ELLIPSIS if text[:start].strip() else ""
    after = ELLIPSIS if text[end:].strip() else ""
    return mark_safe(f"{before}{passage}{after}")  # noqa: S308 - escaped piece by piece


def places(text: str, marks: Sequence[str]) -> list[Place]:
    """Places of canonical marks in a text in NFC, by their beginning."""
    wanted = list(dict.fromkeys(filter(None, marks)))
    if not wanted:
        return []
    canonical_text, origin = _with_origin(text)
    found = [
        Place(origin[start], origin[end - 1] + 1, number)
        for number, each in enumerate(wanted)
        for start, end in _occurrences(canonical_text, each)
    ]
    return sorted(found)


def _with_origin(text: str) -> tuple[str, Sequence[int]]:
    """The canonical form, a space before and behind it, and the place in ``text`` of each of its
    characters."""
    plain = [CHARACTERS[ord(character)] for character in text]
    joined = "".join(plain)
    places_of: Sequence[int] = range(len(text))
    if any(len(each) != 1 for each in plain):
        places_of = [index for index, each in enumerate(plain) for _one in each]
    origin = [0]
    runs = []
    for run in RUNS.finditer(joined):
        runs.append(run[0])
        origin += places_of[run.start() : run.end()]
        # Of the space between two runs; no mark begins or ends with it.
        origin.append(origin[-1])
    return f" {' '.join(runs)} ", origin


def _occurrences(canonical_text: str, wanted: str) -> Iterator[tuple[int, int]]:
    """Where a mark stands; of those that overlap only as many as cover them all.

    So periodic texts do not give as many places as they have characters times the mark's length:
    after one place the last that overlaps it is next.
    """
    runs = wanted.split(" ")
    before = "" if is_han(runs[0]) else " "
    pattern = f"{before}{wanted}{'' if is_han(runs[-1]) else ' '}"
    size = len(wanted)
    at = canonical_text.find(pattern)
    while at >= 0:
        yield at + len(before), at + len(before) + size
        overlapping = canonical_text.rfind(pattern, at + 1, at + size - 1 + len(pattern))
        at = overlapping if overlapping > at else canonical_text.find(pattern, at + size)


def _densest(found: Sequence[Place], length: int) -> tuple[int, int]:
    """Beginning and end of the best group of places within ``length`` characters."""
    best, best_value = (found[0].start, found[0].end), (0, 0)
    within: Counter[int] = Counter()
    stop = end = 0
    for index, first in enumerate(found):
        while stop < len(found) and (
            stop <= index or found[stop].end <= first.start + length
        ):
            within[found[stop].mark] += 1
            end = max(end, found[stop].end)
            stop += 1
        value = (len(within), stop - index)
        if value > best_value:
            best, best_value = (first.start, min(end, first.start + length)), value
        within[first.mark] -= 1
        if not within[first.mark]:
            del within[first.mark]
    return best


def _beginning(text: str, first: int, last: int, length: int) -> int:
    """Where a passage with the places from ``first`` to ``last`` begins: if possible with a
    sentence or at least a clause, and with some words before the first place."""
    spare = max(length - (last - first), 0)
    # At the end of a text nothing else fills the passage.
    room = max(spare // 2, min(spare, length - (len(text) - first)))
    earliest = max(first - room, 0)
    if earliest == 0:
        return _skip(text, 0)
    before = text[earliest:first]
    for border in (_SENTENCE_END, _CLAUSE_END):
        if found := border.search(before):
            return min(_skip(text, earliest + found.end()), first)
    # No border is near: a few words, and no half of a number.
    start = max(earliest, first - length // 6)
    while start < first and _in_word(text, start):
        start += 1
    return start


def _ending(text: str, start: int, length: int) -> int:
    end = min(start + length, len(text))
    shortest = start + length // 2
    while end > shortest and end < len(text) and _in_word(text, end):
        end -= 1
    return end


def _in_word(text: str, index: int) -> bool:
    """Whether a cut before ``index`` would part a word or a number."""
    pair = text[index - 1 : index + 1]
    return len(pair) == 2 and all(map(_LETTER_OR_DIGIT.match, pair))  # noqa: PLR2004 - a pair


def _skip(text: str, start: int) -> int:
    found = _LEFT_OVER.match(text, start)
    return found.end() if found else start


def _marked(text: str, found: Iterable[Place], start: int, end: int) -> SafeString:
    pieces: list[str] = []
    done = start
    for place_start, place_end in _merged(found):
        first, last = max(place_start, start), min(place_end, end)
        if first >= last:
            continue
        pieces.append(escape(text[done:first]))
        pieces.append(f"<mark>{escape(text[first:last])}</mark>")
        done = last
    pieces.append(escape(text[done:end]))
    return mark_safe("".join(pieces))  # noqa: S308 - every piece is escaped


def _merged(found: Iterable[Place]) -> Iterator[tuple[int, int]]:
    """Places that overlap or touch, as one."""
    start = end = -1
    for place in found:
        if place.start > end:
            if end > start:
                yield start, end
            start, end = place.start, place.end
        end = max(end, place.end)
    if end > start:
        yield start, end
