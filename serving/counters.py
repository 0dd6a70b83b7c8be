"""How often answers came from memory; for the metrics of whoever runs the site."""

from __future__ import annotations

from prometheus_client import Counter

_ANSWERS = Counter(
    "gongkai_serving_answers",
    "Anonymous requests for what may be kept, by what became of them",
    ["outcome"],
)
# Served from memory; found not to be changed; made anew; waited for another who made it; made but
# not kept, since it was personal, an error or too long.
HIT = _ANSWERS.labels("hit")
NOT_MODIFIED = _ANSWERS.labels("not_modified")
MISS = _ANSWERS.labels("miss")
WAITED = _ANSWERS.labels("waited")
REFUSED = _ANSWERS.labels("refused")


def read() -> dict[str, float]:
    """The counts of this process since its start, by outcome."""
    return {
        sample.labels["outcome"]: sample.value
        for metric in _ANSWERS.collect()
        for sample in metric.samples
        if sample.name.endswith("_total")
    }
