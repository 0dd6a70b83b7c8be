"""A database, and where asked for a server, of the bench's own."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from tests.services import postgres

SITE = Path(__file__).resolve().parents[2] / "site"
BACKENDS = ("sqlite", "postgres", "elasticsearch")


@contextmanager
def prepared(backend: str) -> Iterator[None]:
    """Start what the backend needs, set Django up on empty tables, and stop everything after."""
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="gongkai-bench-"))
        os.environ |= {
            "GONGKAI_DATA_DIR": folder,
            "GONGKAI_BENCH_BACKEND": backend,
            "DJANGO_SETTINGS_MODULE": "bench.search.settings",
        }
        sys.path.insert(0, str(SITE))
        if start := _service(backend):
            stack.callback(start())
        import django

        django.setup()
        from django.core.management import call_command
        from django.db import connections

        call_command("migrate", verbosity=0)
        stack.callback(connections.close_all)
        yield


def _service(backend: str) -> Callable[[], Callable[[], None]] | None:
    if backend == "postgres":
        return postgres.start
    if backend == "elasticsearch":
        from tests.services import elasticsearch

        return elasticsearch.start
    return None
