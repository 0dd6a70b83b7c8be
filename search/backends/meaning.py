"""What all backends do alike with vectors of meaning.

``nearest_by_meaning`` asks the engine for candidates. What it returns, and ``cosines``, is measured
by the vectors as they are stored, so that the figures of all backends compare; and it is only ever
of objects that the database finds in the queryset now.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import QuerySet

from ..semantic.embedders import get_embedder, label_of
from ..semantic.passages import has_meaning
from .keys import KeySpace, key_space

if TYPE_CHECKING:
    from ..semantic.embedders import Embedder, Floats

# Keys in one condition, as few as any database takes.
_TOGETHER = 500


class MeaningMixin:
    """A search backend that knows vectors."""

    def nearest_by_meaning(
        self, vector: Floats, queryset: QuerySet[Any], limit: int
    ) -> list[tuple[Any, float]]:
        """Keys and cosines of the objects of a queryset that are nearest, the nearest first.

        Args:
            vector: of length 1, made by the configured embedder.
            queryset: pages; of other objects there are no vectors, and no result.
            limit: how many at most.
        """
        embedder = get_embedder()
        if embedder is None or limit <= 0 or not has_meaning(queryset.model):
            return []
        return self._nearest_by_meaning(vector, queryset, limit, embedder)

    def _nearest_by_meaning(
        self, vector: Floats, queryset: QuerySet[Any], limit: int, embedder: Embedder
    ) -> list[tuple[Any, float]]:
        raise NotImplementedError

    def cosines(
        self, vector: Floats, queryset: QuerySet[Any], keys: Sequence[Any]
    ) -> dict[Any, float]:
        """Cosines of those of some objects that are in the queryset and have a current vector."""
        embedder = get_embedder()
        if embedder is None or not has_meaning(queryset.model):
            return {}
        return self._measured(vector, visible_of(queryset, keys), queryset.model, embedder)

    def vector_of(self, obj: Any) -> Floats | None:
        """The vector, of length 1, that an object was given; None while it has none."""
        from ..semantic import quantised

        embedder = get_embedder()
        if embedder is None or not has_meaning(type(obj)):
            return None
        entry = key_space(type(obj)).key_of(obj.pk)
        values = stored_vectors([entry], embedder).get(entry)
        if values is None:
            return None
        rows = quantised.rows_of([values], embedder.dimension)
        unit: Floats = rows[0] / quantised.lengths(rows)[0]
        return unit

    def _measured(
        self,
        vector: Floats,
        keys: Sequence[Any],
        model: type[models.Model],
        embedder: Embedder,
    ) -> dict[Any, float]:
        """Cosines by the vectors as they are stored."""
        from ..semantic import quantised

        space = key_space(model)
        by_entry = {space.key_of(key): key for key in keys}
        fitting = stored_vectors(list(by_entry), embedder)
        if not fitting:
            return {}
        rows_of_bytes = quantised.rows_of(fitting.values(), len(vector))
        found = quantised.cosines(vector, rows_of_bytes).tolist()
        return {by_entry[entry]: cosine for entry, cosine in zip(fitting, found, strict=True)}

    def prepare_vectors(self, embedder: Embedder) -> None:
        """Make room for the vectors of an embedder, where there is none yet."""

    def store_vectors(self, embedder: Embedder, vectors: Mapping[int, bytes]) -> None:
        """Take over vectors by entry; called in the transaction that stores them."""

    def vectors_changed(self, model: type[models.Model], objects: Sequence[Any]) -> None:
        """Called when new vectors of objects are stored."""


def stored_vectors(entries: Sequence[int], embedder: Embedder) -> dict[int, bytes]:
    """The values of those entries that have a vector of an embedder."""
    from ..models import Vector

    label, found = label_of(embedder), {}
    for start in range(0, len(entries), _TOGETHER):
        # By their keys only: with the embedder in the condition, SQLite reads all of its vectors.
        rows = Vector.objects.filter(id__in=entries[start : start + _TOGETHER])
        for entry, made_by, values in rows.values_list("id", "embedder", "values"):
            if made_by == label and len(values) == embedder.dimension:
                found[entry] = bytes(values)
    return found


def visible_of(queryset: QuerySet[Any], keys: Sequence[Any]) -> list[Any]:
    """Those of some keys that are in the queryset, in their order."""
    seen: set[Any] = set()
    for start in range(0, len(keys), _TOGETHER):
        part = queryset.filter(pk__in=list(keys[start : start + _TOGETHER]))
        seen.update(part.order_by().values_list("pk", flat=True))
    return [key for key in keys if key in seen]


def best_first(cosines: Mapping[Any, float], limit: int) -> list[tuple[Any, float]]:
    """The best by cosine; of equal ones the newer first."""
    return sorted(cosines.items(), key=lambda each: (-each[1], -each[0]))[:limit]


def nearest_in_memory(
    alias: str, vector: Floats, queryset: QuerySet[Any], limit: int, embedder: Embedder
) -> list[tuple[Any, float]]:
    """The nearest by a product with all vectors (:mod:`.matrix`)."""
    import numpy as np

    from .matrix import matrix_of

    space = key_space(queryset.model)
    matrix = matrix_of(alias, label_of(embedder), embedder.dimension)
    entries, cosines = matrix.cosines(vector, space)
    # Nearly everything is visible: of the nearest, few have to be looked up.
    enough = limit * 4
    best = _first(cosines, enough)
    found = _seen(entries[best], cosines[best], space, lambda keys: visible_of(queryset, keys))
    if len(found) < limit and len(entries) > enough:
        keys = np.fromiter(queryset.order_by().values_list("pk", flat=True), dtype=np.int64)
        kept = np.isin(entries, keys + space.first)
        entries, cosines = entries[kept], cosines[kept]
        best = _first(cosines, limit)
        found = _seen(entries[best], cosines[best], space, lambda keys: keys)
    return best_first(found, limit)


def _first(cosines: Floats, number: int) -> Any:
    """Places of the highest values, in no order."""
    import numpy as np

    if len(cosines) <= number:
        return np.arange(len(cosines))
    return np.argpartition(-cosines, number)[:number]


def _seen(
    entries: Any, cosines: Floats, space: KeySpace, visible: Callable[[list[int]], list[int]]
) -> dict[Any, float]:
    by_key = dict(zip((entries - space.first).tolist(), cosines.tolist(), strict=True))
    return {key: by_key[key] for key in visible(list(by_key))}
