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

_SEEN = "_gongkai_seen"


def rows(scopes: Scopes) -> Rows:
    """Scope and word of each row of ``scopes``, in an order that is always the same.

    One query. A connection that stands is asked straight away, without Django's question whether it
    still stands: when it does not, the answer is an error, and it is made anew.

    Raises:
        django.db.DatabaseError: the database does not answer.
    """
    connection: Any = connections[router.db_for_read(ContentVersion)]
    vendor = connection.vendor
    raw = connection.connection
    if raw is None or connection.in_atomic_block or vendor not in _READERS:
        return _ask(connection, scopes)
    try:
        found = _READERS[vendor](connection, scopes)
    except connection.Database.Error:
        connection.close()
        return _ask(connection, scopes)
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


def _ask(connection: Any, scopes: Scopes) -> Rows:
    with connection.cursor() as cursor:
        cursor.execute(*_statement(connection.vendor, scopes))
        return [(scope, word) for scope, word in cursor.fetchall()]


def _read_postgresql(connection: Any, scopes: Scopes) -> Rows:
    with connection.connection.cursor() as cursor:
        cursor.execute(*_statement("postgresql", scopes))
        found: Rows = cursor.fetchall()
    return found


class _Seen:
    """What one connection to an SQLite file has read, and how it tells that it is still so.

    The file counts the commits of others (``data_version``), the connection its own changes. While
    neither has moved nothing has changed, and the rows need not be read again.
    """

    def __init__(self, raw: Any, file: tuple[int, int] | None) -> None:
        self.raw = raw
        self.file = file
        self.state: tuple[int, int] | None = None
        self.rows: dict[Scopes, Rows] = {}


def _read_sqlite(connection: Any, scopes: Scopes) -> Rows:
    raw = connection.connection
    file = _file_of(connection)
    seen: _Seen | None = getattr(connection, _SEEN, None)
    if seen is None or seen.raw is not raw:
        seen = _Seen(raw, file)
        setattr(connection, _SEEN, seen)
    elif seen.file != file:
        # A backup was put in the place of the file that the connection has open.
        connection.close()
        return _ask(connection, scopes)
    state = (raw.execute("PRAGMA data_version").fetchone()[0], raw.total_changes)
    if seen.state != state:
        seen.state = state
        seen.rows = {}
    found = seen.rows.get(scopes)
    if found is None:
        sql, values = _statement("sqlite", scopes)
        found = raw.execute(sql.replace("%s", "?"), values).fetchall()
        seen.rows[scopes] = found
    return found


def _file_of(connection: Any) -> tuple[int, int] | None:
    """What tells the file of a database from another under the same name; None in memory."""
    try:
        found = os.stat(connection.settings_dict["NAME"])
    except OSError:
        return None
    return found.st_dev, found.st_ino


_READERS = {"postgresql": _read_postgresql, "sqlite": _read_sqlite}


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
