"""A query as every backend understands it: phrases, joined by AND, OR and NOT.

modelsearch's query classes are translated once, here; a backend only says what a phrase is in
its own language.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from modelsearch import query as queries

from ..text import (
    canonical,
    document_number_token,
    document_number_tokens,
    is_han,
    phrase_tokens,
)


@dataclass(frozen=True)
class Phrase:
    """Runs that follow each other: ``信息公开``, ``泗政 2013 12``.

    ``text`` is canonical and not empty. ``open_ended`` says that the last run, though not Han, may
    be the beginning of a longer one (autocomplete).
    """

    text: str
    open_ended: bool = False

    @cached_property
    def tokens(self) -> tuple[str, ...]:
        """Tokens of the index that follow each other wherever the phrase stands."""
        return tuple(phrase_tokens(self.text)[0])

    @property
    def is_prefix(self) -> bool:
        """Whether the last of :attr:`tokens` is only the beginning of a token."""
        return self.open_ended or phrase_tokens(self.text)[1]

    def stands_in(self, canonical_text: str) -> bool:
        """Whether the phrase stands in a canonical text: at any character of a run of Han
        characters, and at the borders of other words."""
        return self.pattern in f" {canonical_text} "

    @cached_property
    def pattern(self) -> str:
        """What must stand in ``f" {canonical_text} "`` where the phrase stands in the text."""
        runs = self.text.split(" ")
        before = "" if is_han(runs[0]) else " "
        after = "" if is_han(runs[-1]) or self.open_ended else " "
        return f"{before}{self.text}{after}"


@dataclass(frozen=True)
class DocumentNumber:
    """A 文号, by its one token."""

    token: str

    def stands_in(self, canonical_text: str) -> bool:
        """Whether the number is cited in a canonical text."""
        return self.token in document_number_tokens(canonical_text)


@dataclass(frozen=True)
class And:
    """All of the parts."""

    parts: tuple[Node, ...]

    def stands_in(self, canonical_text: str) -> bool:
        """Whether every part stands in a canonical text."""
        return all(part.stands_in(canonical_text) for part in self.parts)


@dataclass(frozen=True)
class Or:
    """At least one of the parts; none of them where there are no parts."""

    parts: tuple[Node, ...]

    def stands_in(self, canonical_text: str) -> bool:
        """Whether some part stands in a canonical text."""
        return any(part.stands_in(canonical_text) for part in self.parts)


@dataclass(frozen=True)
class Not:
    """Everything but."""

    part: Node

    def stands_in(self, canonical_text: str) -> bool:
        """Whether the part does not stand in a canonical text."""
        return not self.part.stands_in(canonical_text)


Node = Phrase | DocumentNumber | And | Or | Not
NOTHING = Or(())
EVERYTHING = Not(NOTHING)


def tree_of(query: queries.SearchQuery, *, autocomplete: bool = False) -> Node:
    """Translate a query of modelsearch into a settled tree (see :func:`settled`).

    With ``autocomplete`` the last word of a plain text may be the beginning of a longer one.
    A text without any letter or digit matches nothing. Weights (``Boost``) are the backends' own.

    Raises:
        NotImplementedError: a kind of query that does not go by tokens (``Fuzzy``).
    """
    return settled(_translated(query, autocomplete))


def _translated(query: queries.SearchQuery, autocomplete: bool) -> Node:
    match query:
        case queries.MatchAll():
            return EVERYTHING
        case queries.PlainText():
            return _plain_text(query, autocomplete)
        case queries.Phrase():
            return _phrase(canonical(query.query_string))
        case queries.And() | queries.Or():
            kind = And if isinstance(query, queries.And) else Or
            return joined(kind, [_translated(each, autocomplete) for each in query.subqueries])
        case queries.Not():
            return negated(_translated(query.subquery, autocomplete))
        case queries.Boost():
            return _translated(query.subquery, autocomplete)
    raise NotImplementedError(f"{type(query).__name__} queries are not supported by this backend.")


def settled(node: Node) -> Node:
    """The same tree with every NOT at the very top or beside something positive in an AND.

    Engines look up what is there; what is not there they can only take away from that.
    """
    match node:
        case Not():
            return negated(settled(node.part))
        case And():
            parts = [settled(part) for part in node.parts]
            unwanted = joined(Or, [part.part for part in parts if isinstance(part, Not)])
            wanted = [part for part in parts if not isinstance(part, Not)]
            return joined(And, [*wanted, negated(unwanted)])
        case Or():
            # a OR b = NOT (NOT a AND NOT b)
            return negated(settled(And(tuple(negated(part) for part in node.parts))))
    return node


def joined(kind: type[And] | type[Or], parts: Iterable[Node]) -> Node:
    """Join parts, leaving out what changes nothing."""
    neutral, absorbing = (EVERYTHING, NOTHING) if kind is And else (NOTHING, EVERYTHING)
    kept = [part for part in dict.fromkeys(parts) if part != neutral]
    if absorbing in kept:
        return absorbing
    if not kept:
        return neutral
    return kept[0] if len(kept) == 1 else kind(tuple(kept))


def negated(part: Node) -> Node:
    """The opposite of ``part``."""
    return part.part if isinstance(part, Not) else Not(part)


def _plain_text(query: queries.PlainText, autocomplete: bool) -> Node:
    words = [word for word in map(canonical, query.query_string.split()) if word]
    if not words:
        return NOTHING
    last = len(words) - 1
    parts = [
        _phrase(word, open_ended=autocomplete and index == last) for index, word in enumerate(words)
    ]
    return joined(And if query.operator == "and" else Or, parts)


def _phrase(text: str, *, open_ended: bool = False) -> Node:
    if not text:
        return NOTHING
    phrase = Phrase(text, open_ended)
    number = document_number_token(text)
    return Or((DocumentNumber(number), phrase)) if number else phrase


def text_of(node: Node) -> str:
    """The canonical text of the phrases that a tree asks for, one after the other."""
    match node:
        case Phrase():
            return node.text
        case And() | Or():
            return " ".join(filter(None, map(text_of, node.parts)))
    return ""
