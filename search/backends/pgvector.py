"""Vectors in PostgreSQL: a column of the extension pgvector, in a graph for each embedder (HNSW).

The column has no dimension of its own, since embedders differ; the index of the current embedder
has, and only its rows. Without the extension the search compares in memory (:mod:`.matrix`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from hashlib import blake2b
from itertools import islice
from typing import TYPE_CHECKING, Any

from django.core.exceptions import EmptyResultSet
from django.db import DatabaseError, transaction
from django.db.models import F, QuerySet

from ..semantic.embedders import label_of
from .keys import key_space

if TYPE_CHECKING:
    from ..semantic.embedders import Embedder, Floats

_TABLE = "gongkai_search_vector"
_INDEX = "gongkai_search_hnsw_"
# The oldest version that goes on through the graph until enough hits pass a filter.
_OLDEST = "{0,8}"
_TOGETHER = 500
# Vectors that a search of the graph keeps in view: more find better and take longer.
_IN_VIEW = 200
# A bound that is hardly ever reached. Without any, the planner prepares to order all vectors.
_LOOKED_AT = 2000
# A graph is made in memory of this size, or much slower.
_BUILD_MEMORY = "256MB"

_CAN_EXTEND = """
    SELECT EXISTS (
        SELECT FROM pg_available_extension_versions
        WHERE name = 'vector' AND string_to_array(version, '.')::int[] >= %s
    )
"""
_HAS_COLUMN = """
    SELECT EXISTS (
        SELECT FROM pg_attribute WHERE attrelid = to_regclass(%s) AND attname = 'halfvec'
        AND NOT attisdropped
    )
