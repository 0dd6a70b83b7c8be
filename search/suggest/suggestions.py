"""What is suggested while somebody types: popular queries, phrases, and titles.

A suggestion tells that something has these words. So each is looked for among what the visitor
may find before it is shown, whatever the table of phrases was made of.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.core.cache import cache
from django.core.exceptions import FieldDoesNotExist
from django.db.models import Q, QuerySet
from modelsearch import query as queries
from modelsearch.backends import get_search_backend

from ..conf import get_setting
from ..query.language import parse
from ..sources import Source
from ..text import canonical, is_han
from .keys import Range, Typed
from .known import readings_in
from .readings import reading_of

LIMIT = 8
PHRASE, QUERY, TITLE = "phrase", "query", "title"
_TITLE_FIELD = "title"
_MOST_QUERIES, _MOST_TITLES = 3, 3
_POPULAR, _POPULAR_LOOKED_AT = "gongkai_search.popular", 200
# Seconds.
_POPULAR_FOR = 300
# Rows of a range that are read, the weightiest first; of letters most are something else.
_ROWS, _ROWS_BY_LETTERS = 24, 200
# Phrases that are looked for among the visitor's objects, one query each at worst.
_MOST_ASKED = 10
# Of so many phrases the titles are looked for, and so many titles are looked through.
_LEADING, _TITLES_READ = 4, 20


@dataclass(frozen=True)
class Suggestion:
    """``text`` to search for; of a ``kind`` TITLE the title of ``object`` to open."""

    text: str
    kind: str
    object: Any = None


def suggest(text: str, source: Source, limit: int = LIMIT) -> list[Suggestion]:
    """At most ``limit`` suggestions for what was typed so far, the best first, each text once."""
    typed = Typed(text)
    if typed.is_empty or limit < 1:
        return []
    return _Suggesting(typed, source.everything()).best(limit)


class _Suggesting:
    def __init__(self, typed: Typed, queryset: QuerySet[Any]) -> None:
        self.typed = typed
        self.queryset = queryset
        self.engine = get_search_backend(str(get_setting("GONGKAI_SEARCH_PAGE_BACKEND")))

    def best(self, limit: int) -> list[Suggestion]:
        found: dict[str, Suggestion] = {}
        titles = self._titles_shown()
        room = max(limit - len(titles), 1)
        queries_ = self._public(self._popular(), self._has_query)
        _fill(found, ((QUERY, text) for text in queries_), min(_MOST_QUERIES, room))
        phrases = self._public((text for text, _weight in self.phrases), self._has_phrase)
        _fill(found, ((PHRASE, text) for text in phrases), room)
        for title, obj in titles:
            known = found.get(canonical(title))
            if known is None and len(found) < limit:
                found[canonical(title)] = Suggestion(title, TITLE, obj)
        return list(found.values())[:limit]

    @cached_property
    def phrases(self) -> list[tuple[str, int]]:
        """Phrases that begin with what was typed and their weights, the weightiest first; behind
        them those that have it further on."""
        found = self._in_ranges(self.typed.ranges, is_sure=self.typed.is_han)
        if len(found) < LIMIT and self.typed.inside:
            known = dict(found)
            inside = self._in_ranges(self.typed.inside, is_sure=True)
            found += [(text, weight) for text, weight in inside if text not in known]
        return found

    def _in_ranges(self, ranges: Sequence[Range], *, is_sure: bool) -> list[tuple[str, int]]:
        """Phrases by their keys; where these are not sure, those that what was typed fits."""
        from ..models import SuggestionKey

        if not ranges:
            return []
        condition = Q()
        for each in ranges:
            condition |= Q(key__gte=each.first, key__lt=each.end)
        rows = (
            SuggestionKey.objects.filter(condition)
            .order_by("-weight")
            .values_list("phrase__text", "weight", "phrase__readings")
        )[: _ROWS if is_sure else _ROWS_BY_LETTERS]
        found: dict[str, int] = {}
        for text, weight, written in rows:
            if text not in found and (is_sure or self.typed.fits(text, readings_in(written))):
                found[text] = weight
        # What was typed in full comes before what is only longer.
        return sorted(found.items(), key=lambda each: (-each[1], len(each[0]), each[0]))

    @cached_property
    def titles(self) -> list[tuple[str, Any]]:
        """Titles of what the visitor may find, and its keys, the newest first: with what was
        typed, and where letters were typed also with the phrases that they probably mean."""
        if not self._has_titles:
            return []
        wanted = [self.typed.canonical]
        if not self.typed.is_han:
            wanted += [text for text, _weight in self.phrases[:_LEADING]]
        meant = queries.Or([queries.Phrase(each) for each in wanted])
        found = self.engine.autocomplete(
            meant,
            self.queryset.only("pk", _TITLE_FIELD).order_by("-pk"),
            order_by_relevance=bool(self.engine.counts_natively),
        )[:_TITLES_READ]
        return [(obj.title, obj.pk) for obj in found]

    @property
    def _has_titles(self) -> bool:
        try:
            self.queryset.model._meta.get_field(_TITLE_FIELD)
        except FieldDoesNotExist:
            return False
        return bool(self.queryset.model.get_autocomplete_search_fields())

    def _titles_shown(self) -> list[tuple[str, Any]]:
        """A few titles with their objects; those that begin with what was typed come first."""
        different: dict[str, tuple[str, Any]] = {}
        for title, pk in self.titles:
            different.setdefault(canonical(title), (title, pk))
        typed = self.typed.canonical
        best = sorted(different.items(), key=lambda each: not each[0].startswith(typed))
        best = best[:_MOST_TITLES]
        objects = self.queryset.in_bulk([pk for _text, (_title, pk) in best])
        return [(title, objects[pk]) for _text, (title, pk) in best if pk in objects]

    def _popular(self) -> list[str]:
        return [text for text in _popular_queries() if self._fits_query(text)]

    def _fits_query(self, text: str) -> bool:
        plain = canonical(text).replace(" ", "")
        if plain.startswith(self.typed.canonical.replace(" ", "")):
            return True
        return bool(plain) and is_han(plain) and self.typed.fits(plain, [reading_of(plain)])

    def _public(self, texts: Iterable[str], is_found: Callable[[str], bool]) -> Iterator[str]:
        """Those of some texts that the visitor can find; of too many the rest is left out."""
        asked = 0
        for text in texts:
            if any(canonical(text) in each for each in self._visible_titles):
                yield text
                continue
            asked += 1
            if asked > _MOST_ASKED:
                return
            if is_found(text):
                yield text

    @cached_property
    def _visible_titles(self) -> list[str]:
        return [canonical(title) for title, _key in self.titles]

    def _has_phrase(self, text: str) -> bool:
        return bool(self.engine.search(queries.Phrase(canonical(text)), self.queryset).exists())

    def _has_query(self, text: str) -> bool:
        parsed = parse(text)
        if parsed.is_empty:
            return False
        return bool(self.engine.search(parsed.all_words(), self.queryset).exists())


def _fill(found: dict[str, Suggestion], offered: Iterable[tuple[str, str]], most: int) -> None:
    """Add suggestions until there are so many."""
    if len(found) >= most:
        return
    for kind, text in offered:
        found.setdefault(canonical(text), Suggestion(text, kind))
        if len(found) >= most:
            return


def _popular_queries() -> Sequence[str]:
    """What is asked most often; the cache has it, since it changes by the day."""
    from ..services.queries import popular

    known: Sequence[str] | None = cache.get(_POPULAR)
    if known is None:
        known = popular(None, _POPULAR_LOOKED_AT)
        cache.set(_POPULAR, known, _POPULAR_FOR)
    return known
