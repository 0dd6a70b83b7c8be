"""Pages that editors named as answers: how much one of them answers a question like theirs.

The most similar answered questions add the square of their similarity to their pages. Similarity
is that of meanings where an embedder is configured and knows the question, and else the share of
bigrams, weighted by how rare they are among the answered questions.
"""

from __future__ import annotations

import logging
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet
from wagtail.models import Page

from .live import Live
from .query.language import parse
from .ranking import inverse_frequency
from .semantic.embedders import EmbedderUnavailable, get_embedder, label_of
from .semantic.likeness import likeness_of, unpacked
from .text import canonical, is_han
from .text.tokens import bigrams

if TYPE_CHECKING:
    from numpy.typing import NDArray

logger = logging.getLogger(__name__)

# So many of the answered questions count.
NEIGHBOURS = 20
# What is less similar than this shares a common word at most.
_LEAST = 0.25


@dataclass(frozen=True)
class Answers:
    """Answered ``questions``, in canonical form.

    ``pages`` are those of the questions by their place; all else is for comparing with them.
    ``places`` gives, for a bigram, the questions that have it; ``sizes`` the weight of all bigrams
    of each. ``vectors`` has a row for each question in ``with_vectors``, made by ``made_by``.
    """

    questions: frozenset[str] = frozenset()
    pages: Sequence[Any] = ()
    places: Mapping[str, Sequence[int]] = field(default_factory=dict)
    sizes: Sequence[float] = ()
    made_by: str = ""
    with_vectors: Sequence[int] = ()
    vectors: NDArray[Any] | None = None

    def weight(self, term: str) -> float:
        """What a bigram tells."""
        return inverse_frequency(len(self.pages), len(self.places.get(term, ())))


def weights_of(text: str, queryset: QuerySet[Any], vector: Any = None) -> dict[Any, float]:
    """How much pages of a queryset answer a question, by what editors said of similar ones.

    Args:
        text: as it was typed.
        queryset: what the visitor may see; nothing else is in the result.
        vector: what the text means to the configured embedder, where that is known already.

    Returns:
        By key, more than 0 and 1 at most; pages that answer nothing similar are left out.
    """
    if not issubclass(queryset.model, Page):
        return {}
    answers = _current.get()
    if not answers.pages:
        return {}
    alike = _by_letters(text, answers) | _by_meaning(text, answers, vector)
    nearest = sorted(alike, key=lambda place: -alike[place])[:NEIGHBOURS]
    weights: dict[Any, float] = defaultdict(float)
    for place in nearest:
        if alike[place] >= _LEAST:
            weights[answers.pages[place]] += alike[place] ** 2
    if not weights:
        return {}
    seen = queryset.filter(pk__in=list(weights)).order_by().values_list("pk", flat=True)
    return {key: min(weights[key], 1.0) for key in seen}


def answered_questions() -> frozenset[str]:
    """All answered questions, in canonical form."""
    return _current.get().questions


def renew() -> None:
    """Have every process that shares the cache read the answered questions again."""
    _current.renew()


def _by_letters(text: str, answers: Answers) -> dict[int, float]:
    terms = _terms(text)
    shared: dict[int, float] = defaultdict(float)
    for term in terms:
        weight = answers.weight(term)
        for place in answers.places.get(term, ()):
            shared[place] += weight
    size = sum(map(answers.weight, terms))
    return {place: each / max(size, answers.sizes[place]) for place, each in shared.items()}


def _by_meaning(text: str, answers: Answers, vector: Any) -> dict[int, float]:
    embedder = get_embedder()
    known = answers.vectors
    if known is None or embedder is None or label_of(embedder) != answers.made_by:
        return {}
    try:
        asked = embedder.embed_query(text) if vector is None else vector
        likenesses = likeness_of(known @ asked, embedder)
    except EmbedderUnavailable as error:
        logger.warning("Answered questions are compared by letters: %s", error)
        return {}
    return dict(zip(answers.with_vectors, likenesses.tolist(), strict=True))


def _terms(text: str) -> set[str]:
    """Bigrams of the words of a question that say what it is about."""
    terms: set[str] = set()
    for run in (run for word in parse(text).as_typed.segments for run in word.split()):
        terms.update(bigrams(run) if is_han(run) and len(run) > 1 else [run])
    return terms


def _read() -> Answers:
    from .models import AnsweredQuestion

    rows = list(AnsweredQuestion.objects.order_by("pk"))
    terms = [_terms(row.question) for row in rows]
    places: dict[str, list[int]] = defaultdict(list)
    for place, each in enumerate(terms):
        for term in each:
            places[term].append(place)
    frequencies = Counter({term: len(found) for term, found in places.items()})
    sizes = [
        sum(inverse_frequency(len(rows), frequencies[term]) for term in each) for each in terms
    ]
    questions = frozenset(canonical(row.question) for row in rows)
    pages = [row.page_id for row in rows]
    return Answers(questions, pages, places, sizes, **_read_vectors(rows))


def _read_vectors(rows: Sequence[Any]) -> dict[str, Any]:
    embedder = get_embedder()
    made_by = label_of(embedder) if embedder else ""
    current = [place for place, row in enumerate(rows) if row.vector and row.made_by == made_by]
    if not current:
        return {}
    vectors = unpacked([bytes(rows[place].vector) for place in current])
    return {"made_by": made_by, "with_vectors": current, "vectors": vectors}


_current = Live("answers", _read)
