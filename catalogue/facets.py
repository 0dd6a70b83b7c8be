"""Counts beside each filter value: how many items choosing it would show."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import CharField, Count, F, Value
from django.db.models.functions import Cast, Length, Substr
from django.http import QueryDict

from .enums import Kind, Validity
from .filters import ItemFilterSet
from .models import ItemPage

_CATEGORY_PATH = Substr("path", 1, Length("path") - ItemPage.steplen)
_KEYS: dict[str, Any] = {
    "kind": F("kind"),
    "year": F("published_year"),
    "category": _CATEGORY_PATH,
    "organ": F("organ_id"),
    "topic": F("topic_id"),
    "genre": F("genre_id"),
    "validity": F("validity_today"),
}


@dataclass(frozen=True)
class FacetValue:
    """One value of a filter."""

    value: str
    label: str
    count: int
    level: int
    selected: bool
    url: str


@dataclass(frozen=True)
class Facet:
    """A filter and the values it offers."""

    name: str
    label: str
    values: list[FacetValue]

    @property
    def is_active(self) -> bool:
        """Whether one of the values is chosen."""
        return any(value.selected for value in self.values)


@dataclass(frozen=True)
class FacetCounts:
    """Facets of a list, and the number of items it shows."""

    facets: list[Facet]
    total: int


def count_facets(filterset: ItemFilterSet, parameters: QueryDict) -> FacetCounts:
    """Count all facets in one query.

    A facet is counted under every condition but its own, so that its other values stay
    choosable. ``parameters`` is the request's query string, from which the URLs are made.
    """
    counts = _count(filterset)
    chosen = filterset.form.cleaned_data
    facets = [
        Facet(
            name=name,
            label=str(filterset.filters[name].label),
            values=[
                FacetValue(
                    value=value,
                    label=label,
                    count=count,
                    level=level,
                    selected=str(chosen.get(name) or "") == value,
                    url=_url(parameters, name, "" if str(chosen.get(name)) == value else value),
                )
                for value, label, count, level in _VALUES[name](filterset, counts[name])
            ],
        )
        for name in _KEYS
    ]
    kinds = counts["kind"]
    total = kinds[chosen["kind"]] if chosen.get("kind") else sum(kinds.values())
    return FacetCounts(facets=facets, total=total)


def _count(filterset: ItemFilterSet) -> dict[str, Counter[str]]:
    queries = [
        filterset.items_ignoring(name)
        .order_by()
        .annotate(facet=Value(name, output_field=CharField()), key=Cast(key, CharField()))
        .values("facet", "key")
        .annotate(n=Count("pk"))
        for name, key in _KEYS.items()
    ]
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for row in queries[0].union(*queries[1:], all=True):
        if row["key"] is not None:
            counts[row["facet"]][row["key"]] += row["n"]
    return counts


def _url(parameters: QueryDict, name: str, value: str) -> str:
    """The query string with ``name`` set to ``value`` (or taken out), from the first page on."""
    changed = parameters.copy()
    changed.pop("page", None)
    changed.pop(name, None)
    if value:
        changed[name] = value
    return f"?{changed.urlencode()}"


Row = tuple[str, str, int, int]


def _kinds(filterset: ItemFilterSet, counts: Counter[str]) -> Iterator[Row]:
    yield from ((kind.value, str(kind.label), counts[kind], 0) for kind in Kind)


def _validities(filterset: ItemFilterSet, counts: Counter[str]) -> Iterator[Row]:
    yield from ((each.value, str(each.label), counts[each], 0) for each in Validity)


def _years(filterset: ItemFilterSet, counts: Counter[str]) -> Iterator[Row]:
    yield from ((year, year, counts[year], 0) for year in sorted(counts, reverse=True))


def _categories(filterset: ItemFilterSet, counts: Counter[str]) -> Iterator[Row]:
    pages = filterset.vocabulary.categories
    top = min((page.depth for page in pages), default=0)
    for page in pages:
        count = sum(n for path, n in counts.items() if path.startswith(page.path))
        if count:
            yield page.code, page.title, count, page.depth - top


def _organs(filterset: ItemFilterSet, counts: Counter[str]) -> Iterator[Row]:
    """Organs as a tree; each counts the organs below it too, as its filter does."""
    vocabulary = filterset.vocabulary

    def walk(parent_id: int | None, level: int) -> Iterator[Row]:
        for organ in vocabulary.organs_below(parent_id):
            ids = vocabulary.organ_with_subordinates(organ.slug)
            if count := sum(counts[str(pk)] for pk in ids):
                yield organ.slug, organ.short_name or organ.name, count, level
                yield from walk(organ.pk, level + 1)

    yield from walk(None, 0)


def _topics(filterset: ItemFilterSet, counts: Counter[str]) -> Iterator[Row]:
    topics = filterset.vocabulary.topics
    for topic in topics:
        if topic.parent_id is None:
            members = [each for each in topics if each.parent_id == topic.pk]
            count = counts[str(topic.pk)] + sum(counts[str(each.pk)] for each in members)
            if count:
                yield topic.code, topic.name, count, 0
                for each in members:
                    if counts[str(each.pk)]:
                        yield each.code, each.name, counts[str(each.pk)], 1


def _genres(filterset: ItemFilterSet, counts: Counter[str]) -> Iterator[Row]:
    for genre in filterset.vocabulary.genres:
        if counts[str(genre.pk)]:
            yield genre.code, genre.name, counts[str(genre.pk)], 0


_VALUES: dict[str, Callable[[ItemFilterSet, Counter[str]], Iterator[Row]]] = {
    "kind": _kinds,
    "year": _years,
    "category": _categories,
    "organ": _organs,
    "topic": _topics,
    "genre": _genres,
    "validity": _validities,
}
