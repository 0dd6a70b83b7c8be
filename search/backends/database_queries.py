"""Searches in a database: keys from the index, objects from the host's own queryset."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db.models import Count, F, QuerySet
from django.db.models.expressions import RawSQL
from modelsearch.backends.base import BaseSearchQueryCompiler, BaseSearchResults, FilterFieldError

from ..query.tree import EVERYTHING, NOTHING, Node, tree_of
from ..query.tree import Not as NotNode
from ..ranking import Scored
from .documents import text_of_fields
from .keys import KeySpace, key_field, key_space
from .storage import Storage

_CHUNK = 500
# Of so many more hits than are shown, enough are visible.
_MARGIN = 100


class DatabaseQueryCompiler(BaseSearchQueryCompiler):
    """A search as conditions on the keys of a queryset."""

    DEFAULT_OPERATOR = "and"
    HANDLES_ORDER_BY_EXPRESSIONS = True
    ZONES = "search"

    @cached_property
    def node(self) -> Node:
        """The query as a tree."""
        return tree_of(self.query, autocomplete=self.ZONES == "autocomplete")

    @cached_property
    def space(self) -> KeySpace:
        """Where the entries of the searched model are."""
        return key_space(self.queryset.model)

    @property
    def positive(self) -> Node:
        """The tree without a negation at its top."""
        return self.node.part if isinstance(self.node, NotNode) else self.node

    @property
    def is_negative(self) -> bool:
        """Whether the hits are those that do *not* match :attr:`positive`."""
        return isinstance(self.node, NotNode)

    def get_searchable_fields(self) -> list[Any]:
        """The fields that ``fields`` may name."""
        return list(self.queryset.model.get_searchable_search_fields())

    def key_sql(self, alias: str, connection: Any) -> str:
        """SQL of the object's key of an entry ``alias``."""
        if self.space.counted:
            return f"({alias}.id - {self.space.first})"
        kind = key_field(self.queryset.model).cast_db_type(connection)
        stored = "SELECT object_id FROM gongkai_search_entry"
        return f"CAST(({stored} WHERE id = {alias}.id) AS {kind})"


class DatabaseAutocompleteQueryCompiler(DatabaseQueryCompiler):
    """A search in what is offered for completion."""

    ZONES = "autocomplete"

    def get_searchable_fields(self) -> list[Any]:
        """The fields that ``fields`` may name."""
        return list(self.queryset.model.get_autocomplete_search_fields())


class DatabaseQuestionCompiler(DatabaseQueryCompiler):
    """A search for anything that has some of many words; a word in a title counts as any other."""

    ZONES = "question"


