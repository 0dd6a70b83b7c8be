"""Coverage of standard catalogues: 1,000 rows over 100,000 items, in how many queries and seconds.

    GONGKAI_DATA_DIR=/tmp/bench DJANGO_SETTINGS_MODULE=portal.settings.demo \\
        python -m bench.standards --items 100000 --rows 1000

Uses the database of ``bench.monitor``, which it makes where it is missing.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from datetime import date
from random import Random


def main() -> int:
    """Build, count, print; 0 when it is quick enough."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--items", type=int, default=100_000)
    parser.add_argument("--rows", type=int, default=1000)
    parser.add_argument("--limit", type=float, default=10, help="seconds that it may take")
    asked = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.demo")
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from bench.monitor import YEAR, build
    from catalogue.columns import columns
    from catalogue.models import CategoryPage, ItemPage
    from standards.coverage import coverage_of
    from standards.models import StandardCatalogue, StandardRow

    call_command("migrate", verbosity=0)
    if not ItemPage.objects.exists():
        build(asked.items, "1")
    StandardCatalogue.objects.filter(name="bench").delete()
    catalogue = StandardCatalogue.objects.create(name="bench", column=columns()[0])
    chance = Random("1")  # noqa: S311 - no secret depends on it
    categories = list(CategoryPage.objects.filter(code__startswith="bench-"))
    StandardRow.objects.bulk_create(
        StandardRow(
            catalogue=catalogue,
            matter=f"事项{place}",
            category=chance.choice(categories),
            title_words=chance.choice(["", "", f"第{place}", "通知"]),
            due_kind="working_days",
            due_number=chance.choice([3, 20]),
            sort_order=place,
        )
        for place in range(asked.rows)
    )
    for name in ("first", "second"):
        started = time.monotonic()
        with CaptureQueriesContext(connection) as queries:
            found = coverage_of(catalogue, date(YEAR, 12, 31))
        seconds = time.monotonic() - started
        sys.stdout.write(
            f"{name}: {found.total} rows over {ItemPage.objects.count()} items, "
            f"{found.covered} with content, {len(found.late)} late: "
            f"{len(queries)} queries, {seconds:.1f} s\n"
        )
    return 0 if seconds < asked.limit else 1


if __name__ == "__main__":
    sys.exit(main())
