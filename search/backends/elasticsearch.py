"""The search in an Elasticsearch cluster, of version 8 or 9, without any plugin of it.

``elasticsearch8`` and ``elasticsearch9`` put these classes before modelsearch's own, which speak
to the cluster. Settings of the backend are modelsearch's (``URLS``, ``INDEX_PREFIX``, …), and
``ANALYZER``: an analyser of the cluster (``smartcn``, ``ik_smart``) that adds words to what a
question is ranked by.
"""

from __future__ import annotations

from collections import Counter, OrderedDict
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from functools import cached_property
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.db.models import Lookup, QuerySet
from django.db.models.expressions import Col
from modelsearch.backends.base import FilterFieldError
from modelsearch.backends.elasticsearchbase import (
    ElasticsearchBaseIndex,
    ElasticsearchBaseSearchBackend,
    ElasticsearchBaseSearchQueryCompiler,
    ElasticsearchBaseSearchResults,
)
from modelsearch.index import FilterField, class_is_indexed
from modelsearch.query import MATCH_ALL

from ..query.tree import EVERYTHING, NOTHING, Node, Not, text_of, tree_of
from ..ranking import K1, B, Scored
from ..services import vectors
from ..text import canonical
from .documents import SEARCHED
from .elastic_documents import KEY, WORDS, ChineseMapping
from .elastic_meaning import (
    AtomicRebuilder,
    ElasticMeaningMixin,
    Rebuilder,
    mapping_of_vectors,
    vectors_of,
)
from .elastic_queries import Place, Query, bounded, finer_likeness, likeness
from .keys import key_space

CANDIDATES = 200
# Beyond this place a cluster answers only who scrolls.
_WINDOW = 10_000
_PAGE = 1000
_SCROLL = "2m"
# As many values of a field as a cluster counts by default, nearly.
_MOST_VALUES = 65_000
# Where all that was asked for stands, best first; see ``ranking.tier_of``.
_TIERS = {3: SEARCHED[:1], 2: SEARCHED[:2], 1: SEARCHED[:3]}


class ChineseIndex(ElasticsearchBaseIndex):
    """The documents of one root model and its children."""

    # A rebuild has all vectors looked through in the end.
    is_rebuilt = False

    def add_model(self, model: type[models.Model]) -> None:
        """Tell the cluster the types of a model's fields."""
        mapping = self.mapping_class(model).get_mapping()
        if self.backend.analyzer:
            mapping["properties"][WORDS] = {"type": "text", "analyzer": self.backend.analyzer}
        mapping["properties"].update(mapping_of_vectors(model))
        self.es.indices.put_mapping(index=self.name, **mapping)

    def document_of(self, obj: Any) -> dict[str, Any]:
        """All that is sent of an object."""
        mapping = self.mapping_class(type(obj))
        document: dict[str, Any] = mapping.get_document(obj)
        if self.backend.analyzer:
            document[WORDS] = mapping.words_of(obj)
        return document

    def add_item(self, item: Any) -> None:
        """Add an object, or replace what is known of it."""
        self.add_items(type(item), [item])

    def add_items(self, model: type[models.Model], items: Any) -> None:
        """Add objects of one model, or replace what is known of them."""
        objects = list(items)
        self.put_items(model, objects)
        if not self.is_rebuilt:
            vectors.schedule(model, [obj.pk for obj in objects])

    def put_items(self, model: type[models.Model], objects: Sequence[Any]) -> None:
        """Write documents, with the vectors that there are; none are made."""
        if not class_is_indexed(model):
            return
        known = vectors_of(model, objects)
        actions = [
            {"_id": str(item.pk), **self.document_of(item), **known.get(item.pk, {})}
            for item in objects
        ]
        if actions:
            self.backend.make_sure_of(self, model)
            self.backend.bulk(self.es, actions, index=self.name)

    def delete_item(self, item: Any) -> None:
        """Take an object out."""
        vectors.forget([key_space(type(item)).key_of(item.pk)])
        super().delete_item(item)

    def exists(self) -> bool:
        """Whether the cluster has an index or alias of this name."""
        return bool(self.es.indices.exists(index=self.name))

    def refresh(self) -> None:
        """Let searches see what was written; of an index that is not there yet, nothing."""
        self.es.indices.refresh(index=self.name, ignore_unavailable=True)

    def delete(self) -> None:
        """Take the index away; of an alias, what it stands for."""
        if self.is_alias():
            for index in self.aliased_indices():
                index.delete()
        else:
            super().delete()


