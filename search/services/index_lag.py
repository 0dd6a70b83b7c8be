"""How far the index is behind, by a look at what changed last: cheap enough for every scrape."""

from __future__ import annotations

from typing import Any

from django.db import models
from modelsearch.index import get_indexed_models

from ..backends.database import DatabaseSearchBackend
from ..backends.keys import key_space
from .reindexing import page_backend

_LOOKED_AT = 100


def missing_of_the_last() -> int:
    """Of the last hundred objects of each model, how many are not in the search page's index.

    Raises:
        Exception: whatever a cluster's client raises while it does not answer.
    """
    backend = page_backend()
    missing = 0
    for model in get_indexed_models():
        keys = _last_keys(model)
        if not keys:
            continue
        if isinstance(backend, DatabaseSearchBackend):
            entries = [key_space(model).key_of(key) for key in keys]
            there = len(backend.storage.read(entries))
        else:
            there = _in_cluster(backend, model, keys)
        missing += len(keys) - there
    return missing


def _last_keys(model: type[models.Model]) -> list[Any]:
    objects = model.get_indexed_objects()  # type: ignore[attr-defined]  # of modelsearch
    names = {field.name for field in model._meta.get_fields()}
    order = "-last_published_at" if "last_published_at" in names else "-pk"
    return list(objects.order_by(order).values_list("pk", flat=True)[:_LOOKED_AT])


def _in_cluster(backend: Any, model: type[models.Model], keys: list[Any]) -> int:
    name = backend.get_index_for_model(model).name
    query = {"ids": {"values": [str(key) for key in keys]}}
    return int(backend.es.count(index=name, query=query)["count"])
