"""Trees of phrases in Elasticsearch's language."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from modelsearch import query as queries

from ..query.tree import And, DocumentNumber, Node, Not, Or, Phrase, tree_of
from ..ranking import SINGLE_CHARACTERS, characters_of, terms_of
from ..text import BORDER, is_han
from .documents import SEARCHED, ZONES
from .elastic_documents import CHARACTERS, WORDS, column_of, marker_of

BOOSTS = dict(zip(ZONES, (10.0, 4.0, 1.0, 0.5, 1.0), strict=True))
# A cluster refuses queries of too many parts; what is longer is answered by its beginning.
MOST_TOKENS = 500
# Of a long question, so many terms are looked up.
QUESTION_TERMS = 250
# More than the tokens that begin with one character in any collection: a phrase that ends with a
# single character must not miss any.
_EXPANSIONS = 20_000
_ATTACHED = 0.5
_WORDS = 0.6
_MATCH_NONE: dict[str, Any] = {"match_none": {}}

Query = dict[str, Any]


@dataclass(frozen=True)
class Place:
    """Where a phrase may stand: in these zones, and of them only in these fields of the model
    where any are named."""

    zones: Sequence[str] = SEARCHED
    fields: Sequence[str] = ()

    def query(self, node: Node) -> Query:
        """The documents that a tree matches."""
        match node:
            case And():
                return all_of([self.query(part) for part in node.parts])
            case Or():
                return any_of([self.query(part) for part in node.parts])
            case Not():
                return {"bool": {"must_not": [self.query(node.part)]}}
        return any_of([self._leaf(node, zone) for zone in self.zones])

    def query_of(self, query: queries.SearchQuery, *, autocomplete: bool = False) -> Query:
        """The documents that a query of modelsearch matches, parts weighed as it says."""
        match query:
            case queries.And() if _is_weighted(query):
                return all_of(
                    [self.query_of(e, autocomplete=autocomplete) for e in query.subqueries]
                )
            case queries.Or() if _is_weighted(query):
                return any_of(
                    [self.query_of(e, autocomplete=autocomplete) for e in query.subqueries]
                )
            case queries.Boost():
                inner = self.query_of(query.subquery, autocomplete=autocomplete)
                return {"bool": {"must": [inner], "boost": query.boost}}
            case queries.PlainText(boost=boost) if boost != 1:
                inner = self.query(bounded(tree_of(query, autocomplete=autocomplete)))
                return {"bool": {"must": [inner], "boost": boost}}
        return self.query(bounded(tree_of(query, autocomplete=autocomplete)))

    def _leaf(self, node: Phrase | DocumentNumber, zone: str) -> Query:
        tokens, is_prefix = tokens_of_leaf(node)
        column, boost = column_of(zone), BOOSTS[zone]
        if self.fields:
            found = _within_fields(tokens, is_prefix, self.fields)
            return {"intervals": {column: {**found, "boost": boost}}}
        if len(tokens) > 1:
            value: dict[str, Any] = {"query": " ".join(tokens), "boost": boost}
            if is_prefix:
                return {"match_phrase_prefix": {column: {**value, "max_expansions": _EXPANSIONS}}}
            return {"match_phrase": {column: value}}
        if is_prefix and zone == "body" and is_han(tokens[0]):
            # What has a character in any of the ranked zones; the others are asked themselves.
            return {"term": {CHARACTERS: {"value": tokens[0], "boost": boost}}}
        return {"prefix" if is_prefix else "term": {column: {"value": tokens[0], "boost": boost}}}


def _is_weighted(query: queries.SearchQuery) -> bool:
    match query:
        case queries.And() | queries.Or():
            return any(map(_is_weighted, query.subqueries))
        case queries.PlainText():
            return bool(query.boost != 1)
    return isinstance(query, queries.Boost)


def bounded(node: Node, most: int = MOST_TOKENS) -> Node:
    """A tree without the parts that are too much."""
    if not isinstance(node, And | Or):
        return node
    kept: list[Node] = []
    for part in node.parts:
        most -= _size(part)
        if kept and most < 0:
            break
        kept.append(bounded(part, most + _size(part)))
    return type(node)(tuple(kept))


def _size(node: Node) -> int:
    match node:
        case And() | Or():
            return sum(map(_size, node.parts))
        case Not():
            return _size(node.part)
        case Phrase():
            return len(node.tokens)
    return 1


def all_of(parts: list[Query]) -> Query:
    """What matches every part; everything where there are none."""
    return {"bool": {"must": parts}} if parts else {"match_all": {}}


def any_of(parts: list[Query]) -> Query:
    """What matches some part; nothing where there are none."""
    return {"bool": {"should": parts, "minimum_should_match": 1}} if parts else _MATCH_NONE


def tokens_of_leaf(node: Phrase | DocumentNumber) -> tuple[tuple[str, ...], bool]:
    """Tokens that follow each other, and whether the last is only the beginning of one."""
    if isinstance(node, DocumentNumber):
        return (node.token,), False
    tokens = node.tokens
    if len(tokens) > MOST_TOKENS:
        return tokens[:MOST_TOKENS], False
    # A bigram has two characters, so nothing goes on behind it.
    whole = len(tokens[-1]) > 1 and is_han(tokens[-1])
    return tokens, node.is_prefix and not whole


def _within_fields(tokens: Sequence[str], is_prefix: bool, fields: Sequence[str]) -> Query:
    """The tokens behind the marker of one of the fields, with no border between."""
    steps: list[Query] = []
    whole = tokens[:-1] if is_prefix else tokens
    if whole:
        steps.append({"match": {"query": " ".join(whole), "ordered": True, "max_gaps": 0}})
    if is_prefix:
        steps.append({"prefix": {"prefix": tokens[-1]}})
    phrase = {"all_of": {"ordered": True, "max_gaps": 0, "intervals": steps}}
    return {
        "any_of": {
            "intervals": [
                {
                    "all_of": {
                        "ordered": True,
                        "intervals": [{"match": {"query": marker_of(field)}}, phrase],
                        "filter": {"not_containing": {"match": {"query": BORDER}}},
                    }
                }
                for field in fields
            ]
        }
    }


def likeness(text: str) -> Query | None:
    """How many of a canonical text's terms a document has; nothing for a text without any."""
    terms = " ".join(terms_of(text)[:QUESTION_TERMS])
    if not terms:
        return None
    ranked = [column_of(zone) for zone in ("title", "lead", "body")]
    return any_of(
        [
            {"combined_fields": {"query": terms, "fields": ranked}},
            {"match": {column_of("attached"): {"query": terms, "boost": _ATTACHED}}},
        ]
    )


def finer_likeness(text: str, analyzer: str | None) -> Query:
    """What is added to the likeness of the best documents: their single characters."""
    characters = " ".join(characters_of(text)[:QUESTION_TERMS])
    parts: list[Query] = [
        {"match": {CHARACTERS: {"query": characters, "boost": SINGLE_CHARACTERS}}}
    ]
    if analyzer:
        parts.append({"match": {WORDS: {"query": text, "boost": _WORDS}}})
    return any_of(parts)
