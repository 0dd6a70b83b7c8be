"""``prune_search_queries``: for the nightly jobs of a host."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from ...services.queries import prune


class Command(BaseCommand):
    """Deletes counts of queries that are older than a year."""

    help = "删除一年以前的检索统计。"

    def handle(self, **options: Any) -> None:
        """Say how many rows went."""
        self.stdout.write(f"删除了{prune()}行一年以前的检索统计。")
