"""Synonyms of what stands in a query."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations, islice, product

from ..text import canonical, is_han
from ..text.synonyms import Thesaurus
from ..text.words import segment
from .tree import Phrase


@dataclass(frozen=True)
class Piece:
    """A part of a word that was typed, from ``start`` on.

    ``segments`` are what the segmenter makes of it; ``synonyms`` what is searched beside the whole
    piece, nothing for most pieces.
    """

    text: str
    start: int
    segments: tuple[str, ...]
    synonyms: tuple[str, ...] = ()

    @property
    def end(self) -> int:
        """The place in the word that it ends before."""
        return self.start + len(self.text)


def pieces_of(word: str, thesaurus: Thesaurus) -> list[Piece]:
    """Cut a canonical word so that what has synonyms is one piece, and every other segment too.

    A word with synonyms is known where it begins and ends as the segmenter would cut: 低保 is one
    in 怎么申请低保, and none in 降低保证金. Of several the longest is taken, from the left.
    """
    cut = _segments(word)
    pieces: list[Piece] = []
    first = 0
    while first < len(cut):
        last = _end_of_known(word, cut, first, thesaurus)
        start, end = cut[first].start, cut[last].end
        segments = tuple(part for each in cut[first : last + 1] for part in each.segments)
        text = word[start:end]
        pieces.append(Piece(text, start, segments, thesaurus.beside.get(text, ())))
        first = last + 1
    return pieces


def _segments(word: str) -> list[Piece]:
    found: list[Piece] = []
    place = 0
    for run in word.split(" "):
        for part in segment(run) if is_han(run) else [run]:
            found.append(Piece(part, place, (part,)))
            place += len(part)
        place += 1
    return found


def _end_of_known(word: str, cut: list[Piece], first: int, thesaurus: Thesaurus) -> int:
    """The last segment of the longest word with synonyms that begins with a segment; this segment
    itself where there is none."""
    start = cut[first].start
    fitting = [
        place for place in range(first, len(cut)) if cut[place].end - start <= thesaurus.longest
    ]
    for last in reversed(fitting):
        if word[start : cut[last].end] in thesaurus.beside:
            return last
    return first


def may_have_synonyms(word: str, thesaurus: Thesaurus) -> bool:
    """Whether any word with synonyms stands in a canonical text, without asking the segmenter."""
    return any(
        word[start:end] in thesaurus.beside
        for start in range(len(word))
        for end in range(start + 1, min(start + thesaurus.longest, len(word)) + 1)
    )


def variants(word: str, pieces: list[Piece], limit: int) -> list[str]:
    """At most ``limit`` other ways to say a word: with one synonym first, then with several.

    What has the word itself in it is left out: it is found anyway.
    """
    typed = Phrase(word)
    others = (each for each in _variants(word, pieces) if not typed.stands_in(each))
    return list(dict.fromkeys(islice(others, limit)))


def _variants(word: str, pieces: list[Piece]) -> Iterator[str]:
    known = [piece for piece in pieces if piece.synonyms]
    for number in range(1, len(known) + 1):
        for chosen in combinations(known, number):
            for synonyms in product(*(piece.synonyms for piece in chosen)):
                yield _replaced(word, zip(chosen, synonyms, strict=True))


def _replaced(word: str, changes: Iterator[tuple[Piece, str]]) -> str:
    parts: list[str] = []
    place = 0
    for piece, synonym in changes:
        parts += [word[place : piece.start], synonym]
        place = piece.end
    # Letters among Han characters are a run of their own.
    return canonical("".join([*parts, word[place:]]))
