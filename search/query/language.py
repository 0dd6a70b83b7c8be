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
from dataclasses import dataclass
from functools import cached_property

from modelsearch import query as queries

from ..conf import get_setting
from ..text import canonical, document_number_token, is_han
from ..text.numbers import spellings
from ..text.words import segment

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
    """

    text: str
    wanted: tuple[str, ...]
    words: tuple[str, ...]
    phrases: tuple[str, ...]
    excluded: tuple[str, ...]
    canonical: str
    was_cut: bool

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
        """Everything wanted stands in a hit, and nothing excluded.

        A 文号 typed with spaces is also found by its token.
        """
        every = _all_of(self.wanted)
        if self.document_number and len(self.wanted) > 1:
            every = queries.Or([queries.Phrase(self.canonical), every])
        return self._without_excluded(every)

    @cached_property
    def segments(self) -> tuple[str, ...]:
        """The words that the segmenter cuts :attr:`words` into, and the phrases as they are.

        Function words are left out where others remain.
        """
        cut = dict.fromkeys(
            part
            for each in self.wanted
            for part in ([each] if each in self.phrases else _segments_of(each))
        )
        telling = tuple(part for part in cut if part not in _FUNCTION_WORDS)
        return telling or tuple(cut)

    def segmented(self) -> queries.SearchQuery | None:
        """Every one of :attr:`segments` stands in a hit; None where that asks nothing else."""
        if self.is_empty or set(self.segments) == set(self.wanted):
            return None
        return self._without_excluded(_all_of(self.segments))

    def marks(self) -> list[str]:
        """Canonical strings to highlight in hits of :meth:`all_words`, longest first."""
        numbers = filter(None, map(document_number_token, [*self.wanted, self.canonical]))
        return _longest_first(
            [*self.wanted, *(spelling for number in numbers for spelling in spellings(number))]
        )

    def marks_of_words(self) -> list[str]:
        """The same where long words were cut, for hits that have all or some of the words."""
        return _longest_first([*self.marks(), *self.segments])

    @property
    def expanded(self) -> str:
        """:attr:`canonical`, and the synonyms of what stands in it."""
        return self.canonical

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


def _all_of(texts: Sequence[str]) -> queries.SearchQuery:
    phrases = [queries.Phrase(text) for text in texts]
    return phrases[0] if len(phrases) == 1 else queries.And(phrases)


def _segments_of(word: str) -> list[str]:
    return [part for run in word.split(" ") for part in (segment(run) if is_han(run) else [run])]


def _longest_first(texts: Iterable[str]) -> list[str]:
    return sorted(dict.fromkeys(texts), key=lambda text: (-len(text), text))
