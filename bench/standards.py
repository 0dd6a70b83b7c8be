"""Coverage of a standard catalogue: many rows over many items, beside one count for each row.

    GONGKAI_DATA_DIR=/tmp/bench DJANGO_SETTINGS_MODULE=portal.settings.demo \\
        python -m bench.standards --items 100000 --rows 1000

Makes a database of its own in ``GONGKAI_DATA_DIR``, filled by ``load_bulk``; a second run with as
many items uses it again, and one that broke off goes on. The baseline asks the database for the
number and the newest item of some rows, each by itself, as a plain page would; the figures have to
be the same.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Callable
from datetime import date
from random import Random
from typing import Any

TODAY = date(2026, 4, 1)  # Generated items are of eighteen years before it.
CATEGORIES = 40
WORDS = ("通知", "公告", "低保", "预算", "名单 公示")


def main() -> int:
    """Build, count, compare, print; 0 when the figures are the same and quick enough."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--items", type=int, default=100_000)
    parser.add_argument("--rows", type=int, default=1000)
    parser.add_argument("--compared", type=int, default=100, help="rows that are counted singly")
    parser.add_argument("--limit", type=float, default=10, help="seconds that it may take")
    asked = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.demo")
    import django

    django.setup()
    from django.core.management import call_command

    from standards.coverage import coverage_of
    from standards.due_days import DueDays
    from standards.due_rules import DueRule
    from standards.enums import DueKind
    from standards.looking import Window

    call_command("migrate", verbosity=0)
    column = _column()
    seconds, _n, _nothing = timed(lambda: call_command("load_bulk", items=asked.items, verbosity=0))
    say(f"load_bulk to {asked.items} items: {seconds:.0f} s")
    catalogue = _catalogue(column, asked.rows)
    # The holidays of the years are read once in the life of a process.
    DueDays().is_late(DueRule(DueKind.WORKING_DAYS, 20), TODAY.replace(year=2025), TODAY)
    window = Window.of_last_days(TODAY)
    slowest = 0.0
    for name in ("first", "again, nothing changed"):
        seconds, queries, found = timed(lambda: coverage_of(catalogue, window))
        slowest = max(slowest, seconds)
        say(
            f"{name}: {found.total} rows, {found.covered} with content, {len(found.late)} late: "
            f"{queries} queries, {seconds:.2f} s"
        )
    seconds, queries, of_year = timed(lambda: coverage_of(catalogue, Window.of_year(2025)))
    say(f"of the year 2025: {of_year.covered} with content: {queries} queries, {seconds:.2f} s")
    some = found.rows[:: max(1, found.total // asked.compared)]
    seconds, queries, plain = timed(lambda: [_plain_count(each.row) for each in some])
    say(
        f"baseline, {len(some)} rows one by one: {queries} queries, {seconds:.2f} s; "
        f"at that pace {seconds * found.total / len(some):.0f} s for all rows"
    )
    differing = [
        each.row.pk
        for each, figures in zip(some, plain, strict=True)
        if (each.count, each.latest_on) != figures
    ]
    say(f"{len(differing)} rows differ {differing[:5]}" if differing else "same figures")
    return 0 if not differing and slowest < asked.limit else 1


def say(text: str) -> None:
    """Print at once."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def timed(do: Callable[[], Any]) -> tuple[float, int, Any]:
    """Seconds and number of queries that something takes, and what it gives."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    started = time.monotonic()
    with CaptureQueriesContext(connection) as queries:
        given = do()
    return time.monotonic() - started, len(queries), given


def _column() -> Any:
    from catalogue.columns import columns
    from tests.factories.catalogue import CategoryPageFactory, make_column

    there = columns().first()
    if there is not None:
        return there
    column = make_column()
    for place in range(CATEGORIES):
        CategoryPageFactory(parent=column.catalogue, title=f"类别{place}", code=f"bench-{place}")
    return columns()[0]


def _catalogue(column: Any, number: int) -> Any:
    """Half of the rows take a whole category, the others what has some words in its title."""
    from catalogue.models import CategoryPage
    from standards.models import StandardCatalogue, StandardRow

    StandardCatalogue.objects.filter(name="bench").delete()
    catalogue = StandardCatalogue.objects.create(name="bench", column=column)
    chance = Random("1")  # noqa: S311 - no secret depends on it
    categories = list(CategoryPage.objects.descendant_of(column))
    StandardRow.objects.bulk_create(
        StandardRow(
            catalogue=catalogue,
            matter=f"事项{place}",
            category=chance.choice(categories),
            title_words=chance.choice(["", "", f"{place % 12 + 1}月", chance.choice(WORDS)]),
            due_kind="working_days",
            due_number=chance.choice([3, 10, 20]),
            sort_order=place,
        )
        for place in range(number)
    )
    return catalogue


def _plain_count(row: Any) -> tuple[int, date | None]:
    from django.db.models import Count, Max, Q

    from catalogue.models import ItemPage

    items = ItemPage.objects.disclosed().descendant_of(row.category)
    words = Q()
    for word in row.title_words.split():
        words |= Q(title__contains=word)
    found = items.filter(words).aggregate(n=Count("pk"), latest=Max("published_on"))
    return found["n"], found["latest"]


if __name__ == "__main__":
    sys.exit(main())
