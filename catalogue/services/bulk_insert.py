"""Rows of many objects in one statement: what ``bulk_create`` does, at a third of its time.

Keys are taken from the database first, so that rows that refer to each other need no second
statement. PostgreSQL reads the rows by COPY, SQLite one after the other within one call.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import NotSupportedError, connections, models, router

# What the values of a field are when they are written as they are.
_TEXTS: set[type] = {str, type(None)}
_NUMBERS: set[type] = {int, type(None)}
_TRUTHS: set[type] = {bool, type(None)}
_PLAIN: dict[type, set[type]] = {
    models.CharField: _TEXTS,
    models.SlugField: _TEXTS,
    models.TextField: _TEXTS,
    models.URLField: _TEXTS,
    models.ForeignKey: _NUMBERS,
    models.OneToOneField: _NUMBERS,
    models.BigIntegerField: _NUMBERS,
    models.IntegerField: _NUMBERS,
    models.PositiveBigIntegerField: _NUMBERS,
    models.PositiveIntegerField: _NUMBERS,
    models.PositiveSmallIntegerField: _NUMBERS,
    models.BooleanField: _TRUTHS,
}


def give_keys(model: Any, objects: Sequence[Any]) -> None:
    """Give every object without a key the next one of the table; call it in a transaction."""
    waiting = [each for each in objects if each.pk is None]
    if waiting:
        for each, key in zip(waiting, _next_keys(model, len(waiting)), strict=True):
            each.pk = key


def insert(model: Any, objects: Sequence[Any], fields: Iterable[Any] | None = None) -> None:
    """Insert a row for each of some objects.

    Args:
        model: whose table gets the rows; the objects may be of a model that inherits from it.
        objects: where the first has no key, the database gives all of them theirs and nobody
            learns it.
        fields: columns to write; those of the model's own table if absent.
    """
    if not objects:
        return
    options = model._meta
    with_keys = objects[0].pk is not None
    written = [
        each
        for each in (fields or options.local_concrete_fields)
        if not each.generated and (with_keys or each is not options.pk)
    ]
    connection = connections[router.db_for_write(model)]
    rows = list(zip(*(_column(each, objects, connection) for each in written), strict=True))
    quote = connection.ops.quote_name
    columns = ", ".join(quote(each.column) for each in written)
    with connection.cursor() as cursor:
        _write(connection, cursor, f"{quote(options.db_table)} ({columns})", rows)
    for one in objects:
        one._state.adding = False
        one._state.db = connection.alias


def _column(written: Any, objects: Sequence[Any], connection: Any) -> list[Any]:
    """The values of one column. Those of plain fields are what the database takes."""
    if type(written).pre_save is models.Field.pre_save:
        values = [getattr(one, written.attname) for one in objects]
    else:
        values = [written.pre_save(one, True) for one in objects]
    if set(map(type, values)) <= _PLAIN.get(type(written), set()):
        return values
    return [written.get_db_prep_save(value, connection) for value in values]


def _write(connection: Any, cursor: Any, target: str, rows: list[tuple[Any, ...]]) -> None:
    if connection.vendor == "postgresql":
        with connection.wrap_database_errors, cursor.copy(f"COPY {target} FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
        return
    places = ", ".join(["%s"] * len(rows[0]))
    cursor.executemany(f"INSERT INTO {target} VALUES ({places})", rows)  # noqa: S608 - names of models


def _next_keys(model: Any, count: int) -> Iterable[int]:
    table, column = model._meta.db_table, model._meta.pk.column
    connection = connections[router.db_for_write(model)]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence(%s, %s)::regclass)"
                " FROM generate_series(1, %s)",
                [connection.ops.quote_name(table), column, count],
            )
            return [row[0] for row in cursor.fetchall()]
        if connection.vendor == "sqlite":
            # The transaction keeps other writers out.
            cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
            row = cursor.fetchone()
            last = row[0] if row else 0
            return range(last + 1, last + 1 + count)
    raise NotSupportedError("Items can be published in bulk on PostgreSQL and SQLite only.")
