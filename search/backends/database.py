"""What the search on SQLite and on PostgreSQL have in common.

Objects stay where they are: the index tells the keys of what matches, Django's ORM does the rest.
A backend of a database says how entries are written and looked up (:class:`~.storage.Storage`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import ExitStack
from functools import cached_property
from typing import Any

from django.db import connections, models, router, transaction
from django.db.models import QuerySet
from modelsearch.backends.base import BaseIndex, BaseSearchBackend
from modelsearch.query import Or as OrQuery
from modelsearch.query import Phrase as PhraseQuery

from ..query.tree import Node, text_of
from ..ranking import Scored, Scorer, rarest, terms_of, tier_of
from ..services import vectors
from ..text import canonical
from .database_queries import (
    DatabaseAutocompleteQueryCompiler,
    DatabaseQueryCompiler,
    DatabaseQuestionCompiler,
    DatabaseSearchResults,
)
from .documents import document_of
from .keys import KeySpace, key_field, key_space
from .meaning import MeaningMixin, nearest_in_memory, visible_of
from .statistics import KnownFrequencies, collection_statistics
from .storage import Storage

# Of a question's bigrams, the rarest; of what has any of them, as many are scored.
QUESTION_TERMS = 30
CANDIDATES = 200


class DatabaseIndex(BaseIndex):
    """The one index of a database."""

    def __init__(self, backend: DatabaseSearchBackend) -> None:
        super().__init__(backend)
        self.storage = backend.storage
        # Set by a rebuild, so that the old entries go when the new ones come.
        self.starts_anew = False
        # A rebuild has all vectors looked through in the end.
        self.is_rebuilt = False

    def add_items(self, model: Any, items: Iterable[Any]) -> None:
        """Add objects of one model, or replace what is known of them."""
        if not model.get_search_fields():
            return
        if self.starts_anew:
            self.storage.clear()
            self.starts_anew = False
        space = key_space(model)
        objects = list(items)
        self.storage.write(
            {space.key_of(obj.pk): (self._stored_key(obj), document_of(obj)) for obj in objects}
        )
        if not self.is_rebuilt:
            alias = self.storage.connection.alias
            vectors.schedule(model, [obj.pk for obj in objects], using=alias)

    def _stored_key(self, obj: Any) -> str:
        field = key_field(type(obj))
        return str(field.get_db_prep_value(obj.pk, self.storage.connection))

    def delete_item(self, item: Any) -> None:
        """Take an object out."""
        entry = key_space(type(item)).key_of(item.pk)
        self.storage.delete([entry])
        vectors.forget([entry])

    def reset(self) -> None:
        """Empty the index."""
        self.storage.clear()

    def __str__(self) -> str:
        return str(self.get_key())


class DatabaseRebuilder:
    """Fills the index anew in one transaction, so that nobody finds it half empty."""

    def __init__(self, index: DatabaseIndex) -> None:
        self.index = index
        self._stack = ExitStack()

    def start(self) -> DatabaseIndex:
        """Begin; readers go on with the old entries."""
        storage = self.index.storage
        self._stack.enter_context(storage.in_bulk())
        self._stack.enter_context(transaction.atomic(using=storage.connection.alias))
        self.index.starts_anew = self.index.is_rebuilt = True
        return self.index

    def finish(self) -> None:
        """End; readers see the new entries."""
        self.index.starts_anew = self.index.is_rebuilt = False
        self.index.storage.optimise()
        vectors.schedule_missing(using=self.index.storage.connection.alias)
        self._stack.close()


class DatabaseSearchBackend(MeaningMixin, BaseSearchBackend):  # type: ignore[misc]  # untyped
    """A backend whose index lies in the database of the objects."""

    index_class = DatabaseIndex
    rebuilder_class = DatabaseRebuilder
    query_compiler_class = DatabaseQueryCompiler
    autocomplete_query_compiler_class = DatabaseAutocompleteQueryCompiler
    results_class = DatabaseSearchResults
    storage_class: type[Storage]
    counts_natively = False

    @cached_property
    def storage(self) -> Storage:
        """The index in the database that entries are written to."""
        from django.contrib.contenttypes.models import ContentType

        return self.storage_class(connections[router.db_for_write(ContentType)])  # type: ignore[call-arg]  # a protocol has no constructor

    def key_list(self, keys: Sequence[Any], model: type[models.Model]) -> Any:
        """Many keys for a condition of the ORM."""
        raise NotImplementedError

    def nearest(self, text: str, queryset: QuerySet[Any], limit: int = CANDIDATES) -> list[Scored]:
        """What answers a question best: anything that has some of its rarer bigrams, scored.

        The recipe and what it was measured with: docs/search.md.
        """
        space = key_space(queryset.model)
        question = canonical(text)
        frequencies = KnownFrequencies(self.storage, space).of(terms_of(question))
        terms = rarest(frequencies, QUESTION_TERMS)
        if not terms:
            return []
        query = OrQuery([PhraseQuery(term) for term in terms])
        results = self._search(DatabaseQuestionCompiler, query, queryset)
        keys = [key for key, _score in results._ranked(0, limit)]
        return self._rescored(question, frequencies, keys, space)

    def likenesses(
        self, text: str, queryset: QuerySet[Any], keys: Sequence[Any]
    ) -> dict[Any, float]:
        """Scores, as :meth:`nearest` gives them, of those of some objects that are in the
        queryset."""
        space = key_space(queryset.model)
        question = canonical(text)
        frequencies = KnownFrequencies(self.storage, space).of(terms_of(question))
        seen = visible_of(queryset, keys)
        return {hit.pk: hit.score for hit in self._rescored(question, frequencies, seen, space)}

    def _nearest_by_meaning(
        self, vector: Any, queryset: QuerySet[Any], limit: int, embedder: Any
    ) -> list[tuple[Any, float]]:
        alias = self.storage.connection.alias
        return nearest_in_memory(alias, vector, queryset, limit, embedder)

    def rescored(self, keys: Sequence[Any], compiler: DatabaseQueryCompiler) -> list[Scored]:
        """The objects with these keys, best first, for the phrases of a query."""
        asked, space = text_of(compiler.node), compiler.space
        frequencies = KnownFrequencies(self.storage, space).of(terms_of(asked))
        return self._rescored(asked, frequencies, keys, space, compiler.node)

    def _rescored(
        self,
        question: str,
        frequencies: Mapping[str, int],
        keys: Sequence[Any],
        space: KeySpace,
        node: Node | None = None,
    ) -> list[Scored]:
        """The objects with these keys, best first, for a canonical text."""
        scorer = Scorer(question, collection_statistics(self.storage, space), frequencies)
        by_entry = {space.key_of(key): key for key in keys}
        zones = self.storage.read(list(by_entry))
        scored = [
            Scored(key, scorer.score(zones[entry]), tier_of(node, zones[entry]) if node else 0)
            for entry, key in by_entry.items()
            if entry in zones
        ]
        return sorted(scored, key=lambda each: (-each.tier, -each.score))
