"""``update_index`` as Wagtail has it, in time that grows with the objects only."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from wagtail.search.management.commands import update_index

from ...background import enqueue_on_commit
from ...tasks import build_suggestions


class Command(update_index.Command):  # type: ignore[misc]  # Wagtail is untyped
    """Wagtail's command, which counts its way to each chunk: at 100,000 objects that takes longer
    than indexing them."""

    def handle(self, **options: Any) -> None:
        """Fill the index; the phrases that are suggested follow in the background."""
        super().handle(**options)
        if not options.get("schema_only"):
            enqueue_on_commit(build_suggestions)

    def queryset_chunks(self, qs: Any, chunk_size: int = 1000) -> Iterator[list[Any]]:
        """Objects in chunks, in the order of their keys."""
        keys = list(qs.order_by("pk").values_list("pk", flat=True))
        for begin in range(0, len(keys), chunk_size):
            yield list(qs.filter(pk__in=keys[begin : begin + chunk_size]))
