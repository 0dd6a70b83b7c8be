"""The monitor on a generated year, against a slow plain recount: same findings, and the time.

    GONGKAI_DATA_DIR=/tmp/bench DJANGO_SETTINGS_MODULE=portal.settings.demo \\
        python -m bench.monitor --items 100000 [--days 12]

Makes a database of its own in ``GONGKAI_DATA_DIR``. Items lie in one year, over categories of each
kind; some are late, some are drafts, some say too little. On each of several days of the year the
monitor runs and is timed, and a recount that reads every item by itself, counts working days one by
one and knows none of the monitor's queries has to find the same.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections import Counter
from datetime import date, timedelta
from random import Random
from typing import Any

YEAR = 2025
NEWS, NOTICES, OTHERS, EMPTY = 6, 6, 28, 4
_RARE = 0.02


def build(number: int, seed: str) -> None:
    """A column of one town with so many items of a year."""
    from django.contrib.contenttypes.models import ContentType
    from django.utils import timezone
    from wagtail.models import Page

    from catalogue.models import ItemPage, Organ
    from catalogue.tallies.writing import recount
    from tests.factories.catalogue import CategoryPageFactory, TopicFactory, make_column

    chance = Random(seed)  # noqa: S311 - no secret depends on it
    column = make_column()
    organs = [column.government, *column.offices]
    organs += [Organ.objects.create(name=f"第{n}村", parent=column.government) for n in range(20)]
    topics: list[Any] = [TopicFactory() for _each in range(5)]
    kinds = ["动态"] * NEWS + ["公告"] * NOTICES + ["事项"] * OTHERS + ["空白"] * EMPTY
    categories = [
        CategoryPageFactory(
            parent=column.catalogue,
            title=f"{kind}{place}",
            code=f"bench-{place}",
            organ=chance.choice(organs),
            update_interval_days=chance.choice([None, 7, 30, 90, 180]),
            publication_deadline=chance.choice([None, None, 3, 10, 30]),
        )
        for place, kind in enumerate(kinds)
    ]
    filled: list[Any] = categories[:-EMPTY]
    # Each category has a day after which nothing comes: so some of them are stale.
    last_days = {each.pk: chance.randrange(120, 365) for each in filled}
    content_type, now = ContentType.objects.get_for_model(ItemPage), timezone.now()
    places = Counter[int]()
    items: list[Any] = []
    for serial in range(number):
        category = chance.choice(filled)
        published = date(YEAR, 1, 1) + timedelta(days=chance.randrange(last_days[category.pk]))
        is_late = chance.random() < _RARE
        delay = chance.randrange(20, 60) if is_late else chance.randrange(3)
        is_draft = chance.random() < _RARE
        places[category.pk] += 1
        items.append(
            ItemPage(
                title=f"关于第{serial}件事项的通知",
                draft_title=f"关于第{serial}件事项的通知",
                slug=f"item-{serial}",
                path=ItemPage._get_path(category.path, category.depth + 1, places[category.pk]),
                depth=category.depth + 1,
                url_path=f"{category.url_path}item-{serial}/",
                content_type=content_type,
                locale_id=category.locale_id,
                live=not is_draft,
                first_published_at=None if is_draft else now,
                kind="document",
                organ=chance.choice(organs),
                topic=None if chance.random() < _RARE else chance.choice(topics),
                summary="" if chance.random() < _RARE else "概述",
                index_number=f"bench/{serial}",
                written_on=published - timedelta(days=delay),
                published_on=None if is_draft else published,
                published_year=None if is_draft else YEAR,
                expires_on=published + timedelta(days=200) if chance.random() < _RARE else None,
            )
        )
    names = [field.attname for field in Page._meta.concrete_fields]
    pages = [Page(**{name: getattr(item, name) for name in names}) for item in items]
    Page.objects.bulk_create(pages, batch_size=2000)
    for item, page in zip(items, pages, strict=True):
        item.pk = item.page_ptr_id = page.pk
    fields = ItemPage._meta.local_concrete_fields
    for start in range(0, number, 2000):
        ItemPage._base_manager._insert(items[start : start + 2000], fields=fields, using="default")
    for pk, count in places.items():
        Page.objects.filter(pk=pk).update(numchild=count)
    recount(item.pk for item in items)


def main() -> int:
    """Build, run, recount, compare; 0 when everything is the same and quick enough."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--items", type=int, default=100_000)
    parser.add_argument("--days", type=int, default=4, help="so many days of the year")
    parser.add_argument("--seed", default="1")
    parser.add_argument("--limit", type=float, default=30, help="seconds that one run may take")
    asked = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.demo")
    import django

    django.setup()
    from django.core.management import call_command

    from bench.monitor_recount import recount_day
    from catalogue.models import ItemPage
    from monitor.services.running import run

    call_command("migrate", verbosity=0)
    if not ItemPage.objects.exists():
        started = time.monotonic()
        build(asked.items, asked.seed)
        sys.stdout.write(f"built {asked.items} items in {time.monotonic() - started:.0f} s" + "\n")
    slowest, differing = 0.0, 0
    for place in range(asked.days):
        day = date(YEAR, 12, 31) - timedelta(days=place * 330 // max(asked.days, 1))
        started = time.monotonic()
        done = run(day)
        seconds = time.monotonic() - started
        slowest = max(slowest, seconds)
        started = time.monotonic()
        wanted = recount_day(day)
        slow = time.monotonic() - started
        codes = {code for code, _key in wanted} | set(wanted.codes)
        found = dict.fromkeys(
            done.findings.filter(rule__in=codes).values_list("rule", "key", "severity", "due_on")
        )
        missing, more = wanted.rows - found.keys(), found.keys() - wanted.rows
        differing += len(missing) + len(more)
        by_rule = Counter(code for code, *_rest in found)
        sys.stdout.write(
            f"{day}: {seconds:.1f} s, recount {slow:.1f} s, {len(found)} findings {dict(by_rule)}\n"
        )
        sys.stdout.flush()
        for name, rows in (("missing", missing), ("more", more)):
            for row in sorted(rows, key=str)[:5]:
                sys.stdout.write(f"  {name}: {row}" + "\n")
        if done.failed_rules:
            sys.stdout.write(f"  failed: {done.failed_rules}" + "\n")
            differing += 1
    verdict = "same findings" if not differing else f"{differing} differ"
    sys.stdout.write(f"{verdict}; slowest run {slowest:.1f} s" + "\n")
    return 0 if not differing and slowest < asked.limit else 1


if __name__ == "__main__":
    sys.exit(main())
