"""What was probably meant, where what was typed finds little.

Three things go wrong: a word was chosen that sounds alike (新习公开), a character was left out,
doubled, exchanged or mistyped (信公息开), or the input method was off (xinxigongkai). Phrases that
are known (``known``) are what may have been meant; only what finds more is offered.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import accumulate, chain, islice, pairwise
from typing import Any

from django.db.models import QuerySet
from modelsearch.query import SearchQuery
from rapidfuzz import process
from rapidfuzz.distance import OSA

from ..query.language import PeopleQuery, parse
from ..query.questions import is_question
from ..text.words import segment
from .keys import Typed
from .known import KnownPhrases, known_phrases
from .lookup import phrases_typed
from .phrases import LONGEST
from .readings import is_readable, reading_of

# With so many hits or more there is nothing to correct.
ENOUGH = 3
# A correction of something that finds anything finds this many times as much.
_MUCH_MORE = 5
# Corrections that are looked for among the visitor's objects, at most.
_MOST_TRIED = 8
# What is longer is no word.
_LONGEST_WORD = 60
_SHORTEST_LETTERS = 3
_PAIR = 2
# Up to so many characters a part of two may be wrong; of more, such parts are found everywhere.
_SHORT_WORD = 6
_TOLD_BY, _LONGEST_SLIP = 3, 12
_MOST_WINDOWS, _MOST_SLIPS = 12, 12
# Characters beside a doubtful one that may belong to the same phrase.
_AROUND = 2


def correction(parsed: PeopleQuery, queryset: QuerySet[Any], engine: Any) -> str | None:
    """A query that finds more among the objects of ``queryset`` and was probably meant.

    None where what was typed finds :data:`ENOUGH`, where nothing better is known, and for queries
    that are a document number. Costs nothing but one count where there is enough.
    """
    if parsed.is_empty or parsed.document_number:
        return None
    hits = _number(parsed.all_words(), queryset, engine)
    if hits >= ENOUGH:
        return None
    phrases = known_phrases()
    if not phrases.texts:
        return None
    tried = [parse(text) for text in islice(_corrections(parsed, phrases), _MOST_TRIED)]
    for other in tried:
        found = _number(other.all_words(), queryset, engine)
        if found > hits and found >= _MUCH_MORE * hits:
            return other.text
    if hits or _number(parsed.segmented(), queryset, engine):
        return None
    # Neither finds it in one piece: the words by themselves.
    return next(
        (other.text for other in tried if _number(other.segmented(), queryset, engine)), None
    )


def _number(query: SearchQuery | None, queryset: QuerySet[Any], engine: Any) -> int:
    return 0 if query is None else int(engine.search(query, queryset).count())


def _corrections(parsed: PeopleQuery, phrases: KnownPhrases) -> Iterator[str]:
    """Queries with one word corrected, the likeliest first, then one with all of them."""
    in_words = is_question(parsed.text)
    best: dict[str, str] = {}
    ways: list[list[str]] = []
    for word in parsed.wanted:
        if others := list(islice(_instead_of(word, phrases, in_words=in_words), _MOST_TRIED)):
            best[word] = others[0]
            ways.append([_written(parsed, {word: other}) for other in others])
    if len(best) > 1:
        yield _written(parsed, best)
    for place in range(_MOST_TRIED):
        yield from (way[place] for way in ways if place < len(way))


def _written(parsed: PeopleQuery, instead: dict[str, str]) -> str:
    """The query with other words in place of some."""
    wanted = [
        f"“{instead.get(each, each)}”" if each in parsed.phrases else instead.get(each, each)
        for each in parsed.wanted
    ]
    return " ".join([*wanted, *(f"-{each}" for each in parsed.excluded)])


def _instead_of(word: str, phrases: KnownPhrases, *, in_words: bool) -> Iterator[str]:
    """What may have been meant by a word, each once.

    ``in_words`` says that it is a sentence, whose words are taken to be right: most of them are in
    no title.
    """
    if len(word) > _LONGEST_WORD:
        return
    found: Iterable[str]
    if not is_readable(word):
        found = _by_letters(word, phrases)
    elif in_words:
        found = _by_sound(word, phrases, but=_words_in(word))
    else:
        found = chain(_by_sound(word, phrases), _by_slip(word, phrases))
    known = {word}
    for other in found:
        if other not in known:
            known.add(other)
            yield other


def _by_letters(word: str, phrases: KnownPhrases) -> Iterator[str]:
    """What letters are the pinyin of: one phrase, several one after the other, or a part of one;
    or its initials, or a mixture with characters."""
    letters = word.replace(" ", "")
    if len(letters) < _SHORTEST_LETTERS:
        return
    yield from (phrases.texts[place] for place in phrases.by_letters.get(letters, ()))
    if letters.isascii():
        yield from _several(letters, phrases)
    yield from phrases_typed(Typed(letters))


def _several(letters: str, phrases: KnownPhrases) -> Iterator[str]:
    """The fewest phrases whose pinyin make up some letters; of each the weightiest."""
    # By the number of letters: the best text for them.
    best: dict[int, list[str]] = {0: []}
    for end in range(1, len(letters) + 1):
        for start in range(end):
            places = phrases.by_letters.get(letters[start:end], ())
            if places and start in best:
                way = [*best[start], phrases.texts[places[0]]]
                if end not in best or len(way) < len(best[end]):
                    best[end] = way
    if len(best.get(len(letters), [])) > 1:
        yield "".join(best[len(letters)])


def _by_sound(
    word: str, phrases: KnownPhrases, but: frozenset[tuple[int, int]] = frozenset()
) -> Iterator[str]:
    """The word with a phrase that sounds alike in place of the whole or of a part, ``but`` of
    some; exactly alike first, of parts the longest."""
    reading = reading_of(word)
    windows = [each for each in _unknown_windows(word, phrases) if each not in but]
    for alike in (phrases.like, phrases.nearly_like):
        for start, end in windows:
            for phrase in alike(reading[start:end]):
                yield word[:start] + phrase + word[end:]


def _unknown_windows(word: str, phrases: KnownPhrases) -> Iterator[tuple[int, int]]:
    """Parts of a word that are no phrase, the longest first."""
    shortest = 2 if len(word) <= _SHORT_WORD else 3
    for size in range(len(word), shortest - 1, -1):
        for start in range(len(word) - size + 1):
            if word[start : start + size] not in phrases.weights:
                yield start, start + size


def _words_in(word: str) -> frozenset[tuple[int, int]]:
    """Places of the words of a sentence."""
    ends = list(accumulate(map(len, segment(word))))
    return frozenset(pairwise([0, *ends]))


def _by_slip(word: str, phrases: KnownPhrases) -> Iterator[str]:
    """The word with a phrase that is one slip away from the whole or from a part of it."""
    if len(word) == _PAIR:
        if word[::-1] in phrases.weights:
            yield word[::-1]
        return
    if len(word) <= _LONGEST_SLIP:
        yield from _one_slip_from(word, phrases)
    for start, end in _doubtful_windows(word, phrases):
        for phrase in _one_slip_from(word[start:end], phrases):
            yield word[:start] + phrase + word[end:]


def _one_slip_from(part: str, phrases: KnownPhrases) -> Iterator[str]:
    """Phrases with one character missing, added, wrong, or two exchanged, weightiest first."""
    found = process.extract(
        part, phrases.texts, scorer=OSA.distance, score_cutoff=1, limit=_MOST_SLIPS
    )
    # A stable sort: what has one character less tells least, and is found most.
    for phrase, distance, _place in sorted(found, key=lambda each: len(each[0]) < len(part)):
        # Of three characters with one wrong too little is left to tell what was meant.
        is_told = len(part) > _TOLD_BY or len(phrase) != len(part) or sorted(part) == sorted(phrase)
        if distance and is_told:
            yield phrase


def _doubtful_windows(word: str, phrases: KnownPhrases) -> list[tuple[int, int]]:
    """Parts around the characters that belong to no known phrase or word, the longest first."""
    known = _known_characters(word, phrases)
    doubtful = [place for place in range(len(word)) if place not in known]
    windows: set[tuple[int, int]] = set()
    for first in doubtful:
        if first - 1 in doubtful:
            continue
        last = first
        while last + 1 in doubtful:
            last += 1
        windows |= {
            (max(first - before, 0), min(last + 1 + after, len(word)))
            for before in range(_AROUND + 1)
            for after in range(_AROUND + 1)
        }
    fitting = [
        (start, end)
        for start, end in windows
        if _TOLD_BY <= end - start <= _LONGEST_SLIP and end - start < len(word)
    ]
    return sorted(fitting, key=lambda each: (each[0] - each[1], each))[:_MOST_WINDOWS]


def _known_characters(word: str, phrases: KnownPhrases) -> set[int]:
    """Places of the characters that belong to a known phrase or to a word of two or more."""
    known: set[int] = set()
    start = 0
    for part in segment(word):
        if len(part) > 1:
            known.update(range(start, start + len(part)))
        start += len(part)
    for start in range(len(word) - 1):
        for end in range(start + 2, min(start + LONGEST, len(word)) + 1):
            if word[start:end] in phrases.weights:
                known.update(range(start, end))
    return known
