"""What is suggested while somebody types: popular queries, phrases, and titles.

A suggestion tells that something has these words. So each is looked for among what the visitor
may find before it is shown, whatever the table of phrases was made of.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from typing import Any

from django.core.cache import cache
from django.core.exceptions import FieldDoesNotExist
from django.db.models import QuerySet
from modelsearch import query as queries
from modelsearch.backends import get_search_backend

from ..conf import get_setting
from ..query.language import parse
from ..sources import Source
from ..text import canonical
from .keys import Typed
from .lookup import phrases_typed
from .readings import is_readable, reading_of

LIMIT = 8
PHRASE, QUERY, TITLE = "phrase", "query", "title"
_TITLE_FIELD = "title"
# Titles have so much room, and what the others leave.
_MOST_QUERIES, _ROOM_FOR_TITLES = 3, 3
_POPULAR, _POPULAR_LOOKED_AT = "gongkai_search.popular", 200
# Seconds.
_POPULAR_FOR = 300
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
        different = self._different_titles()
        room = limit - min(len(different), _ROOM_FOR_TITLES, limit - 1)
        queries_ = self._public(self._popular(), self._has_query)
        _fill(found, ((QUERY, text) for text in queries_), min(_MOST_QUERIES, room))
        # The whole title of one thing is not worth a search.
        several = [
            text for text, weight in self.phrases.items() if weight > 1 or text not in different
        ]
        phrases = self._public(several, self._has_phrase)
        _fill(found, ((PHRASE, text) for text in phrases), room)
        others = [each for text, each in different.items() if text not in found]
        titles = others[: limit - len(found)]
        objects = self.queryset.in_bulk([key for _title, key in titles])
        return [
            *found.values(),
            *(Suggestion(title, TITLE, objects[key]) for title, key in titles if key in objects),
        ]

    @cached_property
    def phrases(self) -> dict[str, int]:
        """Phrases that may be meant, the likeliest first, and their weights."""
        return phrases_typed(self.typed)

    @cached_property
    def titles(self) -> list[tuple[str, Any]]:
        """Titles of what the visitor may find, and its keys, the newest first: with what was
        typed, and where letters were typed also with the phrases that they probably mean."""
        if not self._has_titles:
            return []
        wanted = [self.typed.canonical]
        if not self.typed.is_han:
            wanted += islice(self.phrases, _LEADING)
        meant = queries.Or([queries.Phrase(each) for each in wanted])
        found = self.engine.autocomplete(
            meant,
            self.queryset.only("pk", _TITLE_FIELD).order_by(),
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

    def _different_titles(self) -> dict[str, tuple[str, Any]]:
        """Titles and keys by the titles' canonical form; those that are or begin with what was
        meant come first, then the newest."""
        different: dict[str, tuple[str, Any]] = {}
        for title, key in self.titles:
            different.setdefault(canonical(title), (title, key))
        typed = self.typed.canonical
        order = sorted(
            different, key=lambda text: text not in self.phrases and not text.startswith(typed)
        )
        return {text: different[text] for text in order}

    def _popular(self) -> list[str]:
        return [text for text in _popular_queries() if self._fits_query(text)]

    def _fits_query(self, text: str) -> bool:
        plain = canonical(text).replace(" ", "")
        if plain.startswith(self.typed.canonical.replace(" ", "")):
            return True
        return is_readable(plain) and self.typed.fits(plain, [reading_of(plain)])

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