class DatabaseSearchResults(BaseSearchResults):
    """Results that are a queryset of the host's objects."""

    supports_facet = True

    @property
    def storage(self) -> Storage:
        """Where the index is."""
        return self.backend.storage  # type: ignore[no-any-return]  # modelsearch is untyped

    @cached_property
    def matching(self) -> QuerySet[Any]:
        """The queryset's objects that match, in the queryset's own order."""
        queryset, compiler = self.query_compiler.queryset, self.query_compiler
        if compiler.node == EVERYTHING:
            return queryset  # type: ignore[no-any-return]  # of the host
        if compiler.node == NOTHING:
            return queryset.none()  # type: ignore[no-any-return]  # of the host
        if compiler.is_negative:
            return queryset.exclude(pk__in=self._keys(compiler.positive))  # type: ignore[no-any-return]  # of the host
        return queryset.filter(pk__in=self._keys(compiler.node))  # type: ignore[no-any-return]  # of the host

    def _keys(self, node: Node) -> Any:
        """Keys of what matches ``node``, for a condition of the ORM."""
        compiler = self.query_compiler
        if compiler.fields:
            return self._keys_by_fields(node)
        return RawSQL(*self._keys_sql(node))  # noqa: S611 - of this module

    def _keys_sql(self, node: Node) -> tuple[str, list[Any]]:
        """SELECT of the objects' keys of what matches ``node``."""
        compiler = self.query_compiler
        sql, parameters = self.storage.matching_sql(node, compiler.space, compiler.ZONES)
        key = compiler.key_sql("hit", self.storage.connection)
        return f"SELECT {key} FROM ({sql}) AS hit", parameters  # noqa: S608 - of this module

    def _keys_by_fields(self, node: Node) -> list[Any]:
        """Keys of what matches in some fields only: the index finds, the fields decide."""
        compiler = self.query_compiler
        names = set(compiler.fields)
        fields = [each for each in compiler.get_searchable_fields() if each.field_name in names]
        found = RawSQL(*self._keys_sql(node))  # noqa: S611 - of this module
        candidates = compiler.queryset.filter(pk__in=found).order_by()
        return [
            obj.pk
            for obj in candidates.iterator(_CHUNK)
            if node.stands_in(text_of_fields(obj, fields))
        ]

    def restrict(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """The objects of another queryset that match; the index is asked once for all of them."""
        compiler = self.query_compiler
        if compiler.node == EVERYTHING:
            return queryset
        condition = {"pk__in": self.backend.key_list(self._hit_keys, compiler.queryset.model)}
        if compiler.is_negative:
            return queryset.exclude(**condition)
        return queryset.filter(**condition)

    @cached_property
    def _hit_keys(self) -> list[Any]:
        compiler = self.query_compiler
        if compiler.positive == NOTHING:
            return []
        if compiler.fields:
            return self._keys_by_fields(compiler.positive)
        with self.storage.connection.cursor() as cursor:
            cursor.execute(*self._keys_sql(compiler.positive))
            return [row[0] for row in cursor.fetchall()]

    def _ranked(self, start: int, stop: int | None) -> list[tuple[Any, float]]:
        """Keys and scores (lower is better) of the hits from ``start`` to ``stop``."""
        visible = self._visible_sql()
        if visible is None:
            return []
        if stop is None:
            return self._ranked_among(visible, None)[start:]
        # Nearly every hit is visible: of the engine's best only few have to be looked up.
        enough = stop * 2 + _MARGIN
        rows = self._ranked_among(visible, enough)
        if len(rows) < stop and self._engine_has_more_than(enough):
            rows = self._ranked_among(visible, None)
        return rows[start:stop]

    def _visible_sql(self) -> tuple[str, Sequence[Any]] | None:
        """SELECT of the queryset's keys as ``gongkai_key``; None where it can have none."""
        compiler = self.query_compiler
        keys = compiler.queryset.order_by().values(gongkai_key=F("pk"))
        if compiler.fields:
            keys = keys.filter(pk__in=self._hit_keys)
        try:
            sql, parameters = keys.query.get_compiler(connection=self.storage.connection).as_sql()
        except EmptyResultSet:
            return None
        return sql, parameters

    def _ranked_among(
        self, visible: tuple[str, Sequence[Any]], best: int | None
    ) -> list[tuple[Any, float]]:
        """Keys and scores of the visible ones among the ``best`` hits of the engine, or all."""
        compiler, connection = self.query_compiler, self.storage.connection
        ranked, parameters = self.storage.ranked_sql(compiler.node, compiler.space, compiler.ZONES)
        if best is not None:
            ranked += f" ORDER BY score, id DESC LIMIT {best}"
        # CROSS JOIN: SQLite begins with the left side, and looks each hit up by its key.
        sql = f"""
            WITH hit AS MATERIALIZED ({ranked})
            SELECT visible.gongkai_key, hit.score
            FROM hit CROSS JOIN ({visible[0]}) AS visible
            WHERE visible.gongkai_key = {compiler.key_sql("hit", connection)}
            ORDER BY hit.score, hit.id DESC
        """  # noqa: S608 - SQL of this module and of Django's compiler
        with connection.cursor() as cursor:
            cursor.execute(sql, [*parameters, *visible[1]])
            return cursor.fetchall()  # type: ignore[no-any-return]  # untyped

    def _engine_has_more_than(self, number: int) -> bool:
        compiler = self.query_compiler
        sql, parameters = self.storage.matching_sql(compiler.node, compiler.space, compiler.ZONES)
        with self.storage.connection.cursor() as cursor:
            cursor.execute(
                f"SELECT COUNT(*) FROM ({sql} LIMIT {number + 1}) AS hit",  # noqa: S608 - of this module
                parameters,
            )
            return bool(cursor.fetchone()[0] > number)

    def exists(self) -> bool:
        """Whether there is any hit; stops at the first."""
        if not self._is_ranked or self.query_compiler.fields:
            return bool(self.matching.exists())
        return bool(self._first_visible())

    def _first_visible(self) -> list[Any]:
        compiler, connection = self.query_compiler, self.storage.connection
        visible = self._visible_sql()
        if visible is None:
            return []
        hits, of_hits = self.storage.matching_sql(compiler.node, compiler.space, compiler.ZONES)
        key = compiler.key_sql("hit", connection)
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT 1 FROM ({hits}) AS hit CROSS JOIN ({visible[0]}) AS visible"  # noqa: S608 - of this module and of Django's compiler
                f" WHERE visible.gongkai_key = {key} LIMIT 1",
                [*of_hits, *visible[1]],
            )
            return cursor.fetchall()  # type: ignore[no-any-return]  # untyped

    @property
    def _is_ranked(self) -> bool:
        compiler = self.query_compiler
        plain = compiler.node in (EVERYTHING, NOTHING)
        return not (plain or compiler.is_negative)

    def _do_search(self) -> list[Any]:
        by_relevance = self.query_compiler.order_by_relevance
        if not self._is_ranked or not (by_relevance or self._score_field):
            unranked = self._in_order(self.matching)[self.start : self.stop]
            return [self._with_score(obj, None) for obj in unranked]
        if not by_relevance:
            objects = list(self._in_order(self.matching)[self.start : self.stop])
            scores = dict(self._ranked(0, None))
            return [self._with_score(obj, scores.get(obj.pk)) for obj in objects]
        ranked = self._ranked(self.start, self.stop)
        return self.objects([key for key, _score in ranked], dict(ranked))

    def _in_order(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        # A fixed order keeps pages from overlapping (wagtail/wagtail#3729).
        if self.query_compiler.order_by_relevance or queryset.ordered:
            return queryset
        return queryset.order_by("-pk")

    def objects(self, keys: Sequence[Any], scores: Mapping[Any, float]) -> list[Any]:
        """The objects with these keys, in this order."""
        found: dict[Any, Any] = {}
        queryset = self.query_compiler.queryset.order_by()
        for begin in range(0, len(keys), _CHUNK):
            for obj in queryset.filter(pk__in=keys[begin : begin + _CHUNK]):
                found[obj.pk] = self._with_score(obj, scores.get(obj.pk))
        return [found[key] for key in keys if key in found]

    def _with_score(self, obj: Any, score: float | None) -> Any:
        if self._score_field:
            setattr(obj, self._score_field, None if score is None else -score)
        return obj

    def _do_count(self) -> int:
        found = self.matching.order_by()[self.start : self.stop]
        return found.count()

    def facet(self, field_name: str) -> OrderedDict[Any, int]:
        """Number of hits by value of a FilterField, most first."""
        if self.query_compiler._get_filterable_field(field_name) is None:
            model = self.query_compiler.queryset.model.__name__
            raise FilterFieldError(
                f'Cannot facet search results with field "{field_name}". Please add '
                f"index.FilterField('{field_name}') to {model}.search_fields.",
                field_name=field_name,
            )
        counted = self.matching.order_by().values(field_name).annotate(gongkai_count=Count("pk"))
        return OrderedDict(
            (row[field_name], row["gongkai_count"]) for row in counted.order_by("-gongkai_count")
        )

    def scored(self, limit: int) -> list[Scored]:
        """The best hits by :class:`~..ranking.Scorer`, of the first ``limit`` by the engine."""
        if not self._is_ranked:
            newest = self.matching.order_by("-pk").values_list("pk", flat=True)[:limit]
            return [Scored(key, 0.0) for key in newest]
        keys = [key for key, _score in self._ranked(0, limit)]
        return self.backend.rescored(keys, self.query_compiler)  # type: ignore[no-any-return]  # untyped