"""


class PgVectors:
    """The vectors in one database."""

    def __init__(self, connection: Any) -> None:
        self._connection = connection
        self._has_column = False

    @property
    def are_here(self) -> bool:
        """Whether the extension keeps them."""
        if not self._has_column:
            self._has_column = bool(self._value(_HAS_COLUMN, [_TABLE]))
        return self._has_column

    def prepare(self, embedder: Embedder) -> None:
        """Make the column and the graph of an embedder, and fill in what is missing; graphs of
        other embedders go."""
        if not self.are_here and not self._extend():
            return
        label = self._literal(label_of(embedder))
        name = f"{_INDEX}{blake2b(label.encode(), digest_size=6).hexdigest()}"
        if self._graphs() == [name]:
            return
        with transaction.atomic(using=self._connection.alias), self._connection.cursor() as cursor:
            for other in self._graphs():
                cursor.execute(f"DROP INDEX IF EXISTS {other}")
            self._fill(embedder)
            cursor.execute("SELECT set_config('maintenance_work_mem', %s, true)", [_BUILD_MEMORY])
            cursor.execute(
                f"CREATE INDEX IF NOT EXISTS {name} ON {_TABLE}"
                f" USING hnsw ((halfvec::halfvec({embedder.dimension:d})) halfvec_ip_ops)"
                f" WHERE embedder = {label}",
                [],
            )
            cursor.execute(f"ANALYZE {_TABLE}")

    def _graphs(self) -> list[str]:
        """Names of the indexes that there are."""
        with self._connection.cursor() as cursor:
            cursor.execute(
                "SELECT indexname FROM pg_indexes WHERE schemaname = ANY(current_schemas(false))"
                " AND tablename = %s AND starts_with(indexname, %s)",
                [_TABLE, _INDEX],
            )
            return [name for (name,) in cursor.fetchall()]

    def store(self, embedder: Embedder, vectors: Mapping[int, bytes]) -> None:
        """Take over vectors by entry."""
        if not vectors or not self.are_here:
            return
        with self._connection.cursor() as cursor:
            cursor.execute(
                f"UPDATE {_TABLE} SET halfvec = new.vector::halfvec"  # noqa: S608 - names of ours
                " FROM unnest(%s::bigint[], %s::text[]) AS new (id, vector)"
                f" WHERE {_TABLE}.id = new.id",
                [list(vectors), _written(list(vectors.values()), embedder.dimension)],
            )

    def nearest(
        self, vector: Floats, queryset: QuerySet[Any], limit: int, embedder: Embedder
    ) -> list[Any]:
        """Keys of the nearest objects of a queryset, nearly always all of them."""
        keys = queryset.order_by().values(gongkai_key=F("pk"))
        try:
            visible = keys.query.get_compiler(connection=self._connection).as_sql()
        except EmptyResultSet:
            return []
        asked = f"[{','.join(f'{value:.5f}' for value in vector.tolist())}]"
        with transaction.atomic(using=self._connection.alias), self._connection.cursor() as cursor:
            cursor.execute(
                "SELECT set_config('hnsw.ef_search', %s, true),"
                " set_config('hnsw.iterative_scan', 'strict_order', true)",
                [str(max(_IN_VIEW, limit))],
            )
            cursor.execute(*self._by_graph(asked, visible, queryset, limit, embedder))
            found = [key for (key,) in cursor.fetchall()]
            if len(found) < limit:
                # A search of the graph ends somewhere; of a narrow queryset all are compared.
                cursor.execute(*self._one_by_one(asked, visible, queryset, limit, embedder))
                found = [key for (key,) in cursor.fetchall()]
        return found

    def _by_graph(
        self, asked: str, visible: Any, queryset: QuerySet[Any], limit: int, embedder: Embedder
    ) -> tuple[str, list[Any]]:
        space, kind = key_space(queryset.model), f"halfvec({embedder.dimension:d})"
        sql = f"""
            SELECT visible.gongkai_key FROM (
                SELECT id FROM {_TABLE}
                WHERE embedder = {self._literal(label_of(embedder))}
                ORDER BY (halfvec::{kind}) <#> %s::{kind}
                LIMIT {_LOOKED_AT:d}
            ) AS near
            CROSS JOIN LATERAL (
                SELECT gongkai_key FROM ({visible[0]}) AS seen
                WHERE gongkai_key = near.id - %s LIMIT 1
            ) AS visible
            LIMIT %s
        """  # noqa: S608 - names of ours, and SQL of Django's compiler
        return sql, [asked, *visible[1], space.first, limit]

    def _one_by_one(
        self, asked: str, visible: Any, queryset: QuerySet[Any], limit: int, embedder: Embedder
    ) -> tuple[str, list[Any]]:
        space, kind = key_space(queryset.model), f"halfvec({embedder.dimension:d})"
        # Of a CTE, no graph can serve the order.
        sql = f"""
            WITH near AS MATERIALIZED (
                SELECT seen.gongkai_key, entry.halfvec FROM ({visible[0]}) AS seen
                JOIN {_TABLE} AS entry ON entry.id = seen.gongkai_key + %s
                WHERE entry.embedder = %s AND entry.halfvec IS NOT NULL
            )
            SELECT gongkai_key FROM near ORDER BY (halfvec::{kind}) <#> %s::{kind} LIMIT %s
        """  # noqa: S608 - names of ours, and SQL of Django's compiler
        return sql, [*visible[1], space.first, label_of(embedder), asked, limit]

    def _extend(self) -> bool:
        """Have the extension keep vectors, where the server has it and lets us."""
        if not self._value(_CAN_EXTEND, [_OLDEST]):
            return False
        try:
            alias = self._connection.alias
            with transaction.atomic(using=alias), self._connection.cursor() as cursor:
                cursor.execute("CREATE EXTENSION IF NOT EXISTS vector")
                cursor.execute(f"ALTER TABLE {_TABLE} ADD COLUMN halfvec halfvec")
        except DatabaseError:
            # Only an administrator may; the system check says so.
            return False
        return self.are_here

    def _fill(self, embedder: Embedder) -> None:
        """Give the extension what was made before it was there."""
        with self._connection.cursor() as cursor:
            cursor.execute(
                f"SELECT id FROM {_TABLE} WHERE embedder = %s AND halfvec IS NULL",  # noqa: S608 - names of ours
                [label_of(embedder)],
            )
            keys = iter([key for (key,) in cursor.fetchall()])
            while part := list(islice(keys, _TOGETHER)):
                cursor.execute(
                    f"SELECT id, values FROM {_TABLE} WHERE id = ANY(%s)",  # noqa: S608 - names of ours
                    [part],
                )
                self.store(embedder, {key: bytes(values) for key, values in cursor.fetchall()})

    def _value(self, sql: str, parameters: Sequence[Any]) -> Any:
        with self._connection.cursor() as cursor:
            cursor.execute(sql, parameters)
            return cursor.fetchone()[0]

    def _literal(self, text: str) -> str:
        """A text in SQL: the planner finds an index of some rows only by a condition it can read.
        Doubled %, which Django would take for a parameter."""
        return "'" + text.replace("'", "''").replace("%", "%%") + "'"


def _written(values: Sequence[bytes], dimension: int) -> list[str]:
    """Vectors of length 1 as pgvector reads them."""
    from ..semantic.quantised import lengths, rows_of

    rows = rows_of(values, dimension)
    units = rows / lengths(rows)[:, None]
    return [f"[{','.join(f'{value:.5f}' for value in row)}]" for row in units.tolist()]
