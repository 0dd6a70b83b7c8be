"""The topic of a document by its words, each of which can be shown to whoever asks why.

A word speaks for a topic as often as it stands in titles of items of that topic; who calls brings
these counts along (``services.topic_words``), so that nothing is looked up here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

# Counts of titles: of a word by topic.
Counts = Mapping[str, Mapping[str, int]]
_FEWEST = 2
_SMOOTHING = 2.0
_CLEAR = 0.55
_SHOWN = 3
_NAME_WEIGHT = 0.6


@dataclass(frozen=True)
class Topic:
    """A topic that words speak for."""

    name: str
    words: tuple[str, ...]
    certainty: float
    why: str


def topic_of(
    words: Iterable[str], counts: Counts, names: Mapping[str, Iterable[str]]
) -> Topic | None:
    """The topic that the words of a title speak for, or None where they do not agree.

    Args:
        words: of the title, as the counts know them.
        counts: how many titles of each topic hold a word.
        names: words of the names of topics, which speak for them from the first day on.
    """
    votes: dict[str, dict[str, float]] = defaultdict(dict)
    for word in dict.fromkeys(words):
        held = counts.get(word, {})
        total = sum(held.values())
        if total >= _FEWEST:
            for topic, number in held.items():
                votes[topic][word] = number / (total + _SMOOTHING)
        for topic, own in names.items():
            if word in own:
                votes[topic][word] = max(votes[topic].get(word, 0.0), _NAME_WEIGHT)
    sums = {topic: sum(each.values()) for topic, each in votes.items()}
    if not sums:
        return None
    best = max(sums, key=lambda topic: (sums[topic], topic))
    share = sums[best] / sum(sums.values())
    strongest = max(votes[best].values())
    if share < _CLEAR or strongest < _CLEAR:
        return None
    told = sorted(votes[best], key=lambda word: -votes[best][word])[:_SHOWN]
    return Topic(best, tuple(told), round(min(share, 0.9), 2), _reason(best, told, counts))


def _reason(topic: str, words: Iterable[str], counts: Counts) -> str:
    parts = []
    for word in words:
        total = sum(counts.get(word, {}).values())
        number = counts.get(word, {}).get(topic, 0)
        if total >= _FEWEST and number:
            parts.append(f"名称有“{word}”的已有条目{total}件，其中{number}件属于这一类")
        else:
            parts.append(f"“{word}”见于这一类的名称")
    return "；".join(parts) + "。"
