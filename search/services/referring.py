"""Indexing anew what refers to documents: it is searched by what they say."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import QuerySet
from modelsearch.index import class_is_indexed, insert_or_update_object
from wagtail.documents import get_document_model
from wagtail.models import Collection, ReferenceIndex

from ..background import enqueue_on_commit

_AT_ONCE = 200


def schedule_collection(key: Any, using: str | None = None) -> None:
    """Have what refers to the documents of a collection, and of those below it, indexed anew once
    the running transaction is stored."""
    from ..tasks import reindex_collection

    enqueue_on_commit(reindex_collection, key, using=using)


def reindex_collection(key: Any) -> int:
    """Index anew what refers to the documents in and below a collection; returns how many."""
    collection = Collection.objects.filter(pk=key).first()
    if collection is None:
        return 0
    below = collection.get_descendants(inclusive=True).values("pk")
    return reindex_referring(get_document_model().objects.filter(collection__in=below))


def reindex_referring(documents: QuerySet[Any] | Iterable[Any]) -> int:
    """Index anew what refers to documents, given by a queryset or by their keys.

    What is in the index already as it is now is not written again by a database.

    Returns:
        How many objects there are.
    """
    if not isinstance(documents, QuerySet):
        documents = get_document_model().objects.filter(pk__in=list(documents))
    rows = ReferenceIndex.get_references_to_in_bulk(documents).order_by()
    pairs = sorted(set(rows.values_list("content_type_id", "object_id")))
    number = 0
    for content_type, keys in _grouped(pairs).items():
        model = ContentType.objects.get_for_id(content_type).model_class()
        if model is None or not class_is_indexed(model):
            continue
        for start in range(0, len(keys), _AT_ONCE):
            for obj in model._default_manager.filter(pk__in=keys[start : start + _AT_ONCE]):
                insert_or_update_object(obj)
                number += 1
    return number


def referring_pages(documents: Iterable[Any]) -> dict[str, list[str]]:
    """Keys of the pages that refer to documents, as text, by the keys of the documents."""
    from wagtail.models import Page

    rows = ReferenceIndex.get_references_to_in_bulk(list(documents)).filter(
        base_content_type=ContentType.objects.get_for_model(Page)
    )
    found: dict[str, list[str]] = {}
    for document, page in rows.order_by().values_list("to_object_id", "object_id").distinct():
        found.setdefault(document, []).append(page)
    return found


def _grouped(pairs: Iterable[tuple[int, str]]) -> dict[int, list[str]]:
    groups: dict[int, list[str]] = {}
    for content_type, key in pairs:
        groups.setdefault(content_type, []).append(key)
    return groups
