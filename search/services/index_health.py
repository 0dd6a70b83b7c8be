"""Whether the index has what it should: compared with the objects themselves."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.core.cache import cache
from django.db import models
from django.db.models import Max
from modelsearch.index import get_indexed_models
from modelsearch.query import And, Phrase

from ..backends.database import DatabaseSearchBackend
from ..backends.documents import SEARCHED, document_of
from ..backends.keys import key_space
from ..models import SearchJob
from ..text import BORDER, is_han
from .reindexing import entries_of, keys_of, page_backend

# Of each model so many objects are compared with what the index has of them: the last changed.
COMPARED = 100
# Seconds.
_KNOWN_FOR = 300
# Characters at the beginning and at the end of a text that must find it.
_PROBE = 12


@dataclass(frozen=True)
class IndexHealth:
    """What was found.

    Attributes:
        objects: objects that belong into the index.
        entries: entries that are in it.
        missing: objects that are not in it.
        orphans: entries of no object.
        compared: objects whose texts were compared, the last changed of each model.
        stale: of these, those of which the index has an older text.
        by_text: whether the texts themselves were compared; else the beginning and the end of each
            must find its object, since a cluster keeps no texts.
    """

    objects: int
    entries: int
    missing: int
    orphans: int
    compared: int
    stale: int
    by_text: bool

    @property
    def is_well(self) -> bool:
        """Whether nothing is wrong."""
        return not (self.missing or self.orphans or self.stale)


def known_health() -> IndexHealth:
    """:func:`index_health`, as it was a few minutes ago at most, and after the last job."""
    name = _name()
    known: IndexHealth | None = cache.get(name)
    if known is None:
        known = index_health()
        cache.set(name, known, _KNOWN_FOR)
    return known


def forget_health() -> None:
    """Look at the index again the next time."""
    cache.delete(_name())


def _name() -> str:
    # Jobs are done in another process, whose cache may be another one.
    done = SearchJob.objects.exclude(ended_at=None).aggregate(last=Max("ended_at"))["last"]
    return f"gongkai_search.index_health:{done.timestamp() if done else 0}"


def index_health() -> IndexHealth:
    """Compare the search page's index with the objects; about a second for 100,000 of them.

    Raises:
        Exception: whatever a cluster's client raises while it does not answer.
    """
    backend = page_backend()
    keys = {model: keys_of(model) for model in get_indexed_models()}
    if isinstance(backend, DatabaseSearchBackend):
        there: set[Any] = set(entries_of(backend))
        expected: set[Any] = {
            key_space(model).key_of(key) for model, each in keys.items() for key in each
        }
        compared, stale = _compared_by_text(backend, list(keys))
    else:
        there = set(_documents_of(backend, list(keys)))
        expected = {
            (backend.get_index_for_model(model).name, f"{key}")
            for model, each in keys.items()
            for key in each
        }
        compared, stale = _compared_by_search(backend, list(keys))
    return IndexHealth(
        objects=len(expected),
        entries=len(there),
        missing=len(expected - there),
        orphans=len(there - expected),
        compared=compared,
        stale=stale,
        by_text=isinstance(backend, DatabaseSearchBackend),
    )


def _last_changed(model: type[models.Model]) -> list[Any]:
    objects = model.get_indexed_objects()  # type: ignore[attr-defined]  # of modelsearch
    names = {field.name for field in model._meta.get_fields()}
    first = ["-last_published_at"] if "last_published_at" in names else []
    return list(objects.order_by(*first, "-pk")[:COMPARED])


def _compared_by_text(
    backend: DatabaseSearchBackend, its_models: list[type[models.Model]]
) -> tuple[int, int]:
    compared = stale = 0
    for model in its_models:
        entries = {key_space(model).key_of(obj.pk): obj for obj in _last_changed(model)}
        for key, zones in backend.storage.read(list(entries)).items():
            searched = document_of(entries[key]).zones[: len(SEARCHED)]
            compared += 1
            stale += tuple(zones[: len(SEARCHED)]) != searched
    return compared, stale


def _compared_by_search(backend: Any, its_models: list[type[models.Model]]) -> tuple[int, int]:
    compared = stale = 0
    for model in its_models:
        for obj in _last_changed(model):
            probes = list(_probes(obj))
            if probes:
                compared += 1
                one = model._default_manager.filter(pk=obj.pk)
                stale += not backend.search(And(probes), one).exists()
    return compared, stale


def _probes(obj: Any) -> Iterator[Phrase]:
    for zone in document_of(obj).zones[: len(SEARCHED)]:
        texts = [text.strip() for text in zone.split(BORDER)]
        for text in filter(None, (texts[0], texts[-1])):
            runs = text.split(" ")
            yield Phrase(runs[0][:_PROBE] if is_han(runs[0]) else runs[0])
            yield Phrase(runs[-1][-_PROBE:] if is_han(runs[-1]) else runs[-1])


def _documents_of(backend: Any, its_models: list[type[models.Model]]) -> Iterator[tuple[str, str]]:
    """Index and key of every document in a cluster."""
    from elasticsearch.helpers import scan

    names = {backend.get_index_for_model(model).name for model in its_models}
    for name in names:
        if not backend.es.indices.exists(index=name):
            continue
        backend.es.indices.refresh(index=name)
        for hit in scan(backend.es, index=name, query={"_source": False}):
            yield name, hit["_id"]
