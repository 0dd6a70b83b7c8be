"""Building an index, its size, and what keeping it costs."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.models import Max
from modelsearch.backends import get_search_backend

from catalogue.models import CategoryPage, ItemPage

from .measures import timed

_PUBLISHED = 60


def build(backend: str, say: Callable[[str], None]) -> dict[str, Any]:
    """Build the index anew: seconds, items a second, bytes, and bytes over those of the texts."""
    with open(os.devnull, "w") as nowhere:
        _none, milliseconds = timed(_update_index, backend, nowhere)
    count, text = ItemPage.objects.count(), _text_bytes()
    size = _index_bytes(backend)
    report = {
        "seconds": round(milliseconds / 1000, 1),
        "items_a_second": round(count / milliseconds * 1000),
        "megabytes": round(size / 1e6, 1),
        "times_the_text": round(size / text, 2),
    }
    say(f"index {backend}: {report}")
    return report


def _update_index(backend: str, output: Any) -> None:
    call_command("update_index", backend_name=backend, verbosity=0, stdout=output)


def _text_bytes() -> int:
    """Bytes of titles and texts, as UTF-8."""
    total = 0
    for title, body in ItemPage.objects.values_list("title", "body").iterator(500):
        total += len(title.encode()) + sum(len(str(block.value.source).encode()) for block in body)
    return total


def _index_bytes(backend: str) -> int:
    if (
        backend in settings.WAGTAILSEARCH_BACKENDS
        and "elasticsearch" in settings.WAGTAILSEARCH_BACKENDS[backend]["BACKEND"]
    ):
        engine = get_search_backend(backend)
        index = engine.get_index_for_model(ItemPage)
        engine.es.indices.forcemerge(index=index.name, max_num_segments=1)
        stats = engine.es.indices.stats(index=index.name, metric="store")
        return int(stats["_all"]["primaries"]["store"]["size_in_bytes"])
    prefix = "gongkai_search" if backend == "default" else "wagtailsearch_indexentry"
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT SUM(pgsize) FROM dbstat WHERE name LIKE %s", [f"%{prefix}%"])
        else:
            cursor.execute(
                "SELECT SUM(pg_total_relation_size(oid)) FROM pg_class"
                " WHERE relkind = 'r' AND relname LIKE %s",
                [f"{prefix}%"],
            )
        return int(cursor.fetchone()[0] or 0)


def publishing_rates(say: Callable[[str], None]) -> dict[str, float]:
    """Items created, revised and published a second, with the index kept and without."""
    spent = {"with_search": 0.0, "without_search": 0.0}
    category = CategoryPage.objects.order_by("-pk").first()
    pattern = ItemPage.objects.filter(pk=ItemPage.objects.aggregate(last=Max("pk"))["last"]).get()
    # In turns, so that a slow moment of the machine meets both alike.
    for number in range(2 * _PUBLISHED):
        name = "with_search" if number % 2 else "without_search"
        settings.WAGTAILSEARCH_BACKENDS["default"]["AUTO_UPDATE"] = name == "with_search"
        _none, milliseconds = timed(_publish, category, pattern, number)
        spent[name] += milliseconds
    settings.WAGTAILSEARCH_BACKENDS["default"]["AUTO_UPDATE"] = True
    report = {name: round(_PUBLISHED / total * 1000, 1) for name, total in spent.items()}
    report["share"] = round(report["with_search"] / report["without_search"], 2)
    say(f"publishing, items a second: {report}")
    return report


def _publish(category: Any, pattern: ItemPage, number: int) -> None:
    item = ItemPage(
        title=f"新发布的第{number}件", body=pattern.body, organ=pattern.organ,
        written_on=pattern.written_on, live=False,
    )  # fmt: skip
    CategoryPage.objects.get(pk=category.pk).add_child(instance=item)
    item.save_revision().publish()
