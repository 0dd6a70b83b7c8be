"""How long the page of an annual report takes: ``python -m bench.report --items 20000``.

A year with so many items, a report of it in the form of 2021 with three tables and four charts, and
reports of four years before it that are signed off. Measured in one process through Django's test
client: cold (nothing kept, as after the start of a process), kept, and after one publication. The
bare Django view of the same run is what a request costs at least.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from typing import Any

from .server import environment, prepare

# Not the year that the demo itself has a report of.
YEAR = 2023


def main() -> None:
    """Prepare a demo town with the items and measure."""
    parser = argparse.ArgumentParser(prog="python -m bench.report", description=__doc__)
    parser.add_argument("--items", type=int, default=20_000, help="items of the year")
    parser.add_argument("--rounds", type=int, default=15, help="the median round is shown")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="gongkai-bench-") as folder:
        prepare(folder)
        os.environ.update(environment(folder))
        sys.path.insert(0, "site")
        import django

        django.setup()
        measure(options.items, options.rounds)


def measure(items: int, rounds: int) -> None:
    """Make the reports and say how long reading takes."""
    from django.core.cache import cache
    from django.db import connection
    from django.test import Client

    page, publish = _make(items)
    client = Client(SERVER_NAME="127.0.0.1")
    url = page.get_url()
    cases: dict[str, tuple[str, Callable[[], Any]]] = {
        "bare Django view": ("/bench/bare/", lambda: None),
        "report, cold": (url, cache.clear),
        "report, kept": (url, lambda: None),
        "report, after one publication": (url, publish),
    }
    say(f"{items} items in {YEAR}, {connection.vendor}; median of {rounds} rounds\n")
    say(f"{'page':<32}{'median ms':>11}{'worst ms':>10}{'queries':>9}{'KB':>7}")
    client.get(url)
    for name, (address, before) in cases.items():
        times, queries, size = [], 0, 0
        for _round in range(rounds):
            before()
            seconds, queries, size = _ask(client, address)
            times.append(1000 * seconds)
        say(
            f"{name:<32}{statistics.median(times):>11.1f}{max(times):>10.1f}{queries:>9}"
            f"{size / 1024:>7.0f}"
        )


def _ask(client: Any, address: str) -> tuple[float, int, int]:
    from django.db import connection

    queries = 0

    def count(execute: Any, *arguments: Any) -> Any:
        nonlocal queries
        queries += 1
        return execute(*arguments)

    with connection.execute_wrapper(count):
        begin = time.perf_counter()
        response = client.get(address)
        seconds = time.perf_counter() - begin
    if response.status_code != 200:  # noqa: PLR2004 - OK
        raise SystemExit(f"{address} answered {response.status_code}")
    return seconds, queries, len(response.content)


def _make(items: int) -> tuple[Any, Callable[[], Any]]:
    """The report of the year, and a function that publishes one item more."""
    from datetime import date

    from catalogue.models import CategoryPage, ItemPage
    from disclosure_pages.models import DisclosureIndexPage
    from disclosure_pages.reports.signing import fix_figures
    from review.services.imports import importing
    from tests.factories import year_reports
    from tests.factories.pages import make_items

    organ = DisclosureIndexPage.objects.get().organ
    categories = list(CategoryPage.objects.filter(numchild__gt=0, items_required=True))
    share, more = divmod(items, len(categories))
    for number, category in enumerate(categories):
        make_items(category, organ, share + (number < more), year=YEAR)
    years = range(YEAR - 4, YEAR + 1)
    pages = {page.year: page for page in year_reports.publish_year_reports(years)}
    with importing("bench"):
        for year in years[:-1]:
            fix_figures(pages[year])
            pages[year].save()

    def publish() -> None:
        parent = CategoryPage.objects.get(pk=categories[0].pk)
        day = date(YEAR, 6, 1)
        with importing("bench"):
            parent.add_child(
                instance=ItemPage(
                    title="一条新的条目", organ=organ, written_on=day, published_on=day
                )
            )

    return pages[YEAR], publish


def say(line: str) -> None:
    """Write one line at once."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
