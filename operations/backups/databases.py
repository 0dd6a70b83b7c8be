"""Copies of the database: what differs between SQLite and PostgreSQL.

While a copy is made, and while its facts are read, the default connection sees exactly what is in
the copy, whoever writes meanwhile.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any, Protocol

from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.utils import load_backend
from django.utils.translation import gettext as _

from .errors import BackupError
from .postgres import PostgresCopies


class Copies(Protocol):
    """How copies of one kind of database are made, read and put back."""

    member: str

    def make(self, target: Path) -> Any:
        """A context in which ``target`` is a copy and the default connection sees the same."""

    def verify(self, copy: Path) -> dict[str, int]:
        """Read a copy from its beginning to its end; return the rows of each table.

        Raises:
            BackupError: it is damaged.
        """

    def put_back(self, copy: Path) -> None:
        """Make the database what the copy is."""


class SQLiteCopies:
    """Copies by SQLite's online backup: readers and writers go on."""

    member = "database.sqlite3"

    @contextmanager
    def make(self, target: Path) -> Iterator[None]:
        """See :class:`Copies`."""
        with (
            closing(sqlite3.connect(_file(), timeout=60)) as source,
            closing(sqlite3.connect(target)) as copy,
        ):
            source.backup(copy)
            # One file, without a log beside it.
            copy.execute("PRAGMA journal_mode=DELETE")
        with _connected_to(target):
            yield

    def verify(self, copy: Path) -> dict[str, int]:
        """See :class:`Copies`."""
        try:
            with closing(sqlite3.connect(f"file:{copy}?mode=ro", uri=True)) as database:
                found = database.execute("PRAGMA integrity_check").fetchone()[0]
                if found != "ok":
                    raise BackupError(_("数据库副本已损坏：%s") % found)
            with _connected_to(copy):
                return row_counts()
        except sqlite3.DatabaseError as error:
            raise BackupError(_("数据库副本不能读取：%s") % error) from error

    def put_back(self, copy: Path) -> None:
        """See :class:`Copies`."""
        connections.close_all()
        Path(_file()).parent.mkdir(parents=True, exist_ok=True)
        with (
            closing(sqlite3.connect(copy)) as source,
            closing(sqlite3.connect(_file(), timeout=60)) as target,
        ):
            source.backup(target)


def copies() -> Copies:
    """The kind that belongs to the default database.

    Raises:
        BackupError: there is none for it.
    """
    if connection.vendor == "sqlite":
        return SQLiteCopies()
    if connection.vendor == "postgresql":
        return PostgresCopies()
    raise BackupError(_("只能备份SQLite和PostgreSQL，不能备份%s。") % connection.vendor)


def row_counts() -> dict[str, int]:
    """Rows of each table of the default connection."""
    quote = connection.ops.quote_name
    with connection.cursor() as cursor:
        names = sorted(
            table.name
            for table in connection.introspection.get_table_list(cursor)
            if table.type in {"t", "p"}
        )
        counts = {}
        for name in names:
            cursor.execute(f"SELECT COUNT(*) FROM {quote(name)}")  # noqa: S608 - quoted
            counts[name] = int(cursor.fetchone()[0])
    return counts


def _file() -> str:
    return str(connection.settings_dict["NAME"])


@contextmanager
def _connected_to(file: Path) -> Iterator[None]:
    usual = connections[DEFAULT_DB_ALIAS]
    options = {
        name: value
        for name, value in usual.settings_dict["OPTIONS"].items()
        # It would begin a log of changes beside the copy.
        if name != "init_command"
    }
    backend: Any = load_backend(usual.settings_dict["ENGINE"])
    other = backend.DatabaseWrapper(
        {**usual.settings_dict, "NAME": str(file), "OPTIONS": options}, alias=DEFAULT_DB_ALIAS
    )
    connections[DEFAULT_DB_ALIAS] = other
    try:
        yield
    finally:
        other.close()
        connections[DEFAULT_DB_ALIAS] = usual
