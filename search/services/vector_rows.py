"""Rows of vectors: made of texts, stored and deleted, with every change counted."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from django.db import models, transaction
from modelsearch.backends import get_search_backends

from ..backends.keys import key_space
from ..semantic.embedders import get_embedder, label_of
from ..semantic.passages import digest_of, has_meaning, passage_of

if TYPE_CHECKING:
    from ..semantic.embedders import Embedder

# Texts that are turned into vectors before anything is stored.
BATCH = 16
_TOGETHER = 200
_LEDGER = 1


def forget(entries: Sequence[int]) -> None:
    """Delete vectors, in the running transaction, by the keys of their entries."""
    from ..models import Vector

    number = 0
    for start in range(0, len(entries), _TOGETHER):
        number += Vector.objects.filter(id__in=entries[start : start + _TOGETHER]).delete()[0]
    if number:
        # Not now: the row is locked until the end, and a branch of pages takes its time.
        transaction.on_commit(_count_removal, robust=True)


def make(model: type[models.Model], keys: Sequence[Any]) -> int:
    """Make the vectors of some objects, where they are missing or out of date.

    Returns:
        How many were made.

    Raises:
        EmbedderUnavailable: the rest could not be made now.
    """
    embedder = get_embedder()
    if embedder is None or not has_meaning(model):
        return 0
    space = key_space(model)
    published = _published(model, keys)
    there = {page.pk for page in published}
    forget([space.key_of(key) for key in keys if key not in there])
    texts = _outdated(published, embedder, space)
    made = 0
    for start in range(0, len(texts), BATCH):
        made += _make(model, texts[start : start + BATCH], embedder)
    return made


def _published(model: Any, keys: Sequence[Any]) -> list[Any]:
    found = model._default_manager.filter(pk__in=list(keys), live=True)
    # As the index has them: in their own class.
    return [page for page in found if page.cached_content_type.model_class() is type(page)]


def _outdated(pages: Sequence[Any], embedder: Embedder, space: Any) -> list[tuple[int, Any, str]]:
    """Entry, page and text of those whose vector is not of this text and embedder."""
    from ..models import Vector

    entries = {space.key_of(page.pk): page for page in pages}
    # By their keys only: with the embedder in the condition, SQLite reads all of its vectors.
    rows = Vector.objects.filter(id__in=list(entries)).values_list("id", "embedder", "digest")
    known = {entry: (label, digest) for entry, label, digest in rows}
    label = label_of(embedder)
    texts = [(entry, page, passage_of(page)) for entry, page in entries.items()]
    return [each for each in texts if known.get(each[0]) != (label, digest_of(each[2]))]


def _make(
    model: type[models.Model], texts: Sequence[tuple[int, Any, str]], embedder: Embedder
) -> int:
    from ..semantic.quantised import quantised

    rows = quantised(embedder.embed_passages([text for _entry, _page, text in texts]))
    made = {
        entry: (page.pk, row.tobytes(), digest_of(text))
        for (entry, page, text), row in zip(texts, rows, strict=True)
    }
    there = store(model, made, embedder)
    try:
        for backend in engines():
            backend.vectors_changed(model, _published(model, there))
    except Exception:
        # What an engine does not know is made again.
        forget(list(made))
        raise
    return len(there)


def store(
    model: type[models.Model], made: dict[int, tuple[Any, bytes, str]], embedder: Embedder
) -> list[Any]:
    """Store vectors by entry (key, values, digest) of pages that are still published."""
    from ..models import Vector

    with transaction.atomic():
        number = _next_change()
        keys = [key for key, _values, _digest in made.values()]
        there = set(
            model._default_manager.filter(pk__in=keys, live=True).values_list("pk", flat=True)
        )
        vectors = [
            Vector(
                id=entry, embedder=label_of(embedder), digest=digest, values=values, changed=number
            )
            for entry, (key, values, digest) in sorted(made.items())
            if key in there
        ]
        # Not in place: what an engine keeps beside a row is of the old text, or of another model.
        Vector.objects.filter(id__in=[each.id for each in vectors]).delete()
        Vector.objects.bulk_create(vectors)
        for backend in engines():
            backend.store_vectors(embedder, {each.id: bytes(each.values) for each in vectors})
    return [key for key in keys if key in there]


def engines() -> Iterator[Any]:
    """The search backends that know vectors."""
    for backend in get_search_backends():
        if hasattr(backend, "store_vectors"):
            yield backend


def _next_change() -> int:
    """The number of a change: the ledger is locked until it is stored."""
    from ..models import VectorLedger

    ledger, _is_new = VectorLedger.objects.select_for_update().get_or_create(pk=_LEDGER)
    # Never a number that was given in a transaction which was undone.
    ledger.changed = max(ledger.changed + 1, time.time_ns())
    ledger.save(update_fields=["changed"])
    return ledger.changed


def _count_removal() -> None:
    from ..models import VectorLedger

    with transaction.atomic():
        number = _next_change()
        VectorLedger.objects.filter(pk=_LEDGER).update(removed=number)
