"""What stands in the database, to be compared after an import was taken away again."""

from __future__ import annotations

from django.db import connection

# What must stay when history was published and taken away again: the chain of the review and the
# logs are append-only, and counters never go back.
STAYS = {
    "gongkai_review_reviewrecord",
    "wagtailcore_pagelogentry",
    "wagtailcore_modellogentry",
    "gongkai_catalogue_indexnumberseries",
    # One row for the head of the chain, and which pages a category's items are counted under.
    "gongkai_review_chainhead",
    "gongkai_catalogue_tallyscope",
    # Other systems are told that the items are gone; caches that something has changed.
    "gongkai_api_itemchange",
    "gongkai_serving_contentversion",
}


def counts():
    """Rows of every table but those of the imports themselves."""
    with connection.cursor() as cursor:
        found = {}
        for table in connection.introspection.table_names(cursor):
            if not table.startswith("gongkai_imports_") and not table.endswith(("_data", "_idx")):
                cursor.execute(f"SELECT COUNT(*) FROM {connection.ops.quote_name(table)}")  # noqa: S608 - of a table
                found[table] = cursor.fetchone()[0]
    return found


def left_behind(before, stays=()):
    """Tables that have other numbers of rows than before: what was, and what is."""
    after = counts()
    return {
        table: (before.get(table), number)
        for table, number in after.items()
        if number != before.get(table) and table not in stays
    }
