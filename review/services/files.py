"""Which files are public: written when a page is drafted, goes public, and leaves the public."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from modelsearch.index import class_is_indexed, insert_or_update_object
from wagtail.models import Page

from ..content import Files, files_of, files_of_many
from ..models.files import FileKind, FileUse

_KEY = ["kind", "file_id", "page_id"]
_STATE = ["file_name", "file_hash", "is_public"]


def note_draft(page: Any) -> None:
    """Keep which files a draft refers to, so that who works on the page may read them.

    Nothing becomes public or ceases to be by it. One statement, none without files, besides those
    that find the files.

    Args:
        page: with the content of the draft, stored (it has a key).
    """
    rows = [
        FileUse(kind=kind, file_id=file.pk, page_id=page.pk) for kind, file in _each(files_of(page))
    ]
    if rows:
        FileUse.objects.bulk_create(rows, ignore_conflicts=True)


def open_files(page: Any, files: Files | None = None) -> None:
    """The files of a page that is public now are public: those that it refers to, as they are now.
    What it refers to no longer is not public by it.

    Args:
        files: what ``files_of(page)`` gave, where that is known already.
    """
    open_files_of([page], [files] if files else None)


@transaction.atomic(savepoint=False)
def open_files_of(
    pages: Iterable[Any], shown: list[Files] | None = None, *, index: bool = True
) -> None:
    """The same for several pages, in as many statements as for one.

    Args:
        pages: with the content that is public now, stored.
        shown: what ``files_of_many(pages)`` gave, where that is known already.
        index: whether pages that are searched by the text of the files are indexed anew. A caller
            that fills the search index afterwards itself says no.
    """
    pages = list(pages)
    keys = [page.pk for page in pages]
    wanted = {
        (kind, file.pk, key): FileUse(
            kind=kind,
            file_id=file.pk,
            page_id=key,
            file_name=file.file.name,
            file_hash=file.get_file_hash(),
            is_public=True,
        )
        for key, files in zip(keys, shown or files_of_many(pages), strict=True)
        for kind, file in _each(files)
    }
    known = {_key_of(row): row for row in FileUse.objects.filter(page_id__in=keys)}
    changed = [row for key, row in wanted.items() if _state_of(known.get(key)) != _state_of(row)]
    gone = [row for key, row in known.items() if row.is_public and key not in wanted]
    if changed:
        FileUse.objects.bulk_create(
            changed, update_conflicts=True, unique_fields=_KEY, update_fields=_STATE
        )
    if gone:
        FileUse.objects.filter(pk__in=[row.pk for row in gone]).update(is_public=False)
    if index:
        _index_anew([*changed, *gone])


def close_files(page_id: Any) -> None:
    """The page was withdrawn, expired, unpublished, or deleted: nothing is public by it."""
    close_files_of([page_id])


@transaction.atomic
def close_files_of(page_ids: Iterable[Any]) -> None:
    """The same for several pages, in as many statements as for one."""
    public = FileUse.objects.filter(page_id__in=list(page_ids), is_public=True)
    if gone := list(public):
        public.update(is_public=False)
        _index_anew(gone)


def is_public_document(document_id: Any) -> bool:
    """Whether some public page shows a document."""
    return FileUse.objects.filter(
        kind=FileKind.DOCUMENT, file_id=document_id, is_public=True
    ).exists()


def forget_file(kind: FileKind, file_id: Any) -> None:
    """A document or an image was deleted."""
    FileUse.objects.filter(kind=kind, file_id=file_id).delete()


def _each(files: Files) -> Iterable[tuple[FileKind, Any]]:
    yield from ((FileKind.DOCUMENT, document) for document in files.documents)
    yield from ((FileKind.IMAGE, image) for image in files.images)


def _key_of(row: FileUse) -> tuple[str, int, int]:
    return row.kind, row.file_id, row.page_id


def _state_of(row: FileUse | None) -> tuple[str, str, bool] | None:
    return (row.file_name, row.file_hash, row.is_public) if row else None


def _index_anew(rows: Iterable[FileUse]) -> None:
    """Index the public pages with these documents anew: a page is searched by the text of those of
    its documents that are public. Where it was indexed a moment ago, when its row was stored, they
    were not public yet."""
    documents = {row.file_id for row in rows if row.kind == FileKind.DOCUMENT}
    if not documents:
        return
    uses = FileUse.objects.filter(
        kind=FileKind.DOCUMENT, file_id__in=documents, is_public=True
    ).values("page_id")
    for page in Page.objects.filter(pk__in=uses, live=True).specific():
        if class_is_indexed(type(page)):
            insert_or_update_object(page)
