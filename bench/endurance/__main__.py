"""``python -m bench.endurance --minutes 10 --share 0.8``: the whole stack under load.

Measures how much it can, then loads it with a share of that while items are published, corrected
and taken back, the index is filled anew, and a web worker, the task worker, Redis and Elasticsearch
are killed. Prints what it found; exit status 1 when something was lost, stale or an error.
"""

from __future__ import annotations

import argparse
import os
import sys
import threading
import time
from pathlib import Path
from typing import Any
from urllib.parse import quote

from .deaths import Deaths
from .memory import Memory
from .newsroom import Newsroom
from .table import Findings, report, say
from .visitors import Visitors

ROOT = Path(__file__).resolve().parents[2]
_SETTLE_SECONDS = 120
_WORD = quote("公告")


def main() -> int:
    """Start the stack, load it, look at what is left."""
    parser = argparse.ArgumentParser(prog="python -m bench.endurance", description=__doc__)
    parser.add_argument("--minutes", type=float, default=10.0)
    parser.add_argument("--share", type=float, default=0.8, help="of the capacity measured")
    parser.add_argument("--connections", type=int, default=16)
    parser.add_argument("--capacity-seconds", type=float, default=10.0)
    options = parser.parse_args()
    # The stack starts PostgreSQL as the tests do.
    sys.path.insert(0, str(ROOT / "site"))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.test")
    from tests.services.stack import Stack

    say("starting PostgreSQL, Redis, Elasticsearch, gunicorn, worker, scheduler, nginx …")
    stack = Stack(tls=False)
    try:
        return run(stack, options)
    finally:
        stack.stop()


def run(stack: Any, options: argparse.Namespace) -> int:
    """Load a running stack and judge it."""
    paths = paths_of(stack.town)
    port = stack.ports["nginx"]
    Visitors(port, paths, options.connections).measure(3)
    newsroom = Newsroom(stack)
    newsroom.start()
    # With publications going on, as in the load that follows.
    capacity = Visitors(port, paths, options.connections).measure(options.capacity_seconds)
    rate = options.share * capacity
    seconds = 60 * options.minutes
    say(f"capacity {capacity:.0f} requests/s; {rate:.0f}/s for {seconds:.0f} s from now on")
    memory, deaths = Memory(stack), Deaths(stack, seconds)
    visitors = Visitors(port, paths, options.connections)
    searchers = Visitors(port, [f"/search/?q={_WORD}", f"/api/v1/search/?q={_WORD}"], 1)
    searching = threading.Thread(target=searchers.ask, args=(seconds, 2.0), daemon=True)
    for thread in (memory, deaths, searching):
        thread.start()
    visitors.ask(seconds, rate)
    searching.join()
    deaths.join()
    newsroom.stop()
    memory.stop()
    found = Findings(
        visitors.notes, searchers.notes, newsroom, deaths, memory, settle(stack), seconds
    )
    return report(found)


def paths_of(town: dict[str, Any]) -> list[str]:
    """Public pages and lists of the API, as visitors and programs ask for them."""
    return [
        *(town["home"], town["list"], town["item"], town["with_file"], town["public_file"]),
        *(f"{town['list']}?page=2", "/api/v1/items/", "/api/v1/categories/"),
    ]


def settle(stack: Any) -> dict[str, Any]:
    """Wait until all work is done, fill the index once more, and look at everything."""
    deadline = time.monotonic() + _SETTLE_SECONDS
    while stack.edit("tasks").get("READY", 0) and time.monotonic() < deadline:
        time.sleep(0.5)
    # What the cluster missed while it was away is what this is for (docs/search.md).
    before = stack.edit("index_health")
    stack.manage("update_index", "--verbosity", "0")
    return {
        "tasks": stack.edit("tasks"),
        "missed": before,
        "index": stack.edit("index_health"),
        "faults": stack.edit("faults"),
    }


if __name__ == "__main__":
    sys.exit(main())
