"""What one process counts for Prometheus.

With several processes the counts lie in files below ``PROMETHEUS_MULTIPROC_DIR``, which must be
empty when the server starts, and any process answers for all; ``deploy/gunicorn.conf.py`` does
both.
"""

from __future__ import annotations

import os

from prometheus_client import REGISTRY, CollectorRegistry, Histogram
from prometheus_client.multiprocess import MultiProcessCollector

# Seconds. A kept page takes one or two thousandths.
_BUCKETS = (0.005, 0.025, 0.1, 0.25, 0.5, 1, 2.5, 10)

# Views are as many as the code has; methods and status codes are what HTTP knows.
REQUESTS = Histogram(
    "gongkai_request_seconds",
    "Time from the first middleware to the head of the answer",
    ["view", "method", "status"],
    buckets=_BUCKETS,
)
_METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}
_FIRST_ERROR, _LAST_STATUS = 100, 599


def count_request(view: str, method: str, status: int, seconds: float) -> None:
    """Count one request; what a client made up (its method) makes no series of its own."""
    known = method if method in _METHODS else "other"
    valid = status if _FIRST_ERROR <= status <= _LAST_STATUS else 0
    REQUESTS.labels(view or "-", known, str(valid)).observe(seconds)


def registry() -> CollectorRegistry:
    """What all processes have counted."""
    if "PROMETHEUS_MULTIPROC_DIR" not in os.environ:
        return REGISTRY
    every_process = CollectorRegistry()
    MultiProcessCollector(every_process)  # type: ignore[no-untyped-call]  # of the library
    return every_process
