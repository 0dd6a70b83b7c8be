"""The search on SQLite: an FTS5 index without texts, and the texts once, compressed.

FTS5 keeps bigrams with their places, so that a phrase is found exactly. To take an entry out of an
index without texts it must be given the entry's tokens again; they are made from the stored text,
which ranking reads as well.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from random import Random
from typing import Any

from django.db import models
from django.db.models.expressions import RawSQL

from ..query.tree import And, DocumentNumber, Node, Not, Or, Phrase
from ..text import index_tokens
from .database import DatabaseSearchBackend
from .documents import SEARCHED, ZONES, Document
from .keys import KeySpace

_COLUMNS = ", ".join(ZONES)
# bm25() of FTS5 takes a weight for each column.
_WEIGHTS = {
    "search": (10.0, 4.0, 1.0, 0.5, 0.0),
    "question": (1.0, 1.0, 1.0, 0.5, 0.0),
    "autocomplete": (0.0, 0.0, 0.0, 0.0, 1.0),
}
_SEARCHED = " ".join(SEARCHED)
_IN = {"search": _SEARCHED, "question": _SEARCHED, "autocomplete": "autocomplete"}
_SEPARATOR = "\x1f"
_SAMPLED_TOGETHER = 10
# Bytes.
_BULK_PAGES = 256 << 20
_BULK_TOKENS = 32 << 20
_USUAL_TOKENS = 1 << 20


class SQLiteStorage:
    """Tables ``gongkai_search_entry``, ``gongkai_search_fts`` and its vocabulary."""

    def __init__(self, connection: Any) -> None:
        self.connection = connection

    def write(self, documents: Mapping[int, tuple[str, Document]]) -> None:
        packed = {
            key: (object_key, _pack(document.zones))
            for key, (object_key, document) in documents.items()
        }
        old = self._stored(list(packed))
        changed = [key for key, (_object_key, text) in packed.items() if old.get(key) != text]
        with self.connection.cursor() as cursor:
            self._unindex(cursor, {key: old[key] for key in changed if key in old})
            cursor.executemany(
                f"INSERT INTO gongkai_search_fts (rowid, {_COLUMNS})"  # noqa: S608 - names of ours
                " VALUES (%s, %s, %s, %s, %s, %s)",
                [(key, *_columns(documents[key][1].zones)) for key in changed],
            )
            # Not REPLACE, for which SQLite keeps a way back, and FTS5 writes all it has gathered.
            cursor.executemany(
                "DELETE FROM gongkai_search_entry WHERE id = %s",
                [(key,) for key in changed if key in old],
            )
            cursor.executemany(
                "INSERT INTO gongkai_search_entry (id, object_id, text) VALUES (%s, %s, %s)",
                [(key, *packed[key]) for key in changed],
            )

    def delete(self, keys: Sequence[int]) -> None:
        with self.connection.cursor() as cursor:
            self._unindex(cursor, self._stored(keys))
            cursor.executemany(
                "DELETE FROM gongkai_search_entry WHERE id = %s", [(key,) for key in keys]
            )

    @contextmanager
    def in_bulk(self) -> Iterator[None]:
        """Room for many changes in one transaction.

        With SQLite's usual two megabytes of pages, and FTS5's one megabyte of new tokens, the same
        pages are written again and again: 28 GB for 100,000 entries.
        """
        with self.connection.cursor() as cursor:
            usual = cursor.execute("PRAGMA cache_size").fetchone()[0]
            cursor.execute(f"PRAGMA cache_size = -{_BULK_PAGES // 1024}")
            self._keep_in_memory(cursor, _BULK_TOKENS)
            try:
                yield
            finally:
                self._keep_in_memory(cursor, _USUAL_TOKENS)
                cursor.execute(f"PRAGMA cache_size = {usual}")

    def _keep_in_memory(self, cursor: Any, size: int) -> None:
        """How many bytes of new tokens FTS5 gathers before it writes them."""
        cursor.execute(
            "INSERT INTO gongkai_search_fts (gongkai_search_fts, rank) VALUES ('hashsize', %s)",
            [size],
        )

    def clear(self) -> None:
        with self.connection.cursor() as cursor:
            cursor.execute("DELETE FROM gongkai_search_entry")
            cursor.execute(
                "INSERT INTO gongkai_search_fts (gongkai_search_fts) VALUES ('delete-all')"
            )

    def optimise(self) -> None:
        with self.connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO gongkai_search_fts (gongkai_search_fts) VALUES ('optimize')"
            )

    def read(self, keys: Sequence[int]) -> dict[int, tuple[str, ...]]:
        return {key: _unpack(text) for key, text in self._stored(keys).items()}

    def count(self, space: KeySpace) -> int:
        with self.connection.cursor() as cursor:
            cursor.execute(
                "SELECT COUNT(*) FROM gongkai_search_entry WHERE id BETWEEN %s AND %s",
                [space.first, space.last],
            )
            return int(cursor.fetchone()[0])

    def sample(self, space: KeySpace, size: int) -> list[tuple[str, ...]]:
        with self.connection.cursor() as cursor:
            cursor.execute(
                "SELECT MIN(id), MAX(id) FROM gongkai_search_entry WHERE id BETWEEN %s AND %s",
                [space.first, space.last],
            )
            lowest, highest = cursor.fetchone()
            if lowest is None:
                return []
            sql = "SELECT id, text FROM gongkai_search_entry WHERE id BETWEEN %s AND %s LIMIT %s"
            cursor.execute(sql, [lowest, highest, size + 1])
            rows = cursor.fetchall()
            if len(rows) <= size:
                return [_unpack(text) for _key, text in rows]
            # The same places every time, so that two processes rank alike.
            places = Random(space.first)  # noqa: S311 - no secret depends on it
            found: dict[int, bytes] = {}
            for _place in range(size // _SAMPLED_TOGETHER):
                cursor.execute(sql, [places.randint(lowest, highest), highest, _SAMPLED_TOGETHER])
                found.update(cursor.fetchall())
        return [_unpack(text) for text in found.values()]

    def frequencies(self, space: KeySpace, tokens: Sequence[str]) -> dict[str, int]:
        marks = ", ".join(["%s"] * len(tokens))
        with self.connection.cursor() as cursor:
            cursor.execute(
                f"SELECT term, doc FROM gongkai_search_terms WHERE term IN ({marks})",  # noqa: S608 - placeholders
                list(tokens),
            )
            return dict(cursor.fetchall())

    def matching_sql(self, node: Node, space: KeySpace, zones: str) -> tuple[str, list[Any]]:
        sql = (
            "SELECT rowid AS id FROM gongkai_search_fts"
            " WHERE gongkai_search_fts MATCH %s AND rowid BETWEEN %s AND %s"
        )
        return sql, [_match(node, zones), space.first, space.last]

    def ranked_sql(self, node: Node, space: KeySpace, zones: str) -> tuple[str, list[Any]]:
        weights = ", ".join(map(str, _WEIGHTS[zones]))
        sql = (
            f"SELECT rowid AS id, bm25(gongkai_search_fts, {weights}) AS score"  # noqa: S608 - numbers of ours
            " FROM gongkai_search_fts"
            " WHERE gongkai_search_fts MATCH %s AND rowid BETWEEN %s AND %s"
        )
        return sql, [_match(node, zones), space.first, space.last]

    def _stored(self, keys: Sequence[int]) -> dict[int, bytes]:
        # CROSS JOIN: whatever SQLite believes of the table's size, it looks each key up.
        with self.connection.cursor() as cursor:
            cursor.execute(
                "SELECT entry.id, entry.text FROM json_each(%s) AS wanted"
                " CROSS JOIN gongkai_search_entry AS entry WHERE entry.id = wanted.value",
                [json.dumps(list(keys))],
            )
            return dict(cursor.fetchall())

    def _unindex(self, cursor: Any, stored: Mapping[int, bytes]) -> None:
        cursor.executemany(
            f"INSERT INTO gongkai_search_fts (gongkai_search_fts, rowid, {_COLUMNS})"  # noqa: S608 - names of ours
            " VALUES ('delete', %s, %s, %s, %s, %s, %s)",
            [(key, *_columns(_unpack(text))) for key, text in stored.items()],
        )


def _pack(zones: Sequence[str]) -> bytes:
    return zlib.compress(_SEPARATOR.join(zones).encode("utf-8", "replace"))


def _unpack(text: bytes) -> tuple[str, ...]:
    return tuple(zlib.decompress(text).decode().split(_SEPARATOR))


def _columns(zones: Sequence[str]) -> list[str]:
    return [" ".join(index_tokens(zone)) for zone in zones]


def _match(node: Node, zones: str) -> str:
    """The right side of MATCH. What tokens are made of needs no escape: letters and digits."""
    return f"{{{_IN[zones]}}} : {_expression(node)}"


def _expression(node: Node) -> str:
    """A settled tree in FTS5's language, where NOT stands between two operands."""
    match node:
        case DocumentNumber():
            return f'"{node.token}"'
        case Phrase():
            return f'"{" ".join(node.tokens)}"{" *" if node.is_prefix else ""}'
        case Or():
            return f"({' OR '.join(map(_expression, node.parts))})"
        case And():
            wanted = [_expression(part) for part in node.parts if not isinstance(part, Not)]
            unwanted = [_expression(part.part) for part in node.parts if isinstance(part, Not)]
            all_wanted = f"({' AND '.join(wanted)})"
            return f"({' NOT '.join([all_wanted, *unwanted])})"
    raise ValueError(f"Not a settled positive tree: {node}")


class SQLiteSearchBackend(DatabaseSearchBackend):
    """The search in an SQLite database."""

    storage_class = SQLiteStorage

    def key_list(self, keys: Sequence[Any], model: type[models.Model]) -> Any:
        """Keys as one parameter, since SQLite takes only so many."""
        return RawSQL("SELECT value FROM json_each(%s)", [json.dumps(list(keys), default=str)])


SearchBackend = SQLiteSearchBackend
