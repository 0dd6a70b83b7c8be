"""The query language for people: words, "phrases" and -exclusions; everything else is text.

Words stand between spaces and are all wanted. Quotation marks of any kind hold a phrase together;
a minus sign before a word or a phrase, after a space or at the very beginning, excludes it. There
are no operators, and nothing that can be written wrongly: a quotation mark without its partner, an
asterisk or a control character only separates words.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import islice

from modelsearch import query as queries

from ..conf import get_setting
from ..text import canonical, document_number_token
from ..text.numbers import spellings
from ..text.synonyms import thesaurus
from .synonyms import Piece, may_have_synonyms, pieces_of, variants
from .tree import Phrase

# What no text has: control characters, lone surrogates; and any white space.
_SEPARATING = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff\s]+")
# An opening quotation mark is often typed where a closing one belongs, and the other way round.
_DOUBLE, _QUOTES, _MINUS = '"＂“”„‟', '"＂“”„‟「」『』', "\\-－"
_TOKEN = re.compile(
    rf"(?P<excluded>(?<!\S)[{_MINUS}](?=[^\s{_MINUS}]))?"
    rf"(?:[{_DOUBLE}](?P<double>[^{_DOUBLE}]*)[{_DOUBLE}]"
    r"|「(?P<corner>[^「」]*)」|『(?P<white>[^『』]*)』"
    rf"|(?P<word>[^\s{_QUOTES}]+))"
)
# Words of a question that say nothing of what it is about, and of a 文号.
_FUNCTION_WORDS = frozenset(
    "的了吗呢吧啊呀么地得着过和与及或在是有对把被给从向到为就也都还"
    "我你您他她它们这那哪谁几个怎请问要想能会可去第号"
) | {
    *("我们", "你们", "这个", "那个", "哪个", "哪些", "哪里", "哪儿", "什么", "怎么", "怎样"),
    *("怎么样", "怎么办", "如何", "多少", "为什么", "是否", "是不是", "能否", "能不能", "可以"),
    *("可不可以", "应该", "应当", "需要", "有没有", "请问"),
}

NOTHING = queries.Not(queries.MatchAll())
# So many ways to say it otherwise are searched beside what was typed.
_MOST_VARIANTS = 24


@dataclass(frozen=True)
class PeopleQuery:
    """What somebody typed, understood.

    Attributes:
        text: as it is shown back: one line, without control characters, not longer than
            ``GONGKAI_SEARCH_MAX_QUERY_LENGTH`` characters.
        wanted: canonical words and phrases in the order they were typed, each once.
        words, phrases: the same by kind. A word may consist of several runs (``泗政 2013 12 号``).
        excluded: canonical words and phrases that must not stand in a hit.
        canonical: canonical form of all wanted text as it was typed.
        was_cut: whether more was typed than ``text`` has.
        is_expanded: whether the office's synonyms are searched beside the words. They never are
            beside phrases and beside what is excluded.
    """

    text: str
    wanted: tuple[str, ...]
    words: tuple[str, ...]
    phrases: tuple[str, ...]
    excluded: tuple[str, ...]
    canonical: str
    was_cut: bool
    is_expanded: bool = True

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to search for."""
        return not self.wanted

    @property
    def is_only_excluding(self) -> bool:
        """Whether something was excluded from nothing."""
        return self.is_empty and bool(self.excluded)

    @property
    def document_number(self) -> str:
        """Token of the 文号 that all the wanted text is, also ``泗政 2013 12``; or empty."""
        return document_number_token(self.canonical)

    def all_words(self) -> queries.SearchQuery:
        """Everything wanted stands in a hit, or is said there otherwise, and nothing excluded.

        A 文号 typed with spaces is also found by its token.
        """
        every = _all_of([_any_of(each, self._variants.get(each, ())) for each in self.wanted])
        if self.document_number and len(self.wanted) > 1:
            every = queries.Or([queries.Phrase(self.canonical), every])
        return self._without_excluded(every)

    @cached_property
    def as_typed(self) -> PeopleQuery:
        """The same without synonyms."""
        return replace(self, is_expanded=False)

    @cached_property
    def segments(self) -> tuple[str, ...]:
        """The words that the segmenter cuts :attr:`words` into, and the phrases as they are.

        Function words are left out where others remain.
        """
        return tuple(dict.fromkeys(part for each in self._pieces for part in each.segments))

    def segmented(self) -> queries.SearchQuery | None:
        """Every one of :attr:`segments` stands in a hit, or a synonym instead; None where that
        asks nothing else than :meth:`all_words`."""
        if self.is_empty or set(self.segments) == set(self.wanted):
            return None
        return self._without_excluded(_all_of([_said_anyhow(each) for each in self._pieces]))

    @cached_property
    def synonyms(self) -> tuple[str, ...]:
        """What is searched beside the words that were typed, in canonical form."""
        return _synonyms_of(self._pieces)

    @property
    def expanded(self) -> str:
        """:attr:`canonical`, and the synonyms of what stands in it."""
        return " ".join([self.canonical, *self.synonyms])

    @cached_property
    def _pieces(self) -> tuple[Piece, ...]:
        """What :attr:`wanted` consists of, without the function words where others remain."""
        known = thesaurus()
        pieces = [
            piece
            for each in self.wanted
            for piece in (
                [Piece(each, 0, (each,))] if each in self.phrases else pieces_of(each, known)
            )
        ]
        if not self.is_expanded:
            pieces = [replace(piece, synonyms=()) for piece in pieces]
        telling = [each for each in pieces if not _FUNCTION_WORDS.issuperset(each.segments)]
        return tuple(telling or pieces)

    @cached_property
    def _variants(self) -> dict[str, list[str]]:
        """Other ways to say the words that were typed; at most :data:`_MOST_VARIANTS` in all."""
        known = thesaurus()
        found: dict[str, list[str]] = {}
        left = _MOST_VARIANTS
        for word in self.words if self.is_expanded else ():
            if word not in self.phrases and may_have_synonyms(word, known):
                found[word] = variants(word, pieces_of(word, known), left)
                left -= len(found[word])
        return found

    def marks(self) -> list[str]:
        """Canonical strings to highlight in hits of :meth:`all_words`, longest first."""
        numbers = filter(None, map(document_number_token, [*self.wanted, self.canonical]))
        numbered = (spelling for number in numbers for spelling in spellings(number))
        otherwise = (each for others in self._variants.values() for each in others)
        return _longest_first([*self.wanted, *numbered, *otherwise])

    def marks_of_words(self) -> list[str]:
        """The same where long words were cut, for hits that have all or some of the words."""
        return _longest_first([*self.marks(), *self.segments, *self.synonyms])

    def unwanted(self) -> queries.SearchQuery | None:
        """Something that was excluded stands in a hit; None where nothing was."""
        phrases = [queries.Phrase(each) for each in self.excluded]
        return queries.Or(phrases) if phrases else None

    def _without_excluded(self, wanted: queries.SearchQuery) -> queries.SearchQuery:
        unwanted = [queries.Not(queries.Phrase(each)) for each in self.excluded]
        if self.is_empty:
            return NOTHING
        return queries.And([wanted, *unwanted]) if unwanted else wanted