class ChineseQueryCompiler(ElasticsearchBaseSearchQueryCompiler):
    """A search as a query of the cluster; filters and orders are modelsearch's."""

    DEFAULT_OPERATOR = "and"
    mapping_class = ChineseMapping
    is_autocomplete = False

    def _remap_fields(self, fields: Any) -> list[Any]:
        return []

    @cached_property
    def node(self) -> Node:
        """The query as a tree."""
        return tree_of(self.query, autocomplete=self.is_autocomplete)

    @property
    def is_ranked(self) -> bool:
        """Whether one hit can be better than another."""
        return not (self.node in (EVERYTHING, NOTHING) or isinstance(self.node, Not))

    @property
    def zones(self) -> tuple[str, ...]:
        """Where phrases may stand."""
        return ("autocomplete",) if self.is_autocomplete else SEARCHED

    def get_inner_query(self) -> Query:
        """The query without the filters."""
        place = Place(self.zones, tuple(self.fields or ()))
        return place.query_of(self.query, autocomplete=self.is_autocomplete)

    def _get_filters_from_where_node(self, where_node: Any, check_only: bool = False) -> Any:
        """Conditions on the key are filters too: modelsearch leaves them out for child models,
        so that a count would not be that of the objects."""
        key = self.queryset.model._meta.pk
        if isinstance(where_node, Lookup) and isinstance(where_node.lhs, Col):
            column = where_node.lhs
            if column.target == key and column.alias == self.queryset.query.get_initial_alias():
                lookup, value = where_node.lookup_name, where_node.rhs
                return None if check_only else self._process_lookup([KEY], lookup, value)
        return super()._get_filters_from_where_node(where_node, check_only)

    def get_filter(self) -> Query:
        """The filters without the query."""
        return {"bool": {"filter": self.get_filters()}}

    def get_sort(self) -> list[dict[str, str]]:
        """Relevance or the queryset's order; the key keeps pages from overlapping."""
        by_key = {"pk": "desc"}
        if self.order_by_relevance:
            return [{"_score": "desc"}, by_key]
        return [*(super().get_sort() if self.queryset.ordered else []), by_key]

    def get_tiers(self) -> list[Query]:
        """Queries that add nothing to a score, named by the tier that they tell."""
        return [
            {"bool": {"filter": [Place(zones).query(bounded(self.node))], "_name": str(tier)}}
            for tier, zones in _TIERS.items()
        ]


class ChineseAutocompleteQueryCompiler(ChineseQueryCompiler):
    """A search in what is offered for completion."""

    is_autocomplete = True


