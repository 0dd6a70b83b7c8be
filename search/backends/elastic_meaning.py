"""Vectors in an Elasticsearch cluster: a field of bytes in each document, in a graph (HNSW).

A document is always written as a whole, with the vector that the database has: the cluster does
not keep the texts by which it could change a part of one.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import QuerySet
from modelsearch.backends.elasticsearchbase import (
    ElasticsearchAtomicIndexRebuilder,
    ElasticsearchIndexRebuilder,
)
from modelsearch.query import MATCH_ALL
from wagtail.models import Page

from ..semantic.embedders import get_embedder
from ..semantic.passages import has_meaning
from ..services import vectors
from .elastic_documents import vector_column, vector_mapping
from .keys import key_space
from .meaning import MeaningMixin, best_first, stored_vectors, visible_of

if TYPE_CHECKING:
    from ..semantic.embedders import Embedder, Floats

# Of so many more than are wanted, a shard of the cluster chooses.
_CANDIDATES_EACH = 10
_MOST_CANDIDATES = 10_000


class ElasticMeaningMixin(MeaningMixin):
    """A backend that keeps vectors in a cluster."""

    def vectors_changed(self, model: type[models.Model], objects: Sequence[Any]) -> None:
        """See :class:`~.meaning.MeaningMixin`."""
        self.get_index_for_model(model).put_items(model, objects)  # type: ignore[attr-defined]  # of modelsearch

    def _nearest_by_meaning(
        self, vector: Floats, queryset: QuerySet[Any], limit: int, embedder: Embedder
    ) -> list[tuple[Any, float]]:
        from ..semantic.quantised import quantised

        results = self.search(MATCH_ALL, queryset)  # type: ignore[attr-defined]  # of modelsearch
        values = quantised(vector[None, :])[0].tolist()
        keys = results.near(
            {
                "field": vector_column(embedder),
                "query_vector": values,
                "k": min(limit, _MOST_CANDIDATES),
                "num_candidates": min(limit * _CANDIDATES_EACH, _MOST_CANDIDATES),
            }
        )
        seen = visible_of(queryset, keys)
        return best_first(self._measured(vector, seen, queryset.model, embedder), limit)

    def likenesses(
        self, text: str, queryset: QuerySet[Any], keys: Sequence[Any]
    ) -> dict[Any, float]:
        """Scores, as ``nearest`` gives them, of those of some objects that are in the queryset
        and share a term with the text."""
        seen = visible_of(queryset, keys)
        if not seen:
            return {}
        results = self.search(MATCH_ALL, queryset)  # type: ignore[attr-defined]  # of modelsearch
        return {hit.pk: hit.score for hit in results.nearest(text, len(seen), among=seen)}


def mapping_of_vectors(model: type[models.Model]) -> dict[str, Any]:
    """Types of the fields that keep the vectors of a model's objects."""
    embedder = get_embedder()
    if embedder is None or not has_meaning(model):
        return {}
    return {vector_column(embedder): vector_mapping(embedder)}


def vectors_of(model: type[models.Model], objects: Sequence[Any]) -> dict[Any, dict[str, Any]]:
    """Fields with the current vectors of those objects that have one, by the objects' keys."""
    embedder = get_embedder()
    if embedder is None or not has_meaning(model):
        return {}
    space = key_space(model)
    entries = {space.key_of(obj.pk): obj.pk for obj in objects}
    column = vector_column(embedder)
    return {
        entries[entry]: {column: memoryview(values).cast("b").tolist()}
        for entry, values in stored_vectors(list(entries), embedder).items()
    }


class _Rebuilder:
    """Has all vectors looked through when the index is filled."""

    index: Any

    def __init__(self, index: Any) -> None:
        super().__init__(index)  # type: ignore[call-arg]  # beside modelsearch's rebuilders
        pages = index.backend.get_index_for_model(Page)
        self._is_of_pages = index.name == pages.name

    def start(self) -> Any:
        index = super().start()  # type: ignore[misc]  # beside modelsearch's rebuilders
        index.is_rebuilt = True
        return index

    def finish(self) -> None:
        super().finish()  # type: ignore[misc]  # beside modelsearch's rebuilders
        self.index.is_rebuilt = False
        if self._is_of_pages:
            vectors.schedule_missing()


class Rebuilder(_Rebuilder, ElasticsearchIndexRebuilder):  # type: ignore[misc]  # untyped
    """Fills an index in its place."""


class AtomicRebuilder(_Rebuilder, ElasticsearchAtomicIndexRebuilder):  # type: ignore[misc]  # untyped
    """Fills another index, and puts it in the place of the first."""