def parse(typed: str) -> PeopleQuery:
    """Understand what somebody typed. Every string has a meaning; none is an error."""
    text, was_cut = _cleaned(typed)
    words: list[str] = []
    phrases: list[str] = []
    excluded: list[str] = []
    wanted: list[str] = []
    for found in _TOKEN.finditer(text):
        token = canonical(found[found.lastgroup or 0])
        if not token:
            continue
        if found["excluded"]:
            excluded.append(token)
            continue
        wanted.append(token)
        (words if found["word"] else phrases).append(token)
    return PeopleQuery(
        text=text,
        wanted=tuple(dict.fromkeys(wanted)),
        words=tuple(dict.fromkeys(words)),
        phrases=tuple(dict.fromkeys(phrases)),
        excluded=tuple(dict.fromkeys(excluded)),
        canonical=" ".join(wanted),
        was_cut=was_cut,
    )


def _cleaned(typed: str) -> tuple[str, bool]:
    longest = int(str(get_setting("GONGKAI_SEARCH_MAX_QUERY_LENGTH")))
    line = _SEPARATING.sub(" ", unicodedata.normalize("NFC", typed)).strip()
    return line[:longest].rstrip(), len(line) > longest


def _all_of(parts: Sequence[queries.SearchQuery]) -> queries.SearchQuery:
    return parts[0] if len(parts) == 1 else queries.And(parts)


def _any_of(text: str, others: Sequence[str]) -> queries.SearchQuery:
    typed = queries.Phrase(text)
    return queries.Or([typed, *map(queries.Phrase, others)]) if others else typed


def _said_anyhow(piece: Piece) -> queries.SearchQuery:
    """All segments of a piece, or one of its synonyms."""
    typed = _all_of([queries.Phrase(each) for each in piece.segments])
    others = _synonyms_of([piece])
    return queries.Or([typed, *map(queries.Phrase, others)]) if others else typed


def _synonyms_of(pieces: Iterable[Piece]) -> tuple[str, ...]:
    """Synonyms that do not have the word itself in them, by which they are found anyway."""
    found = dict.fromkeys(
        synonym
        for piece in pieces
        for synonym in piece.synonyms
        if not Phrase(piece.text).stands_in(synonym)
    )
    return tuple(islice(found, _MOST_VARIANTS))


def _longest_first(texts: Iterable[str]) -> list[str]:
    return sorted(dict.fromkeys(texts), key=lambda text: (-len(text), text))
