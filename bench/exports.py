"""Downloads of a long list: time, size and memory. ``python -m bench.exports [--items 100000]``.

Each format is made in a process of its own, whose peak memory is read before and after.
"""

from __future__ import annotations

import argparse
import os
import resource
import sys
import tempfile
import time
import tracemalloc
from typing import Any

FORMATS = ("csv", "json", "xlsx")


def main() -> None:
    """Make a column with many items on SQLite and download all of them in every format."""
    parser = argparse.ArgumentParser(prog="python -m bench.exports", description=__doc__)
    parser.add_argument("--items", type=int, default=100_000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="gongkai-bench-") as folder:
        address = prepare(folder, options.items)
        say(f"{options.items} items, sqlite")
        say(f"{'format':<8}{'seconds':>9}{'MB':>8}{'heap peak MB':>14}{'grown by MB':>13}")
        for name in FORMATS:
            for traced in (False, True):
                in_a_process(lambda n=name, t=traced: download(f"{address}export/{n}/", n, t))


def prepare(folder: str, items: int) -> str:
    """Migrate a fresh database, fill it, and return the catalogue's address."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "portal.settings.test"
    os.environ["GONGKAI_TEST_RUN_DIR"] = folder
    import django

    django.setup()
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connection

    settings.ALLOWED_HOSTS = ["testserver"]
    connection.settings_dict["NAME"] = f"{folder}/exports.sqlite3"
    call_command("migrate", verbosity=0, interactive=False)
    from tests.catalogue.many import MOST_IN_A_CATEGORY, many_items
    from tests.factories.catalogue import CategoryPageFactory, make_column

    column = make_column()
    needed = -(-items // MOST_IN_A_CATEGORY)
    categories = [CategoryPageFactory(parent=column.catalogue) for _number in range(needed)]
    many_items(column, items, categories)
    connection.close()
    return str(column.catalogue.get_url())


def download(address: str, name: str, traced: bool) -> None:
    """Read one download to its end, as a server would, and print what it took."""
    from django.test import Client

    client = Client()
    client.get(f"{address}?q=nothing")  # What is loaded once a process.
    before = peak_memory()
    if traced:
        tracemalloc.start()
    start = time.perf_counter()
    response: Any = client.get(address)
    size = sum(len(chunk) for chunk in response.streaming_content)
    seconds = time.perf_counter() - start
    if traced:
        heap = tracemalloc.get_traced_memory()[1] / 1e6
        say(f"{'':<8}{'':>9}{'':>8}{heap:>14.1f}")
    else:
        grown = (peak_memory() - before) / 1e6
        say(f"{name:<8}{seconds:>9.1f}{size / 1e6:>8.1f}{'':>14}{grown:>13.1f}")


def in_a_process(work: Any) -> None:
    """Run ``work`` where nothing else has used memory yet."""
    child = os.fork()
    if not child:
        status = 1
        try:
            work()
            status = 0
        finally:
            sys.stdout.flush()
            os._exit(status)
    if os.waitpid(child, 0)[1]:
        sys.exit("the download failed; its error stands above")


def peak_memory() -> int:
    """Most bytes that this process ever held."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def say(line: str) -> None:
    """Write one line at once."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.path.insert(0, "site")
    main()
