"""Counts beside each filter value: how many items choosing it would show."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from django.db import connections
from django.db.models import F
from django.db.models.functions import Length, Substr

from .enums import Kind, Validity
from .models import ItemPage
from .querysets import ItemQuerySet
from .vocabulary import Vocabulary

_CATEGORY_PATH = Substr("path", 1, Length("path") - ItemPage.steplen)
# The key under which the tallies count what has no year.
_WITHOUT = "0"
_KEYS: dict[str, Any] = {
    "section": _CATEGORY_PATH,
    "kind": F("kind"),
    "year": F("published_year"),
    "category": _CATEGORY_PATH,
    "organ": F("organ_id"),
    "topic": F("topic_id"),
    "genre": F("genre_id"),
    "validity": F("validity_today"),
}


class Narrowing(Protocol):
    """A list or a search, under the conditions that a visitor chose."""

    vocabulary: Vocabulary

    @property
    def facet_names(self) -> Sequence[str]:
        """The facets that are offered, in their order."""

    def label_of(self, name: str) -> str:
        """Name of a facet for the visitor."""

    def chosen(self, name: str) -> Collection[str]:
        """The values of a facet that are chosen."""

    def query_toggling(self, name: str, value: str) -> str:
        """Query string with one value chosen, or taken out where it is chosen already."""

    def items_ignoring(self, name: str) -> ItemQuerySet:
        """Items under every condition but those of the facet ``name``; under all for ``""``."""


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


def count_facets(
    narrowing: Narrowing, restrict: Callable[[ItemQuerySet], ItemQuerySet] | None = None
) -> FacetCounts:
    """Count all facets, from the tallies where they know every condition, else in one query.

    A facet is counted under every condition but its own, so that its other values stay
    choosable. Where validity is among them, the items have ``validity_today``. ``restrict``
    takes out of some items those that are not meant.
    """
    tallied = getattr(narrowing, "tallied", None)
    counts = tallied() if tallied is not None and restrict is None else None
    if counts is None:
        counts = _count(narrowing, restrict or (lambda items: items))
    return arranged(narrowing, counts)


def arranged(narrowing: Narrowing, counts: Mapping[str, Counter[str]]) -> FacetCounts:
    """Facets of counts by facet and key; keys are those of :data:`_KEYS`, as text.

    The total is the number of items under all conditions.
    """
    facets = [
        Facet(
            name=name,
            label=narrowing.label_of(name),
            values=list(_offered(narrowing, name, counts[name])),
        )
        for name in narrowing.facet_names
    ]
    kinds = narrowing.chosen("kind") or counts["kind"]
    return FacetCounts(facets=facets, total=sum(counts["kind"][kind] for kind in kinds))


def _offered(narrowing: Narrowing, name: str, counts: Counter[str]) -> Iterator[FacetValue]:
    """Values that some item has, and the chosen ones, so that they can be taken out again."""
    chosen = narrowing.chosen(name)
    for value, label, count, level in _VALUES[name](narrowing.vocabulary, counts):
        selected = value in chosen
        if count or selected or name in _ALWAYS_WHOLE:
            url = narrowing.query_toggling(name, value)
            yield FacetValue(value, label, count, level, selected, url)


def _count(
    narrowing: Narrowing, restrict: Callable[[ItemQuerySet], ItemQuerySet]
) -> dict[str, Counter[str]]:
    """Number of items by facet and key.

    Facets of which nothing is chosen are counted under the same conditions. Those items are read
    once, into a common table expression, which Django's querysets cannot form: with 20,000 items
    that takes a third of the time of one query a facet.
    """
    shared = [name for name in narrowing.facet_names if not narrowing.chosen(name)]
    sources: dict[str, tuple[str, Sequence[Any]]] = dict.fromkeys(shared, ("shared", ()))
    parameters: list[Any] = []
    prefix = ""
    connection = connections[narrowing.items_ignoring("").db]
    given: Sequence[Any]
    if shared:
        sql, given = _keys_sql(restrict(narrowing.items_ignoring("")), shared, connection)
        prefix = f"WITH shared AS ({sql}) "
        parameters += given
    for name in narrowing.facet_names:
        if name not in shared:
            sql, given = _keys_sql(restrict(narrowing.items_ignoring(name)), [name], connection)
            sources[name] = (f"({sql}) AS own", given)
    selects = []
    for name, (table, given) in sources.items():
        key = connection.ops.quote_name(_alias(name))
        # Names of ours, and SQL that Django's compiler made with its parameters apart.
        select = f"SELECT '{name}', CAST({key} AS TEXT), COUNT(*) FROM {table} GROUP BY {key}"  # noqa: S608 - see above
        selects.append(select)
        parameters += given
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    with connection.cursor() as cursor:
        cursor.execute(prefix + " UNION ALL ".join(selects), parameters)
        for name, key, count in cursor.fetchall():
            if key is not None:
                counts[name][key] = count
    return counts


def _keys_sql(
    items: ItemQuerySet, names: list[str], connection: Any
) -> tuple[str, tuple[Any, ...]]:
    """SQL and its parameters: the keys of each of the items."""
    keys = {_alias(name): _KEYS[name] for name in names}
    query = items.order_by().values(**keys).query
    sql, parameters = query.get_compiler(connection=connection, elide_empty=False).as_sql()
    return sql, tuple(parameters)


def _alias(name: str) -> str:
    return f"by_{name}"


Row = tuple[str, str, int, int]


def _kinds(vocabulary: Vocabulary, counts: Counter[str]) -> Iterator[Row]:
    yield from ((kind.value, str(kind.label), counts[kind], 0) for kind in Kind)


def _validities(vocabulary: Vocabulary, counts: Counter[str]) -> Iterator[Row]:
    yield from ((each.value, str(each.label), counts[each], 0) for each in Validity)


def _years(vocabulary: Vocabulary, counts: Counter[str]) -> Iterator[Row]:
    years = sorted(counts.keys() - {_WITHOUT}, reverse=True)
    yield from ((year, year, counts[year], 0) for year in years)


def _sections(vocabulary: Vocabulary, counts: Counter[str]) -> Iterator[Row]:
    """Sections of the column; the keys are paths of categories."""
    for section in vocabulary.sections:
        below = sum(count for path, count in counts.items() if path.startswith(section.path))
        yield section.slug, section.title, below, 0


def _categories(vocabulary: Vocabulary, counts: Counter[str]) -> Iterator[Row]:
    """Categories as a tree; each counts what stands below it too, as its filter does."""
    with_parts: Counter[str] = Counter()
    for path, count in counts.items():
        for end in range(ItemPage.steplen, len(path) + 1, ItemPage.steplen):
            with_parts[path[:end]] += count
    paths = {page.path for page in vocabulary.categories}
    for page in vocabulary.categories:
        # The policies stand beside the catalogue, one level higher than its categories.
        level = sum(page.path[:end] in paths for end in range(0, len(page.path), ItemPage.steplen))
        yield page.code, page.title, with_parts[page.path], level


def _organs(vocabulary: Vocabulary, counts: Counter[str]) -> Iterator[Row]:
    """Organs as a tree; each counts the organs below it and those that it succeeded too, as its
    filter does."""

    def walk(parent_id: int | None, level: int) -> Iterator[Row]:
        for organ in vocabulary.organs_below(parent_id):
            count = sum(counts[str(pk)] for pk in vocabulary.organ_members(organ.pk))
            yield organ.slug, organ.short_name or organ.name, count, level
            yield from walk(organ.pk, level + 1)

    yield from walk(None, 0)


def _topics(vocabulary: Vocabulary, counts: Counter[str]) -> Iterator[Row]:
    """Classes and, below each, its second level; a class counts both."""
    for topic in vocabulary.topics_below(None):
        members = vocabulary.topics_below(topic.pk)
        count = counts[str(topic.pk)] + sum(counts[str(each.pk)] for each in members)
        yield topic.code, topic.name, count, 0
        yield from ((each.code, each.name, counts[str(each.pk)], 1) for each in members)


def _genres(vocabulary: Vocabulary, counts: Counter[str]) -> Iterator[Row]:
    yield from ((genre.code, genre.name, counts[str(genre.pk)], 0) for genre in vocabulary.genres)


_VALUES: dict[str, Callable[[Vocabulary, Counter[str]], Iterator[Row]]] = {
    "section": _sections,
    "kind": _kinds,
    "year": _years,
    "category": _categories,
    "organ": _organs,
    "topic": _topics,
    "genre": _genres,
    "validity": _validities,
}
# Few and known to everybody: a zero tells something.
_ALWAYS_WHOLE = {"kind", "validity"}