class ChineseSearchResults(ElasticsearchBaseSearchResults):
    """Hits of a search; the objects are the database's."""

    supports_facet = True

    def _ask(self, body: Mapping[str, Any]) -> Any:
        # An index that nobody has filled yet has no hits, which is no error.
        model = self.query_compiler.queryset.model
        return self._backend_do_search(
            dict(body),
            index=self.backend.get_index_for_model(model).name,
            source=False,
            stored_fields="_none_",
            ignore_unavailable=True,
        )

    def _do_search(self) -> Iterator[Any]:
        for hits in self._pages():
            yield from self._get_results_from_hits(hits)

    def _pages(self) -> Iterator[list[Any]]:
        body = {
            **self._get_es_body(),
            "docvalue_fields": ["pk"],
            "track_scores": bool(self._score_field),
            "track_total_hits": False,
        }
        if self.stop is None or self.stop > _WINDOW:
            yield from self._scrolled(body)
        elif self.stop > self.start:
            size = self.stop - self.start
            yield self._ask({**body, "from_": self.start, "size": size})["hits"]["hits"]

    def _scrolled(self, body: Mapping[str, Any]) -> Iterator[list[Any]]:
        """Hits from ``start`` on, however far."""
        page = self._ask({**body, "track_total_hits": True, "scroll": _SCROLL, "size": _PAGE})
        passed = 0
        try:
            while hits := page["hits"]["hits"]:
                stop = None if self.stop is None else max(self.stop - passed, 0)
                yield hits[max(self.start - passed, 0) : stop]
                passed += len(hits)
                if len(hits) < _PAGE or (self.stop is not None and passed >= self.stop):
                    break
                page = self.backend.es.scroll(scroll_id=page["_scroll_id"], scroll=_SCROLL)
        finally:
            if "_scroll_id" in page:
                self.backend.es.options(ignore_status=404).clear_scroll(
                    scroll_id=page["_scroll_id"]
                )

    def _count(self, **options: Any) -> int:
        compiler = self.query_compiler
        found = self.backend.es.count(
            index=self.backend.get_index_for_model(compiler.queryset.model).name,
            query=compiler.get_query(),
            ignore_unavailable=True,
            **options,
        )
        return int(found["count"])

    def _do_count(self) -> int:
        found = self._count()
        return max((found if self.stop is None else min(found, self.stop)) - self.start, 0)

    def exists(self) -> bool:
        """Whether there is any hit; stops at the first."""
        return bool(self._count(terminate_after=1))

    def scored(self, limit: int) -> list[Scored]:
        """The best hits, of the first ``limit`` by the cluster, at most 10,000: by the tiers of
        ``ranking.tier_of``, then by what they share with the query as in a question."""
        compiler = self.query_compiler
        size = min(limit, _WINDOW)
        body = {"docvalue_fields": ["pk"], "size": size, "track_total_hits": False}
        if not compiler.is_ranked:
            filtered = {"query": compiler.get_query(), "sort": [{"pk": "desc"}]}
            return [Scored(self._key(hit), 0.0) for hit in self._hits({**body, **filtered})]
        query = compiler.get_query()
        query["bool"]["should"] = [] if compiler.is_autocomplete else compiler.get_tiers()
        hits = self._hits({**body, "query": query, **self._rescore(size)})
        scored = [
            Scored(self._key(hit), hit["_score"], _tier(hit.get("matched_queries", ())))
            for hit in hits
        ]
        return sorted(scored, key=lambda each: (-each.tier, -each.score))

    def _rescore(self, size: int) -> dict[str, Any]:
        text = text_of(self.query_compiler.node)
        alike = likeness(text)
        if alike is None:
            return {}
        finer = finer_likeness(text, self.backend.analyzer)
        query = {
            "rescore_query": {"bool": {"should": [alike, finer]}},
            "query_weight": 0.0,
        }
        return {"rescore": {"window_size": size, "query": query}}

    def nearest(self, text: str, limit: int, among: Sequence[Any] | None = None) -> list[Scored]:
        """See :meth:`ChineseElasticsearchMixin.nearest`; the query of these results is all.

        ``among`` are the keys that are scored at all, at most 10,000.
        """
        question = canonical(text)
        alike = likeness(question)
        if alike is None:
            return []
        size = min(limit, _WINDOW)
        filters = [*self.query_compiler.get_filters()]
        if among is not None:
            filters.append({"terms": {"pk": [str(key) for key in among[:size]]}})
        query = {"bool": {"must": [alike], "filter": filters}}
        finer = {"rescore_query": finer_likeness(question, self.backend.analyzer)}
        body = {
            "query": query,
            "rescore": {"window_size": size, "query": finer},
            "docvalue_fields": ["pk"],
            "size": size,
            "track_total_hits": False,
        }
        return [Scored(self._key(hit), hit["_score"]) for hit in self._hits(body)]

    def near(self, knn: Mapping[str, Any]) -> list[Any]:
        """Keys of the documents whose vectors are the nearest that pass the filters."""
        body = {
            "knn": {**knn, "filter": self.query_compiler.get_filters()},
            "docvalue_fields": ["pk"],
            "size": knn["k"],
            "track_total_hits": False,
        }
        return [self._key(hit) for hit in self._hits(body)]

    def _hits(self, body: Mapping[str, Any]) -> list[Any]:
        return list(self._ask(body)["hits"]["hits"])

    def _key(self, hit: Mapping[str, Any]) -> Any:
        return self.query_compiler.queryset.model._meta.pk.to_python(hit["fields"]["pk"][0])

    def facet(self, field_name: str) -> OrderedDict[Any, int]:
        """Number of hits by value of a FilterField, most first; all values there are."""
        compiler = self.query_compiler
        field = compiler._get_filterable_field(field_name)
        if field is None:
            model = compiler.queryset.model.__name__
            raise FilterFieldError(
                f'Cannot facet search results with field "{field_name}". Please add '
                f"index.FilterField('{field_name}') to {model}.search_fields.",
                field_name=field_name,
            )
        column = compiler.mapping.get_field_column_name(field)
        body = {
            "query": compiler.get_query(),
            "size": 0,
            "aggregations": {
                "values": {"terms": {"field": column, "size": _MOST_VALUES}},
                "none": {"missing": {"field": column}},
            },
        }
        counted = self._ask(body).get("aggregations")
        if counted is None:
            return OrderedDict()
        values = _values(field, compiler.queryset.model, counted["values"]["buckets"])
        if without := counted["none"]["doc_count"]:
            values[None] = without
        return OrderedDict(values.most_common())

    def count_keys(
        self, groups: Mapping[str, tuple[QuerySet[Any], str]]
    ) -> dict[str, Counter[str]]:
        """Number of hits by value of a FilterField, for several querysets in one request.

        Args:
            groups: by name, a queryset whose filters apply instead of those of the search, and
                the attribute of the FilterField, which every object is to have a value of.
        """
        counted: dict[str, Counter[str]] = {name: Counter() for name in groups}
        if not groups:
            return counted
        asked, fields = {}, {}
        for name, (queryset, field_name) in groups.items():
            compiler = type(self.query_compiler)(queryset, MATCH_ALL)
            fields[name] = field = compiler._get_filterable_field(field_name)
            column = compiler.mapping.get_field_column_name(field)
            asked[name] = {
                "filter": compiler.get_filter(),
                "aggregations": {"values": {"terms": {"field": column, "size": _MOST_VALUES}}},
            }
        query = self.query_compiler.get_inner_query()
        answer = self._ask(
            {"query": {"bool": {"filter": [query]}}, "size": 0, "aggregations": asked}
        ).get("aggregations", {})
        for name, found in answer.items():
            values = _values(fields[name], groups[name][0].model, found["values"]["buckets"])
            counted[name].update({str(value): count for value, count in values.items()})
        return counted


