"""Meaning beside letters: what is alike, whatever words it is said with.

The recipe (docs/search.md): the best by letters and the nearest by meaning are put together, and
ordered by the sum of both scores, each in standard deviations among these candidates.
"""

from __future__ import annotations

import logging
import math
from collections.abc import Collection, Mapping, Sequence
from functools import cached_property
from typing import Any

from django.core.cache import cache
from django.db.models import QuerySet

from .text import is_han

logger = logging.getLogger(__name__)

# Candidates of either kind; how much meaning counts beside letters.
BY_LETTERS = 50
BY_MEANING = 50
WEIGHT = 2.0
# An answer that editors named for the very same question counts so many standard deviations.
ANSWER = 5.0
# Seconds in which a model that did not answer is not asked again: visitors wait for it once.
_REST = 30
_RESTING = "gongkai_search:embedder-resting"
# With fewer characters there is no meaning to speak of.
_SHORTEST = 2


class Meaning:
    """What one text means to an engine. Nothing is computed before it is needed.

    Without an embedder, while a model service does not answer, and on an engine that knows no
    vectors, everything here is empty, and a search goes by letters.
    """

    def __init__(self, text: str, engine: Any) -> None:
        self._text = text
        self._engine = engine

    @cached_property
    def vector(self) -> Any:
        """The vector of the text; None where there is none."""
        if not hasattr(self._engine, "nearest_by_meaning"):
            return None
        if sum(map(is_han, self._text)) < _SHORTEST:
            return None
        from .semantic.embedders import EmbedderUnavailable, get_embedder

        embedder = get_embedder()
        if embedder is None or cache.get(_RESTING):
            return None
        try:
            return embedder.embed_query(self._text)
        except EmbedderUnavailable as error:
            # The sentence of the error names the service, never what was asked.
            logger.warning("Searching by letters only for %s s: %s", _REST, error)
            cache.set(_RESTING, True, _REST)
            return None

    @property
    def is_known(self) -> bool:
        """Whether there is anything to compare with."""
        return self.vector is not None

    def nearest(self, queryset: QuerySet[Any], limit: int = BY_MEANING) -> dict[Any, float]:
        """Cosines of the nearest objects of a queryset, by key, the nearest first."""
        if self.vector is None:
            return {}
        return dict(self._engine.nearest_by_meaning(self.vector, queryset, limit))

    def cosines(self, queryset: QuerySet[Any], keys: Sequence[Any]) -> dict[Any, float]:
        """Cosines of some objects, of those that have a vector."""
        if self.vector is None or not keys:
            return {}
        return dict(self._engine.cosines(self.vector, queryset, keys))


def fused(
    letters: Mapping[Any, float],
    cosines: Mapping[Any, float],
    answers: Mapping[Any, float] | None = None,
) -> dict[Any, float]:
    """Scores by letters with the meaning added where it is known, on the scale of the former.

    What has no vector yet keeps its place by letters: its meaning is taken to fit as well.

    Args:
        letters: scores of the candidates.
        cosines: of those that have a vector.
        answers: 0 to 1 for what editors named as the answer to a similar question.
    """
    if not letters:
        return {}
    mean, deviation = _spread(letters.values())
    middle, width = _spread([cosines[key] for key in letters if key in cosines])
    scores = {}
    for key, score in letters.items():
        by_letters = (score - mean) / deviation
        by_meaning = (cosines[key] - middle) / width if key in cosines else by_letters
        answer = ANSWER * (answers or {}).get(key, 0.0)
        scores[key] = mean + deviation * (by_letters + WEIGHT * by_meaning + answer)
    return scores


def _spread(values: Collection[float]) -> tuple[float, float]:
    """Mean and standard deviation; 1 for the latter where all are equal."""
    if not values:
        return 0.0, 1.0
    mean = math.fsum(values) / len(values)
    return mean, math.sqrt(math.fsum((each - mean) ** 2 for each in values) / len(values)) or 1.0
