"""The search on PostgreSQL: tokens in GIN indexes, the texts once beside them.

An entry is found by its tokens, without their places: places would make the index several times as
large, are cut at 16,383, and count 256 of a token at most. What stands in a row is read from the
texts of the candidates instead. The tokens themselves are only in the index (made by a function of
the database, see the migration): beside the texts they would take twice their room.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import nullcontext
from functools import cached_property
from random import Random
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import BooleanField, F, Func, QuerySet
from django.db.models.expressions import RawSQL

from ..query.tree import Node, Or, Phrase
from ..ranking import inverse_frequency
from ..text import document_number_tokens, index_tokens
from .database import DatabaseSearchBackend, DatabaseSearchResults
from .documents import SEARCHED, Document
from .keys import KeySpace, key_field
from .meaning import best_first
from .pgvector import PgVectors
from .postgres_queries import ZONES, borne_out, in_title, tsquery
from .statistics import KnownFrequencies, collection_statistics

if TYPE_CHECKING:
    from ..semantic.embedders import Embedder

# Candidates whose texts are read one by one for a count or for facets, some 20 µs each. Beyond that
# a count is of what has all the tokens; what is listed by relevance is exact.
EXACT_UP_TO = 4000
# Of a question's tokens, the rarest are looked up; more bring hardly any better candidate.
_QUESTION_TOKENS = 14
# Together they may stand in as many entries, so that common words do not take long.
_QUESTION_ENTRIES = 40_000
# From more entries than this, a token's frequency is estimated.
_COUNTED = 20_000
# A tsvector has room for a megabyte of tokens (MAXSTRPOS): 170,000 different bigrams, more than
# there are in any text of a human language. Longer ones are cut; so many characters always fit.
_TOKEN_BYTES = (1 << 20) - 1
_SURELY_FITS = 50_000
# With more keys than this, reading a table once is faster than looking each up.
_MANY_KEYS = 8000
_SEPARATOR = " \x1f "
# Written so that the index of keys cannot serve: entries of a space would be read one by one, and
# their tokens made again, where the planner believes them to be few.
_IN_SPACE = "entry.id + 0 BETWEEN %s AND %s"
_TOGETHER = 10


class PostgresStorage:
    """The table ``gongkai_search_entry``."""

    def __init__(self, connection: Any) -> None:
        self.connection = connection

    def write(self, documents: Mapping[int, tuple[str, Document]]) -> None:
        # In one order everywhere, so that two writers do not wait for each other in a circle.
        rows = [(key, documents[key][0], *_columns(documents[key][1])) for key in sorted(documents)]
        if not rows:
            return
        with self.connection.cursor() as cursor:
            cursor.execute(
                """
                INSERT INTO gongkai_search_entry AS old
                    (id, object_id, title, text, autocomplete)
                SELECT * FROM
                    unnest(%s::bigint[], %s::text[], %s::text[], %s::text[], %s::text[])
                ON CONFLICT (id) DO UPDATE SET
                    object_id = excluded.object_id, title = excluded.title, text = excluded.text,
                    autocomplete = excluded.autocomplete
                WHERE (old.object_id, old.title, old.text, old.autocomplete) IS DISTINCT FROM
                    (excluded.object_id, excluded.title, excluded.text, excluded.autocomplete)
                """,
                [list(column) for column in zip(*rows, strict=True)],
            )

    def in_bulk(self) -> nullcontext[None]:
        return nullcontext()

    def delete(self, keys: Sequence[int]) -> None:
        with self.connection.cursor() as cursor:
            cursor.execute(
                "DELETE FROM gongkai_search_entry WHERE id = ANY(%s::bigint[])", [list(keys)]
            )

    def clear(self) -> None:
        # Not TRUNCATE, which would let nobody read until the transaction ends.
        with self.connection.cursor() as cursor:
            cursor.execute("DELETE FROM gongkai_search_entry")

    def optimise(self) -> None:
        with self.connection.cursor() as cursor:
            cursor.execute("ANALYZE gongkai_search_entry")

    def read(self, keys: Sequence[int]) -> dict[int, tuple[str, ...]]:
        with self.connection.cursor() as cursor:
            cursor.execute(
                "SELECT id, title, text, autocomplete FROM gongkai_search_entry"
                " WHERE id = ANY(%s::bigint[])",
                [list(keys)],
            )
            return {key: _zones(*texts) for key, *texts in cursor.fetchall()}

    def count(self, space: KeySpace) -> int:
        with self.connection.cursor() as cursor:
            cursor.execute(
                "SELECT COUNT(*) FROM gongkai_search_entry WHERE id BETWEEN %s AND %s",
                [space.first, space.last],
            )
            return int(cursor.fetchone()[0])

    def sample(self, space: KeySpace, size: int) -> list[tuple[str, ...]]:
        columns = "id, title, text, autocomplete"
        with self.connection.cursor() as cursor:
            cursor.execute(
                "SELECT MIN(id), MAX(id) FROM gongkai_search_entry WHERE id BETWEEN %s AND %s",
                [space.first, space.last],
            )
            lowest, highest = cursor.fetchone()
            if lowest is None:
                return []
            cursor.execute(
                f"SELECT {columns} FROM gongkai_search_entry"  # noqa: S608 - names of ours
                " WHERE id BETWEEN %s AND %s LIMIT %s",
                [lowest, highest, size + 1],
            )
            rows = cursor.fetchall()
            if len(rows) > size:
                # The same places every time, so that two processes rank alike.
                places = Random(space.first)  # noqa: S311 - no secret depends on it
                cursor.execute(
                    f"""
                    SELECT DISTINCT ON (id) {columns} FROM unnest(%s::bigint[]) AS place,
                    LATERAL (
                        SELECT {columns} FROM gongkai_search_entry
                        WHERE id BETWEEN place AND %s ORDER BY id LIMIT %s
                    ) AS entry
                    """,  # noqa: S608 - names of ours
                    [
                        [places.randint(lowest, highest) for _place in range(size // _TOGETHER)],
                        highest,
                        _TOGETHER,
                    ],
                )
                rows = cursor.fetchall()
        return [_zones(*texts) for _key, *texts in rows]

    def frequencies(self, space: KeySpace, tokens: Sequence[str]) -> dict[str, int]:
        """Number of entries by token: where they are many, judged by how soon many are found."""
        sql = f"""
            SELECT token, found.* FROM unnest(%s::text[]) AS token, LATERAL (
                SELECT COUNT(*), MAX(ctid)::text FROM (
                    SELECT ctid FROM gongkai_search_entry AS entry
                    WHERE {ZONES["search"].tokens} @@ quote_literal(token)::tsquery LIMIT %s
                ) AS first_ones
            ) AS found
        """  # noqa: S608 - names of ours
        with self.connection.cursor() as cursor:
            cursor.execute(sql, [list(tokens), _COUNTED])
            counted = cursor.fetchall()
            cursor.execute(
                "SELECT pg_relation_size('gongkai_search_entry')"
                " / current_setting('block_size')::bigint"
            )
            pages = cursor.fetchone()[0]
        return {
            token: count if count < _COUNTED else int(count * pages / (_page(last) + 1))
            for token, count, last in counted
        }

    def matching_sql(self, node: Node, space: KeySpace, zones: str) -> tuple[str, list[Any]]:
        where = ZONES[zones]
        check = borne_out(node, where)
        limits = [space.first, space.last]
        if not check:
            return _united(node, where.tokens, limits)
        found = f"gongkai_search_entry AS entry WHERE {where.tokens} @@ %s::tsquery AND {_IN_SPACE}"
        wide, narrow = [tsquery(node, as_superset=True), *limits], [tsquery(node), *limits]
        # Of the two last SELECTs only one is carried out.
        sql = f"""
            WITH candidates AS MATERIALIZED (
                SELECT COUNT(*) > %s AS are_many FROM (SELECT FROM {found} LIMIT %s) AS first_ones
            )
            SELECT entry.id FROM {found}
                AND NOT (SELECT are_many FROM candidates) AND {check.sql}
            UNION ALL
            SELECT entry.id FROM {found} AND (SELECT are_many FROM candidates)
        """  # noqa: S608 - names of ours
        return sql, [EXACT_UP_TO, *wide, EXACT_UP_TO + 1, *wide, *check.parameters, *narrow]

    def candidates_sql(self, node: Node, space: KeySpace, zones: str) -> tuple[str, list[Any]]:
        """SELECT of ``id`` of what may match; :meth:`check_sql` decides."""
        column = ZONES[zones].tokens
        return (
            f"SELECT id FROM gongkai_search_entry AS entry WHERE {column} @@ %s::tsquery"  # noqa: S608 - names of ours
            f" AND {_IN_SPACE}",
            [tsquery(node, as_superset=True), space.first, space.last],
        )

    def check_sql(self, node: Node, zones: str) -> tuple[str, list[Any]]:
        """Condition that a candidate ``hit`` matches; empty where there is no doubt."""
        check = borne_out(node, ZONES[zones])
        if not check:
            return "", []
        # Not EXISTS, of which the planner makes a join that reads the texts of all entries.
        stands = f"SELECT {check.sql} FROM gongkai_search_entry AS entry WHERE entry.id = hit.id"  # noqa: S608 - names of ours
        return f"({stands})", list(check.parameters)

    def ranked_sql(self, node: Node, space: KeySpace, zones: str) -> tuple[str, list[Any]]:
        """Candidates: those with the words in the title first. Of a question: by the sum of the
        weights of the tokens that an entry has."""
        if zones == "question":
            return self._weighed_sql(node, space, ZONES[zones].tokens)
        title = in_title(node)
        return (
            f"SELECT entry.id, CASE WHEN {title.sql} THEN 0 ELSE 1 END AS score"  # noqa: S608 - names of ours
            " FROM gongkai_search_entry AS entry"
            f" WHERE {ZONES[zones].tokens} @@ %s::tsquery AND {_IN_SPACE}",
            [*title.parameters, tsquery(node, as_superset=True), space.first, space.last],
        )

    def _weighed_sql(self, node: Node, space: KeySpace, column: str) -> tuple[str, list[Any]]:
        parts = node.parts if isinstance(node, Or) else (node,)
        phrases = [part for part in parts if isinstance(part, Phrase)]
        weights = self._weights([phrase.tokens[0] for phrase in phrases], space)
        one = (
            f"SELECT id, %s::float8 AS weight FROM gongkai_search_entry AS entry WHERE {column}"  # noqa: S608 - names of ours
            f" @@ %s::tsquery AND {_IN_SPACE}"
        )
        parameters = [
            value
            for phrase in phrases
            if (weight := weights.get(phrase.tokens[0]))
            for value in (weight, tsquery(phrase), space.first, space.last)
        ]
        return (
            f"SELECT id, -SUM(weight) AS score FROM ({' UNION ALL '.join([one] * len(weights))})"  # noqa: S608 - names of ours
            " AS found GROUP BY id",
            parameters,
        )

    def _weights(self, tokens: Sequence[str], space: KeySpace) -> dict[str, float]:
        """Weights of the rarest of some tokens: of one at least, if it is in no entry at all."""
        frequencies = KnownFrequencies(self, space).of(tokens)
        total = collection_statistics(self, space).documents
        weights: dict[str, float] = {}
        entries = 0
        for token in sorted(frequencies, key=lambda token: frequencies[token])[:_QUESTION_TOKENS]:
            entries += frequencies[token]
            if weights and entries > _QUESTION_ENTRIES:
                break
            weights[token] = inverse_frequency(total, min(frequencies[token], total))
        return weights


def _united(node: Node, column: str, limits: list[int]) -> tuple[str, list[Any]]:
    """Ids of what matches a tree that the tokens decide.

    Each part of an OR is looked up by itself: for all of them at once the planner would expect so
    many hits that it reads the whole table.
    """
    parts = node.parts if isinstance(node, Or) else (node,)
    one = (
        f"SELECT id FROM gongkai_search_entry AS entry WHERE {column} @@ %s::tsquery"  # noqa: S608 - names of ours
        f" AND {_IN_SPACE}"
    )
    return (
        " UNION ".join([one] * len(parts)),
        [value for part in parts for value in (tsquery(part), *limits)],
    )


def _columns(document: Document) -> tuple[str, str, str | None]:
    """Title, text, and autocomplete unless it is the title.

    Texts have a space at both ends, so that a pattern with borders is found there as well. Behind
    them stand the tokens of the document numbers in them.
    """
    numbers = _numbers(document.searched)
    title, *parts = _fitting([*document.zones[: len(SEARCHED)], numbers])
    searched = f" {title} "
    numbers = _numbers(document.autocomplete)
    autocomplete = f" {document.autocomplete}{_SEPARATOR if numbers else ''}{numbers} "
    return (
        searched,
        f" {_SEPARATOR.join(parts)} ",
        None if autocomplete == searched else autocomplete,
    )


def _numbers(text: str) -> str:
    return " ".join(dict.fromkeys(document_number_tokens(text)))


def _fitting(parts: list[str]) -> list[str]:
    """Parts of a document whose tokens have room in the index: the longest one is cut."""
    while sum(map(len, parts)) > _SURELY_FITS:
        tokens = {token for part in parts for token in index_tokens(part)}
        if sum(len(token.encode()) for token in tokens) <= _TOKEN_BYTES:
            break
        longest = max(range(len(parts)), key=lambda place: len(parts[place]))
        parts[longest] = parts[longest][: len(parts[longest]) * 7 // 8]
    return parts


def _zones(title: str, text: str, autocomplete: str | None) -> tuple[str, ...]:
    parts = text[1:-1].split(_SEPARATOR)
    completed = (autocomplete or title)[1:-1].partition(_SEPARATOR)[0]
    return (title[1:-1], *parts[:-1], completed)


def _page(place: str) -> int:
    """The page of a ``ctid``, ``(12,3)``."""
    return int(place[1:].partition(",")[0])


def _key_type(model: type[models.Model], connection: Any) -> str:
    return str(key_field(model).cast_db_type(connection))


class _Among(Func):
    """Whether a value is in an array: one look into a hash table for each row."""

    template = "%(expressions)s"
    arg_joiner = " = ANY"
    output_field = BooleanField()


class PostgresSearchResults(DatabaseSearchResults):
    """Hits by relevance are looked at one by one in their order, until the page is full.

    The planner does not know how many hits there are. A join that starts from them, forced by
    LATERAL, never takes longer than a few microseconds a hit.
    """

    @property
    def storage(self) -> PostgresStorage:
        """Where the index is."""
        return self.backend.storage  # type: ignore[no-any-return]  # modelsearch is untyped

    def restrict(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """The objects of another queryset that match."""
        if not self._is_ranked or len(self._hit_keys) <= _MANY_KEYS:
            return super().restrict(queryset)
        kind = _key_type(queryset.model, self.storage.connection)
        keys = RawSQL(f"%s::{kind}[]", [self._hit_keys])  # noqa: S611 - a column's type
        return queryset.filter(_Among(F("pk"), keys))

    def _do_count(self) -> int:
        if self.start or self.stop is not None:
            return super()._do_count()
        # The keys are looked up once, for the facets as well.
        return self.restrict(self.query_compiler.queryset.order_by()).count()

    def _ranked(self, start: int, stop: int | None) -> list[tuple[Any, float]]:
        compiler = self.query_compiler
        ranked, parameters = self.storage.ranked_sql(compiler.node, compiler.space, compiler.ZONES)
        hits = f"SELECT * FROM ({ranked}) AS ranked ORDER BY score, id DESC OFFSET 0"  # noqa: S608 - of this module
        found = self._visible(hits, parameters, "visible.gongkai_key, hit.score")
        if found is None:
            return []
        sql, parameters = found
        sql += " ORDER BY hit.score, hit.id DESC OFFSET %s"
        parameters.append(start)
        if stop is not None:
            sql += " LIMIT %s"
            parameters.append(max(stop - start, 0))
        return self._rows(sql, parameters)

    def _first_visible(self) -> list[Any]:
        compiler = self.query_compiler
        hits, parameters = self.storage.candidates_sql(
            compiler.node, compiler.space, compiler.ZONES
        )
        found = self._visible(hits, parameters, "1")
        return self._rows(f"{found[0]} LIMIT 1", found[1]) if found else []

    def _visible(
        self, hits: str, parameters: Sequence[Any], columns: str
    ) -> tuple[str, list[Any]] | None:
        """SELECT of what matches among ``hits`` and is in the queryset; None if nothing can be."""
        compiler, connection = self.query_compiler, self.storage.connection
        visible = self._visible_sql()
        if visible is None:
            return None
        check, of_check = self.storage.check_sql(compiler.node, compiler.ZONES)
        sql = f"""
            SELECT {columns} FROM ({hits}) AS hit
            CROSS JOIN LATERAL (
                SELECT gongkai_key FROM ({visible[0]}) AS seen
                WHERE gongkai_key = {compiler.key_sql("hit", connection)} LIMIT 1
            ) AS visible
        """  # noqa: S608 - SQL of this module and of Django's compiler
        if check:
            sql += f" WHERE {check}"
        return sql, [*parameters, *visible[1], *of_check]

    def _rows(self, sql: str, parameters: Sequence[Any]) -> list[Any]:
        with self.storage.connection.cursor() as cursor:
            cursor.execute(sql, parameters)
            return cursor.fetchall()  # type: ignore[no-any-return]  # untyped


class PostgresSearchBackend(DatabaseSearchBackend):
    """The search in a PostgreSQL database."""

    storage_class = PostgresStorage
    results_class = PostgresSearchResults

    @cached_property
    def vectors(self) -> PgVectors:
        """What the extension pgvector keeps."""
        return PgVectors(self.storage.connection)

    def prepare_vectors(self, embedder: Embedder) -> None:
        """See :class:`~.meaning.MeaningMixin`."""
        self.vectors.prepare(embedder)

    def store_vectors(self, embedder: Embedder, vectors: Mapping[int, bytes]) -> None:
        """See :class:`~.meaning.MeaningMixin`."""
        self.vectors.store(embedder, vectors)

    def _nearest_by_meaning(
        self, vector: Any, queryset: QuerySet[Any], limit: int, embedder: Embedder
    ) -> list[tuple[Any, float]]:
        if not self.vectors.are_here:
            return super()._nearest_by_meaning(vector, queryset, limit, embedder)
        keys = self.vectors.nearest(vector, queryset, limit, embedder)
        return best_first(self._measured(vector, keys, queryset.model, embedder), limit)

    def key_list(self, keys: Sequence[Any], model: type[models.Model]) -> Any:
        """Keys as one parameter: short to send, and the planner knows how many they are."""
        kind = _key_type(model, self.storage.connection)
        return RawSQL(f"SELECT unnest(%s::{kind}[])", [list(keys)])  # noqa: S611 - a column's type


SearchBackend = PostgresSearchBackend
