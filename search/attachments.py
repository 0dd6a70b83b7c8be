"""What documents say, for who shows or indexes it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Q, QuerySet
from wagtail.documents import get_document_model
from wagtail.models import CollectionViewRestriction

from .extract.result import Part


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
    may open is left out. Three queries, whatever the number.
    """
    from .models import ExtractedFile

    opened = open_documents().filter(pk__in=list(document_ids)).order_by()
    files = {key: file for key, *file in opened.values_list("pk", "file", "file_hash")}
    found: dict[Any, list[Part]] = {key: [] for key in files}
    rows = ExtractedFile.objects.filter(document_id__in=list(files)).exclude(visible=b"")
    for row in rows.only("document_id", "file_name", "file_hash", "visible"):
        # What was read of a file that was replaced meanwhile is not said any more.
        if [row.file_name, row.file_hash] == files[row.document_id]:
            found[row.document_id] = row.parts
    return found


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
