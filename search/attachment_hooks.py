"""Documents: what the search tells other apps of them, and when it looks at them again."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from django.db.models.signals import post_delete, post_save
from django.http import HttpRequest
from wagtail import hooks
from wagtail.documents import get_document_model
from wagtail.models import Collection, CollectionViewRestriction

from .attachments import (
    Contents,
    contents_of_documents,
    contents_of_file,
    parts_of_documents,
    remarks_on_documents,
)
from .services import extraction, referring

# Fields of a document that change what is found by it; others are Wagtail's bookkeeping.
_TELLING = {"file", "title", "collection", "collection_id"}


@hooks.register("register_gongkai_document_texts")
def tell_texts() -> Callable[[Iterable[Any]], dict[Any, Any]]:
    """Visible text of documents that anybody may open."""
    return parts_of_documents


@hooks.register("register_gongkai_document_remarks")
def tell_remarks() -> Callable[[Iterable[Any]], dict[Any, str]]:
    """Sentences on documents that the public does not find."""
    return remarks_on_documents


@hooks.register("register_gongkai_document_contents")
def tell_contents() -> Callable[[Iterable[Any]], dict[Any, Contents | None]]:
    """All that the files of documents say, for who looks after them."""
    return contents_of_documents


@hooks.register("register_gongkai_file_contents")
def tell_contents_of_files() -> Callable[[Path], Contents]:
    """All that a file says that belongs to no document yet."""
    return contents_of_file


@hooks.register("after_bulk_action")
def look_at_moved_documents(
    request: HttpRequest, action_type: str, objects: Iterable[Any], action: Any
) -> None:
    """Wagtail moves several documents to a collection without saving any."""
    if action_type == "add_to_collection":
        documents = get_document_model()
        extraction.schedule(obj.pk for obj in objects if isinstance(obj, documents))


def watch() -> None:
    """Have new files read, and what refers to documents indexed anew when their texts begin or
    cease to be open to everybody."""
    post_save.connect(
        _document_saved, sender=get_document_model(), dispatch_uid="gongkai_search.document"
    )
    for signal in (post_save, post_delete):
        signal.connect(
            _restriction_changed,
            sender=CollectionViewRestriction,
            dispatch_uid="gongkai_search.restriction",
        )
    post_save.connect(
        _collection_saved, sender=Collection, dispatch_uid="gongkai_search.collection"
    )


def _document_saved(
    instance: Any, using: str, raw: bool = False, update_fields: Any = None, **kwargs: Any
) -> None:
    if not raw and (update_fields is None or _TELLING & set(update_fields)):
        extraction.schedule([instance.pk], using=using)


def _restriction_changed(instance: Any, using: str, raw: bool = False, **kwargs: Any) -> None:
    if not raw:
        referring.schedule_collection(instance.collection_id, using=using)


def _collection_saved(
    instance: Any, using: str, raw: bool = False, created: bool = False, **kwargs: Any
) -> None:
    """A collection may have been moved below a restricted one, or out of it: Wagtail saves it
    first, and moves it in the same transaction."""
    if not (raw or created) and CollectionViewRestriction.objects.exists():
        referring.schedule_collection(instance.pk, using=using)
