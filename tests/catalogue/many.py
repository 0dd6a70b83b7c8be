"""Thousands of published items in two statements, for what depends on the size of the catalogue."""

from __future__ import annotations

from django.db import connection

from catalogue.models import ItemPage
from catalogue.tallies.writing import recount
from serving import versions
from tests.factories.catalogue import ItemPageFactory

# Serials of a path in decimal digits: four of them, as treebeard's steps are. The category's own
# pages stand before the first.
FIRST, MOST_IN_A_CATEGORY = 1_000, 9_000
_UUID = {"sqlite": "LOWER(HEX(RANDOMBLOB(16)))", "postgresql": "GEN_RANDOM_UUID()"}
_DATE = {
    "sqlite": "DATE('2000-01-01', (n % 7300) || ' days')",
    "postgresql": "DATE '2000-01-01' + n % 7300",
}
_NUMBERS = {
    "sqlite": "(WITH RECURSIVE n(n) AS (SELECT {0} UNION ALL SELECT n + 1 FROM n WHERE n < {1})"
    " SELECT n FROM n)",
    "postgresql": "GENERATE_SERIES({0}, {1}) AS n",
}


def many_items(column, count, categories=None):
    """Publish ``count`` items, spread over categories, 20 years, kinds and organs; return them.

    Rows are copied from one published item inside the database. Neither index numbers are
    registered nor revisions made: what the public reads is the same.
    """
    categories = categories or column.categories
    assert count <= MOST_IN_A_CATEGORY * len(categories)
    pattern = ItemPageFactory(parent=column.policies, organ=column.office, title="范本")
    for place, category in enumerate(categories):
        share = len(range(place, count, len(categories)))
        key = f"{pattern.pk + 1 - FIRST + place * MOST_IN_A_CATEGORY} + n"
        page = {
            "id": key,
            "path": f"'{category.path}' || SUBSTR(CAST(10000 + n AS TEXT), 2)",
            "depth": str(category.depth + 1),
            "title": f"'关于第' || ({key}) || '件农村公路事项的通知'",
            "slug": f"'item-' || ({key})",
            "url_path": f"'{category.url_path}item-' || ({key}) || '/'",
            "translation_key": _UUID[connection.vendor],
        }
        item = {
            "page_ptr_id": key,
            "index_number": f"'X/' || ({key})",
            "document_number": f"'泗政〔2013〕' || ({key}) || '号'",
            "published_on": _DATE[connection.vendor],
            "written_on": _DATE[connection.vendor],
            "published_year": "2000 + (n % 7300) / 366",
            "kind": _choice("'document'", "'news'", "'message'", "'other'"),
            "organ_id": _choice(column.government.pk, *(organ.pk for organ in column.offices)),
        }
        numbers = _NUMBERS[connection.vendor].format(FIRST, FIRST + share - 1)
        _copy("wagtailcore_page", f"id = {pattern.pk}", numbers, page)
        _copy("gongkai_catalogue_itempage", f"page_ptr_id = {pattern.pk}", numbers, item)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT SETVAL(PG_GET_SERIAL_SEQUENCE('wagtailcore_page', 'id'), MAX(id))"
                " FROM wagtailcore_page"
            )
        cursor.execute("ANALYZE")
    items = ItemPage.objects.filter(pk__gt=pattern.pk)
    recount(items.values_list("pk", flat=True))
    versions.renew()
    return items


def _choice(*values):
    cases = " ".join(f"WHEN {place} THEN {value}" for place, value in enumerate(values))
    return f"CASE n % {len(values)} {cases} END"


def _copy(table, row, numbers, changes):
    """Insert the row once for every number ``n``, with the columns of ``changes`` computed."""
    with connection.cursor() as cursor:
        names = [
            column.name for column in connection.introspection.get_table_description(cursor, table)
        ]
        values = ", ".join(changes.get(name, f'"{name}"') for name in names)
        columns = ", ".join(f'"{name}"' for name in names)
        statement = (
            f"INSERT INTO {table} ({columns}) SELECT {values} FROM {numbers}, {table} WHERE {row}"  # noqa: S608 - names and numbers of ours
        )
        cursor.execute(statement)
