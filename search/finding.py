"""Finding what somebody typed: how it is read, and in which order the hits stand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from enum import Enum
from functools import cached_property
from itertools import islice
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from modelsearch.backends import get_search_backend

from .answered import weights_of
from .facts import Facts, facts_of
from .meaning import BY_LETTERS, Meaning, fused
from .query.language import PeopleQuery, parse
from .query.questions import is_question
from .ranking import Scored
from .text import canonical, document_number_token

# Hits that are put in order one by one; the others follow in the order of the engine.
WINDOW = 200
# With fewer hits than this, what has a part of the words is offered beside them.
FEW = 10
# More than any list of candidates.
_ALL = 1000
# So many are shown of what is alike in meaning only, where nothing has any of the words.
_ALIKE = 10
# What was published today is worth this share more than what is old; it halves every five years.
_RECENCY = 0.03
_HALVED_AFTER_DAYS = 5 * 365


class Mode(Enum):
    """How a query was read."""

    ALL = "all"
    """Everything that was typed stands in a hit."""
    WORDS = "words"
    """Long words were cut into shorter ones, and all of these stand in a hit."""
    ANY = "any"
    """Nothing has everything: the nearest by the words they share."""


def find(text: str, queryset: QuerySet[Any], backend: str = "default") -> Found:
    """Find what was typed among the objects of ``queryset``.

    The queryset holds everything the visitor may see, before any choice of theirs: how the query
    is read depends on it, so that a filter never turns one reading into another.
    """
    return Found(parse(text), queryset, get_search_backend(backend))


class Found:
    """What a query means in a collection. Nothing is asked of the index before it is needed."""

    def __init__(self, parsed: PeopleQuery, queryset: QuerySet[Any], engine: Any) -> None:
        self.parsed = parsed
        self.queryset = queryset
        self.engine = engine

    @cached_property
    def _reading(self) -> tuple[Mode, Any]:
        """The mode, and the query that it means (none for :attr:`Mode.ANY`)."""
        every = self.parsed.all_words()
        if self.engine.search(every, self.queryset).exists():
            return Mode.ALL, every
        words = self.parsed.segmented()
        # To a question, what means the same answers as well as what has all its words.
        if words is None or (self.is_question and self.meaning.is_known):
            return Mode.ANY, None
        if self.engine.search(words, self.queryset).exists():
            return Mode.WORDS, words
        return Mode.ANY, None

    @property
    def mode(self) -> Mode:
        """How the query was read."""
        return self._reading[0]

    @cached_property
    def is_question(self) -> bool:
        """Whether a question was asked, rather than words named."""
        return is_question(self.parsed.text)

    @cached_property
    def meaning(self) -> Meaning:
        """What the wanted part of the query means."""
        parsed = self.parsed
        # A document number means nothing, and what is excluded is not meant.
        meant = "" if parsed.document_number else parsed.canonical
        return Meaning(parsed.text if meant and not parsed.excluded else meant, self.engine)

    def within(self, queryset: QuerySet[Any]) -> Listing:
        """The hits among the objects of a narrower queryset."""
        if self.parsed.is_empty:
            return NearestListing(self, queryset.none())
        mode, query = self._reading
        if mode is Mode.ANY:
            return NearestListing(self, queryset)
        return MatchingListing(self, queryset, query)

    def related(self, hits: Listing, limit: int = FEW) -> list[Any]:
        """What has a part of the words, or means the same, where fewer than :data:`FEW` have all
        of them.

        ``hits`` is what :meth:`within` gave; the related ones are of the same queryset.
        """
        if self.parsed.is_empty or self.mode is Mode.ANY or hits.total >= FEW:
            return []
        known = set(hits.keys)
        others = [key for key in self.nearest if key not in known]
        return in_order(hits.queryset, others)[:limit]

    @cached_property
    def nearest(self) -> list[Any]:
        """Keys of what is nearest by letters and meaning, the best first."""
        if self.parsed.is_empty:
            return []
        keys = self.ordered(list(self._candidates.values()), self.queryset)
        return keys if self._by_letters else keys[:_ALIKE]

    @cached_property
    def by_meaning(self) -> frozenset[Any]:
        """Keys of those among :attr:`nearest` that are found by their meaning only, or because
        they answer a similar question."""
        return frozenset(self.nearest) - self._by_letters.keys()

    @cached_property
    def _by_letters(self) -> dict[Any, Scored]:
        hits = self.engine.nearest(self.parsed.expanded, self.queryset, WINDOW)
        unwanted = self._excluded(hit.pk for hit in hits)
        return {hit.pk: hit for hit in hits if hit.pk not in unwanted}

    @cached_property
    def _candidates(self) -> dict[Any, Scored]:
        """What is near, with one score for letters and meaning.

        What is behind the best by letters stays behind, in its own order.
        """
        letters, near = self._by_letters, self.meaning.nearest(self.queryset)
        added = dict.fromkeys([*near, *self._answers])
        for key in self._excluded(added):
            del added[key]
        if not added:
            return letters
        best = {key: hit.score for key, hit in islice(letters.items(), BY_LETTERS)}
        new = [key for key in added if key not in letters]
        likeness = self.engine.likenesses(self.parsed.expanded, self.queryset, new)
        for key in added:
            best[key] = letters[key].score if key in letters else likeness.get(key, 0.0)
        others = [key for key in best if key not in near]
        cosines = near | self.meaning.cosines(self.queryset, others)
        scores = fused(best, cosines, self._answers)
        behind = {key: replace(hit, tier=-1) for key, hit in letters.items() if key not in best}
        return {key: Scored(key, score) for key, score in scores.items()} | behind

    @cached_property
    def _answers(self) -> dict[Any, float]:
        """What editors named as answers to similar questions, 0 to 1."""
        if self.parsed.is_empty or self.parsed.document_number:
            return {}
        return weights_of(self.parsed.text, self.queryset, self.meaning.vector)

    def _excluded(self, keys: Iterable[Any]) -> set[Any]:
        """Keys of what has anything that was excluded."""
        unwanted = self.parsed.unwanted()
        if unwanted is None:
            return set()
        among = self.queryset.filter(pk__in=list(keys)).order_by()
        found = self.engine.search(unwanted, among, order_by_relevance=False)
        return {obj.pk for obj in found[:_ALL]}

    def ordered(self, hits: Sequence[Scored], queryset: QuerySet[Any]) -> list[Any]:
        """Keys of hits, the best first.

        First what bears the number or the title that was typed; then what is in force before what
        was abolished; where the words stand; then the score, in which the newer wins among equals.
        """
        facts = facts_of(queryset, [hit.pk for hit in hits])
        query, today = self.parsed.canonical, timezone.localdate()

        def place(hit: Scored) -> tuple[Any, ...]:
            known = facts.get(hit.pk, Facts())
            exact = exactness(known, query)
            score = hit.score * (1 + _RECENCY * freshness(known.day, today))
            sure = exact if exact > 1 else 0
            return (-sure, known.is_abolished, -exact, -hit.tier, -score)

        return [hit.pk for hit in sorted(hits, key=place)]

    def ordered_hits(self, hits: Sequence[Scored], queryset: QuerySet[Any]) -> list[Any]:
        """Keys of hits that have all the words: of those where the words stand in the same
        place, what means the same comes first."""
        keys = [hit.pk for hit in hits]
        cosines = self.meaning.cosines(queryset, keys)
        if cosines or self._answers:
            scores = fused({hit.pk: hit.score for hit in hits}, cosines, self._answers)
            hits = [replace(hit, score=scores[hit.pk]) for hit in hits]
        typed = self._as_typed(queryset.filter(pk__in=keys))
        # Between two tiers: where a word stands tells more than whether it is a synonym.
        hits = [replace(hit, tier=2 * hit.tier + (hit.pk in typed)) for hit in hits]
        return self.ordered(hits, queryset)

    def _as_typed(self, hits: QuerySet[Any]) -> set[Any]:
        """Keys of the hits that have the words themselves, not only synonyms of them."""
        if not self.parsed.synonyms:
            return set()
        words = self.parsed.as_typed
        typed = words.segmented() if self.mode is Mode.WORDS else None
        found = self.engine.search(typed or words.all_words(), hits)
        return {hit.pk for hit in found.scored(WINDOW)}


class Listing:
    """Hits of one query within one queryset."""

    def __init__(self, found: Found, queryset: QuerySet[Any]) -> None:
        self.found = found
        self.queryset = queryset

    @property
    def total(self) -> int:
        """Number of hits; who has counted them already may set it."""
        raise NotImplementedError

    @property
    def length(self) -> int:
        """Number of hits that :meth:`objects` gives, those by meaning only included."""
        return self.total

    @property
    def keys(self) -> list[Any]:
        """Keys of the first :data:`WINDOW` hits in order of relevance."""
        raise NotImplementedError

    @property
    def counts_natively(self) -> bool:
        """Whether :meth:`count_keys` is to be used instead of :meth:`restrict`."""
        return False

    def objects(self, start: int, stop: int) -> list[Any]:
        """Hits in order of relevance."""
        return in_order(self.queryset, self.keys[start:stop])

    def ordered(self, *fields: str, start: int, stop: int) -> list[Any]:
        """Hits ordered by fields of the model."""
        return list(self.restrict(self.queryset).order_by(*fields)[start:stop])

    def restrict(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """The objects of another queryset that are hits."""
        raise NotImplementedError

    def count_keys(
        self, groups: Mapping[str, tuple[QuerySet[Any], str]]
    ) -> dict[str, Counter[str]]:
        """Number of hits by value of a FilterField, for several querysets at once."""
        raise NotImplementedError


class NearestListing(Listing):
    """Hits that are known one by one; those by meaning only are listed, and never counted."""

    def __init__(self, found: Found, queryset: QuerySet[Any]) -> None:
        super().__init__(found, queryset)
        alike = found.by_meaning
        self._counted = [key for key in found.nearest if key not in alike]

    @cached_property
    def keys(self) -> list[Any]:  # type: ignore[override]  # cached
        wanted = self.queryset.filter(pk__in=self.found.nearest)
        kept = set(wanted.order_by().values_list("pk", flat=True))
        return [key for key in self.found.nearest if key in kept]

    @cached_property
    def total(self) -> int:  # type: ignore[override]  # cached
        alike = self.found.by_meaning
        return sum(key not in alike for key in self.keys)

    @property
    def length(self) -> int:
        return len(self.keys)

    def restrict(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.filter(pk__in=self._counted)


class MatchingListing(Listing):
    """Hits of a query."""

    def __init__(self, found: Found, queryset: QuerySet[Any], query: Any) -> None:
        super().__init__(found, queryset)
        self._query = query
        self._results = found.engine.search(query, queryset)

    @cached_property
    def total(self) -> int:  # type: ignore[override]  # cached
        return int(self._results.count())

    @cached_property
    def keys(self) -> list[Any]:  # type: ignore[override]  # cached
        return self.found.ordered_hits(self._results.scored(WINDOW), self.queryset)

    @property
    def counts_natively(self) -> bool:
        return bool(self.found.engine.counts_natively)

    def objects(self, start: int, stop: int) -> list[Any]:
        shown = super().objects(start, stop)
        if stop > WINDOW:
            shown += self._results[max(start, WINDOW) : stop]
        return shown

    def ordered(self, *fields: str, start: int, stop: int) -> list[Any]:
        found = self.found.engine.search(
            self._query, self.queryset.order_by(*fields), order_by_relevance=False
        )
        return list(found[start:stop])

    def restrict(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return self._results.restrict(queryset)  # type: ignore[no-any-return]  # of a backend

    def count_keys(
        self, groups: Mapping[str, tuple[QuerySet[Any], str]]
    ) -> dict[str, Counter[str]]:
        return self._results.count_keys(groups)  # type: ignore[no-any-return]  # of a backend


def in_order(queryset: QuerySet[Any], keys: Sequence[Any]) -> list[Any]:
    """Objects by their keys, in the order of the keys."""
    found = {obj.pk: obj for obj in queryset.filter(pk__in=list(keys)).order_by()}
    return [found[key] for key in keys if key in found]


def freshness(day: date | None, today: date) -> float:
    """1 for today, half of it for every five years before; 0 for what has no day."""
    if day is None:
        return 0.0
    return float(0.5 ** (max((today - day).days, 0) / _HALVED_AFTER_DAYS))


def exactness(facts: Facts, query: str) -> int:
    """How exactly an object is what was asked for (canonical ``query``).

    3 by its document or index number, 2 by its title, 1 when the title has the query as it
    stands, else 0.
    """
    number = document_number_token(query)
    for identifier in map(canonical, facts.identifiers):
        if identifier and (
            identifier == query or (number and number == document_number_token(identifier))
        ):
            return 3
    whole, title = query.replace(" ", ""), canonical(facts.title).replace(" ", "")
    if title == whole:
        return 2
    return int(bool(whole) and whole in title)
