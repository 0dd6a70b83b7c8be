"""How well a text answers a query: BM25 over bigrams and single characters.

Measured on lay questions to statutes, bigrams with the single characters beside them
rank better than bigrams alone, words, or words and bigrams (docs/search.md).
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from .query.tree import Node
from .text import BORDER, is_han
from .text.tokens import bigrams

K1, B = 1.2, 0.9
SINGLE_CHARACTERS = 1.0
# How much a place in each zone counts: title, lead, body, attachments. More for titles ranks worse
# (nDCG@10 .385 with 1, .383 with 2); what stands in a title is raised as a whole, see below.
ZONE_WEIGHTS = (1.0, 1.0, 1.0, 0.5)


@dataclass(frozen=True)
class Scored:
    """A hit and its score; higher is better, and only scores of one search compare.

    ``tier`` goes before the score: it tells where the words stand, see :func:`tier_of`.
    """

    pk: Any
    score: float
    tier: int = 0


@dataclass(frozen=True)
class Statistics:
    """What is known of a collection: number of documents, their average length in characters
    without attachments, and the share of documents, 0 to 1, that a character stands in (from a
    sample)."""

    documents: int = 0
    average_length: float = 1.0
    character_share: Mapping[str, float] = field(default_factory=dict)

    def character_frequency(self, character: str) -> float:
        """Number of documents that a character stands in, estimated."""
        return self.documents * self.character_share.get(character, 0.0)


def terms_of(text: str) -> list[str]:
    """What a canonical text is ranked by: its bigrams, and its other words."""
    terms: list[str] = []
    for run in text.split():
        terms += bigrams(run) if is_han(run) else [run]
    return terms


def characters_of(text: str) -> list[str]:
    """The Han characters of a canonical text."""
    return [character for run in text.split() if is_han(run) for character in run]


def inverse_frequency(documents: float, frequency: float) -> float:
    """Weight of a term that stands in ``frequency`` of ``documents`` documents."""
    return math.log(1 + (documents - frequency + 0.5) / (frequency + 0.5))


class Scorer:
    """Scores documents for one query."""

    def __init__(self, query: str, statistics: Statistics, frequencies: Mapping[str, int]) -> None:
        """``query`` is canonical; ``frequencies`` gives the documents that each term stands in."""
        total = statistics.documents
        self._average = max(statistics.average_length, 1.0)
        self._weights = {
            term: count * inverse_frequency(total, min(frequencies.get(term, 0), total))
            for term, count in Counter(terms_of(query)).items()
        }
        for character, count in Counter(characters_of(query)).items():
            weight = inverse_frequency(total, statistics.character_frequency(character))
            self._weights[character] = SINGLE_CHARACTERS * count * weight

    def score(self, zones: Sequence[str]) -> float:
        """Score of a document given by its zones, as in :data:`ZONE_WEIGHTS`."""
        *own, attached = zones[: len(ZONE_WEIGHTS)]
        # A long attachment neither hides its page nor outweighs it by telling the same often.
        damping = max(len(attached) / self._average, 1.0)
        weights = (*ZONE_WEIGHTS[:-1], ZONE_WEIGHTS[-1] / damping)
        parts = [(zone, weight) for zone, weight in zip(zones, weights, strict=False) if zone]
        norm = K1 * (1 - B + B * sum(map(len, own)) / self._average)
        score = 0.0
        for term, weight in self._weights.items():
            frequency = 0.0
            for zone, zone_weight in parts:
                frequency += zone_weight * zone.count(term)
            if frequency:
                score += weight * frequency * (K1 + 1) / (frequency + norm)
        return score


def tier_of(node: Node, zones: Sequence[str]) -> int:
    """Where everything that was asked for stands: 3 in the title, 2 with the lead, 1 with the
    body, 0 only with the attachments."""
    for tier, upto in ((3, 1), (2, 2), (1, 3)):
        if node.stands_in(f" {BORDER} ".join(zones[:upto])):
            return tier
    return 0


def rarest(frequencies: Mapping[str, int], limit: int) -> list[str]:
    """The rarest terms that stand in some document, rarest first."""
    found = [term for term, documents in frequencies.items() if documents]
    return sorted(found, key=lambda term: frequencies[term])[:limit]
