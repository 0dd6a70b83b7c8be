"""Filling the index anew while everybody goes on reading and writing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db import models, transaction
from modelsearch.backends import get_search_backend
from modelsearch.index import get_indexed_models

from ..backends.database import DatabaseIndex, DatabaseSearchBackend
from ..backends.keys import key_space
from ..background import enqueue_on_commit
from ..conf import get_setting

# In one transaction of a database: on SQLite whoever saves meanwhile waits for no more than that.
_AT_ONCE = 200


def page_backend() -> Any:
    """The backend that the search page asks."""
    return get_search_backend(str(get_setting("GONGKAI_SEARCH_PAGE_BACKEND")))


def reindex() -> Iterator[tuple[int, int]]:
    """Fill the index of the search page anew; give the objects done, and all there are, as it goes.

    In a database each entry is taken out and written again, some at a time, so that a search finds
    the old or the new and never nothing; what belongs to no object is taken out at the end. In a
    cluster a new index is filled beside the old, and put into its place when it is full.
    """
    from ..tasks import build_suggestions

    backend = page_backend()
    keys = {model: keys_of(model) for model in get_indexed_models()}
    total = sum(map(len, keys.values()))
    fill = _in_place if isinstance(backend, DatabaseSearchBackend) else _beside
    done = 0
    yield done, total
    for number in fill(backend, keys):
        done += number
        yield done, total
    enqueue_on_commit(build_suggestions)


def keys_of(model: type[models.Model]) -> list[Any]:
    """Keys of a model's objects that belong into the index, its child models' not among them."""
    objects = model.get_indexed_objects()  # type: ignore[attr-defined]  # of modelsearch
    return list(objects.order_by("pk").values_list("pk", flat=True))


def entries_of(backend: DatabaseSearchBackend) -> set[int]:
    """Keys of all entries of a database's index."""
    with backend.storage.connection.cursor() as cursor:
        cursor.execute("SELECT id FROM gongkai_search_entry")
        return {int(row[0]) for row in cursor.fetchall()}


def _in_place(
    backend: DatabaseSearchBackend, keys: dict[type[models.Model], list[Any]]
) -> Iterator[int]:
    index: DatabaseIndex = backend.get_index_for_model(next(iter(keys)))
    storage = backend.storage
    before = entries_of(backend)
    expected: set[int] = set()
    for model, chunk in _chunks(keys):
        entries = [key_space(model).key_of(key) for key in chunk]
        expected.update(entries)
        with transaction.atomic(using=storage.connection.alias):
            objects = _objects(model, chunk)
            storage.delete(entries)
            index.add_items(model, objects)
        yield len(chunk)
    # Of what was there at the beginning: whatever came meanwhile has its object.
    orphans = sorted(before - expected)
    for start in range(0, len(orphans), _AT_ONCE):
        with transaction.atomic(using=storage.connection.alias):
            storage.delete(orphans[start : start + _AT_ONCE])
    storage.optimise()


def _beside(backend: Any, keys: dict[type[models.Model], list[Any]]) -> Iterator[int]:
    indexes: dict[Any, tuple[Any, list[type[models.Model]]]] = {}
    for model in keys:
        index = backend.get_index_for_model(model)
        indexes.setdefault(index.get_key(), (index, []))[1].append(model)
    for index, its_models in indexes.values():
        rebuilder = backend.rebuilder_class(index)
        filled = rebuilder.start()
        for model in its_models:
            filled.add_model(model)
        for model, chunk in _chunks({model: keys[model] for model in its_models}):
            filled.add_items(model, _objects(model, chunk))
            yield len(chunk)
        rebuilder.finish()


def _chunks(
    keys: dict[type[models.Model], list[Any]],
) -> Iterator[tuple[type[models.Model], list[Any]]]:
    for model, each in keys.items():
        for start in range(0, len(each), _AT_ONCE):
            yield model, each[start : start + _AT_ONCE]


def _objects(model: type[models.Model], keys: list[Any]) -> list[Any]:
    objects = model.get_indexed_objects()  # type: ignore[attr-defined]  # of modelsearch
    return list(objects.filter(pk__in=keys))
