"""What is about the same as something else, among what a reader may see.

Only keys are kept between requests; what is shown is asked of the reader's own queryset each time.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.cache import cache
from django.db.models import QuerySet
from modelsearch.backends import get_search_backend

from .conf import get_setting
from .meaning import fused
from .unavailable import SearchUnavailable, told_apart

# Of so many candidates of either kind the best are kept: some of them may be hidden to a reader.
_CANDIDATES = 30
_KEPT = 20
# Seconds. New objects come to be related to old ones after this time at the latest.
_KEPT_FOR = 3600
# What shares less with an object than this part of what the object shares with itself, and is not
# among the nearest by meaning, only has the words of every official letter.
_ALIKE = 0.2
_PREFIX = "gongkai_search:related"
# Seconds for which an engine that did not answer is not asked again: a page that only shows this
# beside its own content does not wait for it.
_RESTING = f"{_PREFIX}:resting"
_REST = 20


def related_to(obj: Any, text: str, queryset: QuerySet[Any], limit: int) -> list[Any]:
    """Objects of ``queryset`` that are about the same as ``obj``, the nearest first.

    Args:
        obj: an indexed object with a key; the text decides what is related by words.
        text: what it is about, in a few words, e.g. its title and keywords.
        queryset: what the reader may see, of the object's model.
        limit: so many at most.

    Nothing is related while the search engine does not answer: the object's own page goes on.
    """
    name = f"{_PREFIX}:{queryset.model._meta.label_lower}:{obj.pk}"
    kept: tuple[str, list[Any]] | None = cache.get(name)
    if kept is None or kept[0] != text:
        if cache.get(_RESTING):
            return []
        try:
            with told_apart():
                kept = (text, _nearest(obj, text, queryset))
        except SearchUnavailable:
            cache.set(_RESTING, True, _REST)
            return []
        cache.set(name, kept, _KEPT_FOR)
    keys = kept[1]
    shown = {each.pk: each for each in queryset.filter(pk__in=keys).order_by()}
    return [shown[key] for key in keys if key in shown][:limit]


def _nearest(obj: Any, text: str, queryset: QuerySet[Any]) -> list[Any]:
    engine: Any = get_search_backend(str(get_setting("GONGKAI_SEARCH_PAGE_BACKEND")))
    others = queryset.exclude(pk=obj.pk)
    itself = engine.likenesses(text, queryset, [obj.pk]).get(obj.pk, 0.0)
    letters = {
        hit.pk: hit.score
        for hit in engine.nearest(text, others, _CANDIDATES)
        if hit.score >= _ALIKE * itself
    }
    scores = {**letters, **_by_meaning(engine, obj, text, others, letters)}
    return sorted(scores, key=lambda key: -scores[key])[:_KEPT]


def _by_meaning(
    engine: Any, obj: Any, text: str, others: QuerySet[Any], letters: dict[Any, float]
) -> dict[Any, float]:
    """Scores by letters and meaning; nothing while the object has no vector."""
    vector = engine.vector_of(obj)
    if vector is None:
        return {}
    near = dict(engine.nearest_by_meaning(vector, others, _CANDIDATES))
    known: Sequence[Any] = [key for key in letters if key not in near]
    scores = engine.likenesses(text, others, [key for key in near if key not in letters])
    return fused(
        {**dict.fromkeys(near, 0.0), **scores, **letters},
        near | dict(engine.cosines(vector, others, known)),
    )
