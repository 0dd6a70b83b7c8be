"""Indexes on the table of Wagtail's pages that the admin's lists need.

They belong to a table of Wagtail's, so no migration of ours describes them, and a migration of
Wagtail's that makes the table anew may lose them: they are asked for after every ``migrate``.
"""

from __future__ import annotations

from typing import Any

from django.apps import apps as registry
from django.db import connections, router

# Columns by name: pages that were changed lately, and pages by their title.
INDEXES = {
    "gongkai_page_updated": "latest_revision_created_at DESC{nulls_last}, id DESC",
    "gongkai_page_title": "title, id",
}


def make_page_indexes(*, using: str, apps: Any = registry, **kwargs: Any) -> None:
    """Make what is missing; a receiver of ``post_migrate``."""
    from .services.bulk_tree import TREE

    connection = connections[using]
    migrated = {model._meta.label_lower for model in apps.get_models()}
    if (
        TREE._meta.label_lower not in migrated
        or not router.allow_migrate_model(using, TREE)
        or connection.vendor not in {"sqlite", "postgresql"}
    ):
        return
    table = connection.ops.quote_name(TREE._meta.db_table)
    # In SQLite nothing is the least value as it is.
    nulls_last = " NULLS LAST" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        for name, columns in INDEXES.items():
            parts = columns.format(nulls_last=nulls_last)
            cursor.execute(f"CREATE INDEX IF NOT EXISTS {name} ON {table} ({parts})")
