"""What documents say, for who shows or indexes it.

An app that knows of more documents which are not for everybody registers a function under the
Wagtail hook ``register_gongkai_closed_documents``: it takes nothing and returns
``closed(document_ids)``, the set of the keys of those of them that are not.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.db.models import Q, QuerySet
from wagtail import hooks
from wagtail.documents import get_document_model
from wagtail.models import CollectionViewRestriction

from .extract.result import Extracted, HiddenPart, Part, Status

if TYPE_CHECKING:
    from .models import ExtractedFile

CLOSED_DOCUMENTS_HOOK = "register_gongkai_closed_documents"


@dataclass(frozen=True)
class Contents:
    """All that could be read of one file, for who answers for its being public.

    Attributes:
        status: one of ``extract.result.Status``.
        reason: what more there is to say of the status; see there.
        label: the status in words (有密码).
        is_complete: whether nothing was left unread: no page without text, nothing cut, no
            format or damage in the way. An empty file is complete.
        pages: pages, sheets or slides; 0 for formats that have none.
        pages_without_text: those that are pictures.
        was_cut: there is more text, visible or hidden, than was read.
        parts: what a reader sees, in the order of the file.
        hidden: what a reader does not see; ``kind`` is one of ``extract.result.Hidden``.
    """

    status: str
    reason: str
    label: str
    is_complete: bool
    pages: int
    pages_without_text: int
    was_cut: bool
    parts: tuple[Part, ...]
    hidden: tuple[HiddenPart, ...]


def open_documents() -> QuerySet[Any]:
    """Documents that anybody may open: in no collection under a view restriction, and in none
    below such a one."""
    hidden = Q()
    for path in CollectionViewRestriction.objects.values_list("collection__path", flat=True):
        hidden |= Q(collection__path__startswith=path)
    documents: QuerySet[Any] = get_document_model().objects.all()
    return documents.exclude(hidden) if hidden else documents


def parts_of_documents(document_ids: Iterable[Any]) -> dict[Any, list[Part]]:
    """Visible text of those of some documents that anybody may open, by their keys.

    A document whose file has no text, or was not read yet, has no parts; one that not everybody
    may open is left out. Three queries, and those of who closes documents, whatever the number.
    """
    from .models import ExtractedFile

    opened = open_documents().filter(pk__in=list(document_ids)).order_by()
    files = {key: file for key, *file in opened.values_list("pk", "file", "file_hash")}
    for register in hooks.get_hooks(CLOSED_DOCUMENTS_HOOK):
        for key in register()(list(files)):
            files.pop(key, None)
    found: dict[Any, list[Part]] = {key: [] for key in files}
    rows = ExtractedFile.objects.filter(document_id__in=list(files)).exclude(visible=b"")
    for row in rows.only("document_id", "file_name", "file_hash", "visible"):
        # What was read of a file that was replaced meanwhile is not said any more.
        if [row.file_name, row.file_hash] == files[row.document_id]:
            found[row.document_id] = row.parts
    return found


def contents_of_documents(document_ids: Iterable[Any]) -> dict[Any, Contents | None]:
    """What the files of some documents say, by their keys, hidden parts included.

    Of all documents, open or not: this is for who looks after them, never for the public. None
    stands for a file that was not read yet, be it new or read by an older version; keys of
    documents that are not there are left out. Two queries, whatever the number.
    """
    from .extract import VERSION
    from .models import ExtractedFile

    there = get_document_model().objects.filter(pk__in=list(document_ids)).order_by()
    files = {key: file for key, *file in there.values_list("pk", "file", "file_hash")}
    found: dict[Any, Contents | None] = dict.fromkeys(files)
    if not files:
        return found
    for row in ExtractedFile.objects.filter(document_id__in=list(files), version=VERSION):
        if [row.file_name, row.file_hash] == files[row.document_id]:
            found[row.document_id] = _contents(row, row.parts, row.hidden_parts)
    return found


def contents_of_file(path: Path) -> Contents:
    """What a file says that belongs to no document yet; it is read at once, by a process of its
    own, which may take seconds."""
    from .extract.process import extract
    from .services.extraction import limits

    found = extract(path, limits())
    return _contents(found, found.parts, found.hidden)


def _contents(
    row: ExtractedFile | Extracted, parts: Iterable[Part], hidden: Iterable[HiddenPart]
) -> Contents:
    from .models import ExtractedFile
    from .services.extraction import limits

    parts, hidden = tuple(parts), tuple(hidden)
    # Beyond its limit nothing hidden is kept, and no mark says so.
    is_full = sum(len(part.text) for part in hidden) >= limits().hidden_characters
    was_cut = row.was_cut or is_full
    is_read = row.status in {Status.DONE, Status.EMPTY}
    return Contents(
        status=str(row.status),
        reason=row.reason,
        label=str(ExtractedFile.Outcome(row.status).label),
        is_complete=is_read and not was_cut and not row.pages_without_text,
        pages=row.pages,
        pages_without_text=row.pages_without_text,
        was_cut=was_cut,
        parts=parts,
        hidden=hidden,
    )


def remarks_on_documents(document_ids: Iterable[Any]) -> dict[Any, str]:
    """Sentences for editors on those of some documents that the public finds not at all, or in
    part; in one query."""
    from .models import ExtractedFile
    from .services.extraction_words import sentence_on

    rows = ExtractedFile.objects.filter(document_id__in=list(document_ids))
    rows = rows.defer("visible", "hidden").select_related("document")
    return {
        row.document_id: sentence
        for row in rows
        if row.file_name == row.document.file.name and (sentence := sentence_on(row))
    }