class ChineseElasticsearchMixin(ElasticMeaningMixin, ElasticsearchBaseSearchBackend):  # type: ignore[misc]  # untyped
    """A backend whose index lies in a cluster."""

    basic_rebuilder_class = Rebuilder
    atomic_rebuilder_class = AtomicRebuilder

    settings: dict[str, Any] = {
        "settings": {"index": {"similarity": {"default": {"type": "BM25", "k1": K1, "b": B}}}}
    }
    counts_natively = True

    def __init__(self, params: dict[str, Any]) -> None:
        self.analyzer: str | None = params.pop("ANALYZER", None)
        self._known_indexes: set[tuple[Any, ...]] = set()
        super().__init__(params)

    def make_sure_of(self, index: ChineseIndex, model: type[models.Model]) -> None:
        """Make the index of a model, if there is none yet: a cluster that is sent a document
        would make one by itself, and guess what its fields are."""
        known = (index.name, model, *mapping_of_vectors(model))
        if known not in self._known_indexes:
            if not index.exists():
                index.put()
            index.add_model(model)
            self._known_indexes.add(known)

    def nearest(self, text: str, queryset: QuerySet[Any], limit: int = CANDIDATES) -> list[Scored]:
        """What answers a question best: anything that shares terms with it, scored.

        The recipe and what it was measured with: docs/search.md.
        """
        results: ChineseSearchResults = self.search(MATCH_ALL, queryset)
        return results.nearest(text, limit)


def _tier(names: Any) -> int:
    return max(map(int, names), default=0)


def _values(
    field: FilterField, model: type[models.Model], buckets: list[Mapping[str, Any]]
) -> Counter[Any]:
    """Counts by value as the model has it, from what the cluster counted."""
    try:
        source: Any = field.get_field(model)
    except FieldDoesNotExist:
        source = None
    while getattr(source, "remote_field", None):
        source = source.target_field
    return Counter({_value(source, bucket): bucket["doc_count"] for bucket in buckets})


def _value(source: Any, bucket: Mapping[str, Any]) -> Any:
    key = bucket["key"]
    match source:
        case models.DateTimeField():
            return datetime.fromtimestamp(key / 1000, UTC)
        case models.DateField():
            return date.fromisoformat(bucket["key_as_string"][:10])
        case models.Field():
            return source.to_python(key)
    return key
