"""Which organ answers for a page: that of an item, of a category, else of the column."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.apps import apps
from wagtail.models import Page


def organs_of(pages: Iterable[Page]) -> dict[int, int | None]:
    """Organs by the keys of some pages; three queries."""
    paths = {page.pk: page.path for page in pages}
    found: dict[int, int | None] = dict.fromkeys(paths)
    columns = _columns()
    for key, path in paths.items():
        above = [start for start in columns if path.startswith(start)]
        found[key] = columns[max(above, key=len)] if above else None
    for label in ("CategoryPage", "ItemPage"):
        model: Any = apps.get_model("gongkai_catalogue", label)
        rows = model.objects.exclude(organ=None).values_list("pk", "organ")
        wanted = list(paths)
        for start in range(0, len(wanted), 500):
            found |= dict(rows.filter(pk__in=wanted[start : start + 500]))
    return found


def _columns() -> dict[str, int | None]:
    model: Any = apps.get_model("gongkai_pages", "DisclosureIndexPage")
    return dict(model.objects.values_list("path", "organ"))
