"""Figures of retrieval, and of time."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterable, Sequence
from typing import Any


def ndcg(ranked: Sequence[str], relevant: set[str], depth: int = 10) -> float:
    """Normalised discounted cumulative gain of the first ``depth``, 0 to 1."""
    gain = sum(
        1 / math.log2(place + 2) for place, key in enumerate(ranked[:depth]) if key in relevant
    )
    best = sum(1 / math.log2(place + 2) for place in range(min(depth, len(relevant))))
    return gain / best if best else 0.0


def recall(ranked: Sequence[str], relevant: set[str], depth: int) -> float:
    """Share of the relevant ones among the first ``depth``."""
    return len(set(ranked[:depth]) & relevant) / len(relevant)


def reciprocal_rank(ranked: Sequence[str], relevant: set[str], depth: int = 10) -> float:
    """One by the place of the first relevant one, 0 where there is none among ``depth``."""
    return next((1 / place for place, key in enumerate(ranked[:depth], 1) if key in relevant), 0.0)


def quality(answers: Iterable[tuple[Sequence[str], set[str]]]) -> dict[str, float]:
    """Means over the queries."""
    rows = [
        (
            ndcg(got, wanted),
            recall(got, wanted, 10),
            reciprocal_rank(got, wanted),
            recall(got, wanted, 50),
        )
        for got, wanted in answers
    ]
    names = ("ndcg10", "recall10", "mrr10", "recall50")
    count = max(len(rows), 1)
    return {
        name: round(sum(row[place] for row in rows) / count, 4) for place, name in enumerate(names)
    }


def timed(work: Callable[..., Any], *arguments: Any) -> tuple[Any, float]:
    """What ``work`` gives for some arguments, and the milliseconds it took."""
    started = time.perf_counter()
    result = work(*arguments)
    return result, (time.perf_counter() - started) * 1000


def percentiles(milliseconds: Sequence[float]) -> dict[str, float]:
    """Median and 95th percentile."""
    ordered = sorted(milliseconds)
    if not ordered:
        return {"p50": 0.0, "p95": 0.0}
    return {
        "p50": round(ordered[len(ordered) // 2], 1),
        "p95": round(ordered[min(int(len(ordered) * 0.95), len(ordered) - 1)], 1),
    }
