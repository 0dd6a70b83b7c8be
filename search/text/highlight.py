"""Texts as they were written, with what was searched for marked.

What is searched for is canonical, what is shown is not: places are found in the canonical form
and carried back, so that 資訊公開 is marked for 资讯公开, and 泗政〔2013〕12号 for 泗政 2013 12.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from html import escape

from django.utils.safestring import SafeString, mark_safe

from .canonical import CHARACTERS, RUNS, is_han

ELLIPSIS = "…"
PASSAGE = 120
_SENTENCE_END = re.compile(r"[。！？；!?\n]")
_CLAUSE_END = re.compile(r"[，、：,:\s]")
# What belongs to the clause before it, and no passage begins with.
_LEFT_OVER = re.compile(r"[\s。！？；!?，、：,:;”’」』）)】》〉]*")
_LETTER_OR_DIGIT = re.compile(r"[^\W_]", re.ASCII)


# Where a mark stands in a text: from here, to before there; and the mark's number. No class: a
# text may have a hundred thousand of them.
Place = tuple[int, int, int]


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
        (origin[start], origin[end - 1] + 1, number)
        for number, each in enumerate(wanted)
        for start, end in _occurrences(canonical_text, each)
    ]
    return sorted(found)


def _with_origin(text: str) -> tuple[str, Sequence[int]]:
    """The canonical form, a space before and behind it, and the place in ``text`` of each of its
    characters."""
    places_of: Sequence[int] = range(len(text))
    if any(len(CHARACTERS[ord(character)]) != 1 for character in set(text)):
        places_of = [index for index, each in enumerate(text) for _one in CHARACTERS[ord(each)]]
    origin = [0]
    runs = []
    for run in RUNS.finditer(text.translate(CHARACTERS)):
        runs.append(run[0])
        origin += places_of[run.start() : run.end()]
        # Of the space between two runs; no mark begins or ends with it.
        origin.append(origin[-1])
    return f" {' '.join(runs)} ", origin


def _occurrences(canonical_text: str, wanted: str) -> Iterator[tuple[int, int]]:
    """Where a mark stands; places that overlap or touch are one.

    After one place the last that overlaps it is next: so a periodic text takes no longer than its
    length demands.
    """
    runs = wanted.split(" ")
    before = "" if is_han(runs[0]) else " "
    pattern = f"{before}{wanted}{'' if is_han(runs[-1]) else ' '}"
    size, reach = len(wanted), len(wanted) + len(pattern)
    find, rfind, shift = canonical_text.find, canonical_text.rfind, len(before)
    at = start = find(pattern)
    while at >= 0:
        following = rfind(pattern, at + 1, at + reach)
        if following < 0:
            yield start + shift, at + shift + size
            following = start = find(pattern, at + size)
        at = following


def _densest(found: Sequence[Place], length: int) -> tuple[int, int]:
    """Beginning and end of the best group of places within ``length`` characters."""
    best, best_value = (0, 0), (0, 0)
    counts = [0] * (max(number for _start, _end, number in found) + 1)
    different = stop = end = 0
    for index, (start, own_end, number) in enumerate(found):
        limit = max(start + length, own_end)
        while stop < len(found) and found[stop][1] <= limit:
            added = found[stop][2]
            different += not counts[added]
            counts[added] += 1
            end = max(end, found[stop][1])
            stop += 1
        value = (different, stop - index)
        if value > best_value:
            best, best_value = (start, min(end, start + length)), value
        counts[number] -= 1
        different -= not counts[number]
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
    shown = ((max(first, start), min(last, end), number) for first, last, number in found)
    for first, last in _merged(place for place in shown if place[0] < place[1]):
        pieces += (escape(text[done:first]), "<mark>", escape(text[first:last]), "</mark>")
        done = last
    pieces.append(escape(text[done:end]))
    return mark_safe("".join(pieces))  # noqa: S308 - every piece is escaped


def _merged(found: Iterable[Place]) -> Iterator[tuple[int, int]]:
    """Places that overlap or touch, as one."""
    start = end = -1
    for place_start, place_end, _number in found:
        if place_start > end:
            if end > start:
                yield start, end
            start, end = place_start, place_end
        elif place_end > end:
            end = place_end
    if end > start:
        yield start, end
