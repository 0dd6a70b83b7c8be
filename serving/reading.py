"""The versions read as cheaply as can be: every answer that is served from memory asks for them."""

from __future__ import annotations

import os
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from django.db import connections, router

from .models import ContentVersion
from .versions import ALL_COLUMNS, COLUMN, EVERYTHING

# What an answer depends on; None: on everything that anybody shows or counts.
Scopes = tuple[str, ...] | None
Rows = list[tuple[str, str]]

_KNOWN = {"sqlite", "postgresql"}


def rows(scopes: Scopes) -> Rows:
    """Scope and word of each row of ``scopes``, in an order that is always the same.

    One query. A connection that stands is asked straight away, without Django's question whether it
    still stands: when it does not, the answer is an error, and it is made anew.

    Raises:
        django.db.DatabaseError: the database does not answer.
    """
    connection: Any = connections[router.db_for_read(ContentVersion)]
    sql, values = _statement(connection.vendor, scopes)
    raw = connection.connection
    if raw is None or connection.in_atomic_block or connection.vendor not in _KNOWN:
        return _ask(connection, sql, values)
    if connection.vendor == "sqlite":
        if _is_another_file(connection):
            connection.close()
            return _ask(connection, sql, values)
        sql = sql.replace("%s", "?")
    try:
        cursor = raw.cursor()
        try:
            cursor.execute(sql, values)
            found: Rows = cursor.fetchall()
        finally:
            cursor.close()
    except connection.Database.Error:
        connection.close()
        return _ask(connection, *_statement(connection.vendor, scopes))
    # What was just answered needs no further proof that the database is there.
    connection.health_check_done = True
    return found


def text(found: Iterable[tuple[str, str]], scopes: Scopes = None) -> str:
    """The versions as one text; with ``scopes``, of those rows alone."""
    if scopes is not None:
        found = [each for each in found if _belongs(each[0], scopes)]
    return " ".join([f"{scope}={word}" for scope, word in found])


def _belongs(scope: str, scopes: tuple[str, ...]) -> bool:
    return (
        scope == EVERYTHING
        or scope in scopes
        or (ALL_COLUMNS in scopes and scope.startswith(COLUMN))
    )


def _ask(connection: Any, sql: str, values: tuple[str, ...]) -> Rows:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return [(scope, word) for scope, word in cursor.fetchall()]


def _is_another_file(connection: Any) -> bool:
    """Whether a backup was put in the place of the file that the connection has open."""
    name = connection.settings_dict["NAME"]
    try:
        found = os.stat(name)
    except OSError:
        # In memory, or an address.
        return False
    number = (found.st_dev, found.st_ino)
    raw = connection.connection
    known = getattr(connection, "_gongkai_file", None)
    if known is None or known[0] is not raw:
        connection._gongkai_file = (raw, number)
        return False
    return bool(known[1] != number)


@lru_cache(maxsize=4096)
def _statement(vendor: str, scopes: Scopes) -> tuple[str, tuple[str, ...]]:
    quote = "`" if vendor == "mysql" else '"'
    table = f"{quote}{ContentVersion._meta.db_table}{quote}"
    start = f"SELECT scope, word FROM {table}"  # noqa: S608 - the name of our own table
    order = " ORDER BY scope, id"
    if scopes is None:
        return start + order, ()
    named = (EVERYTHING, *(each for each in scopes if each != ALL_COLUMNS))
    where = f" WHERE scope IN ({', '.join(['%s'] * len(named))})"
    if ALL_COLUMNS in scopes:
        return f"{start}{where} OR scope LIKE %s{order}", (*named, f"{COLUMN}%")
    return start + where + order, named
