"""Ask one database for every address and print what each took, as JSON.

``python -m bench.growth.ask``, in the environment that :func:`bench.growth.databases.running`
gives. Requests go through Django's test client: every middleware, no server, one at a time.
"""

from __future__ import annotations

import json
import os
import resource
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

# At least so many answers, and at most as many as are given in so many seconds.
LEAST, MOST = 5, 60
SECONDS = float(os.environ.get("GONGKAI_GROWTH_SECONDS", "2"))
# What takes longer is asked for but a few times.
_SLOW = 3.0
_OK = 200


def main() -> None:
    """Measure and print."""
    import django

    django.setup()
    from django.test import Client

    from . import targets
    from .people import client_of, editor, superuser

    anonymous = Client()
    found: dict[str, Any] = {"facts": _facts(), "answers": {}}
    groups: list[tuple[str, Client, Callable[[], dict[str, str]]]] = [
        ("public", anonymous, lambda: targets.public(lambda path: anonymous.get(path).json())),
        ("superuser", client_of(superuser()), targets.admin),
        ("editor", client_of(editor()), targets.admin),
    ]
    wanted = set(filter(None, os.environ.get("GONGKAI_GROWTH_GROUPS", "").split(",")))
    name_part = os.environ.get("GONGKAI_GROWTH_NAMES", "")
    for group, client, addresses in groups:
        if wanted and group not in wanted:
            continue
        for name, path in addresses().items():
            if name_part in name:
                found["answers"][f"{group}: {name}"] = _measured(client, path)
    found["facts"]["peak_memory_mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    sys.stdout.write(json.dumps(found) + "\n")


def _measured(client: Any, path: str) -> dict[str, Any]:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    answer = _asked(client, path)
    with CaptureQueriesContext(connection) as queries:
        _asked(client, path)
    # The next request forgets the queries.
    count = len(queries)
    if os.environ.get("GONGKAI_GROWTH_QUERIES"):
        _tell_queries(path, queries)
    times: list[float] = []
    computing: list[float] = []
    begun = time.perf_counter()
    while len(times) < LEAST or (len(times) < MOST and time.perf_counter() - begun < SECONDS):
        started, computed = time.perf_counter(), time.process_time()
        _asked(client, path)
        times.append(1000 * (time.perf_counter() - started))
        computing.append(1000 * (time.process_time() - computed))
        if times[-1] > 1000 * _SLOW:
            break
    return {
        "path": path,
        "status": answer.status_code,
        "p50": statistics.median(times),
        "p95": statistics.quantiles(times, n=20)[-1] if len(times) > 1 else times[0],
        # Of this process: on SQLite all that an answer takes, whatever else the machine does.
        "cpu": statistics.median(computing),
        "queries": count,
        "answers": len(times),
    }


def _asked(client: Any, path: str) -> Any:
    answer = client.get(path)
    if answer.streaming:
        b"".join(answer.streaming_content)
    return answer


def _tell_queries(path: str, queries: Any) -> None:
    """The slowest queries of an answer, to standard error."""
    sys.stderr.write(f"--- {path}: {len(queries)} queries\n")
    for query in sorted(queries, key=lambda each: -float(each["time"]))[:3]:
        sys.stderr.write(f"{query['time']} {query['sql'][:2000]}\n")


def _facts() -> dict[str, Any]:
    from django.db import connection

    from catalogue.models import ItemPage

    from .targets import largest_category

    if connection.vendor == "sqlite":
        size = sum(
            each.stat().st_size
            for each in Path(str(connection.settings_dict["NAME"])).parent.glob("gongkai.sqlite3*")
        )
    else:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_database_size(current_database())")
            size = cursor.fetchone()[0]
    return {
        "items": ItemPage.objects.count(),
        "largest_category": largest_category().numchild,
        "database": connection.vendor,
        "disk_mb": size / 1e6,
    }


if __name__ == "__main__":
    main()
