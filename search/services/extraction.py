"""Reading files: in the background, as soon as a document has a new one."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from time import monotonic
from typing import Any, cast

from django.db import models, transaction
from django.db.models import Exists, OuterRef, QuerySet
from wagtail.documents import get_document_model

from ..background import enqueue_on_commit
from ..conf import get_setting
from ..extract import VERSION
from ..extract.limits import Limits
from ..extract.process import extract
from ..extract.result import Extracted, Status
from .referring import reindex_referring

logger = logging.getLogger(__name__)

_AT_ONCE = 50
# Seconds of one task; after that others have their turn.
_PART = 60.0


def schedule(keys: Iterable[Any], using: str | None = None) -> None:
    """Have the files of some documents read once the running transaction is stored, and what
    refers to them indexed anew.

    A file that was read already is not read again.
    """
    from ..tasks import extract_document

    for key in keys:
        enqueue_on_commit(extract_document, str(key), using=using)


def schedule_missing() -> None:
    """Have all files read that were not, once the running transaction is stored."""
    from ..tasks import extract_missing_files

    enqueue_on_commit(extract_missing_files)


def extract_document(key: Any) -> bool:
    """Read the file of a document if it is new, and index anew what refers to it.

    Returns:
        Whether the file was read.
    """
    document = get_document_model().objects.filter(pk=key).first()
    if document is None:
        return False
    try:
        is_known = not unread().filter(pk=document.pk).exists()
        return False if is_known else _read(document)
    finally:
        # Its title or its collection may have changed, whatever became of the file.
        reindex_referring([document.pk])


def extract_missing(
    progress: Callable[[int, int], None] | None = None, *, again: bool = False
) -> int:
    """Read all files that were not, or all there are.

    Args:
        progress: called with the number of files that were looked at, and that of all.

    Returns:
        How many were read.
    """
    documents = get_document_model().objects.all() if again else unread()
    done, total = 0, documents.count()
    last, number = None, 0
    while keys := _following(documents, last):
        for key in keys:
            number += _read_again(key) if again else extract_document(key)
            done += 1
            if progress:
                progress(done, max(total, done))
        last = keys[-1]
    return number


def extract_part(after: Any = None, seconds: float = _PART) -> Any:
    """Read files that were not, for some time.

    Args:
        after: key of the document after which to go on.

    Returns:
        Where to go on, or None when all were looked at.
    """
    deadline = monotonic() + seconds
    last = after
    while keys := _following(unread(), last):
        for key in keys:
            extract_document(key)
            last = key
            if monotonic() > deadline:
                return last
    return None


def unread() -> QuerySet[Any]:
    """Documents whose file was not read yet, or by another version only."""
    from ..models import ExtractedFile

    current = ExtractedFile.objects.filter(
        document_id=OuterRef("pk"),
        file_name=OuterRef("file"),
        file_hash=OuterRef("file_hash"),
        version=VERSION,
    )
    documents: QuerySet[Any] = get_document_model().objects.exclude(Exists(current))
    return documents


def limits() -> Limits:
    """What the host lets one file take."""
    chosen = cast("Mapping[str, Any]", get_setting("GONGKAI_SEARCH_EXTRACTION_LIMITS"))
    return Limits(**chosen)


def _following(documents: QuerySet[Any], last: Any) -> list[Any]:
    """Keys of the next documents after one."""
    rest = documents if last is None else documents.filter(pk__gt=last)
    return list(rest.order_by("pk").values_list("pk", flat=True)[:_AT_ONCE])


def _read_again(key: Any) -> bool:
    document = get_document_model().objects.filter(pk=key).first()
    was_read = document is not None and _read(document)
    reindex_referring([key])
    return was_read


def _read(document: Any) -> bool:
    """Read a file and keep what it says; False where its storage does not answer."""
    try:
        # Known of what was uploaded in the admin; whoever made a document otherwise left it out.
        document.get_file_hash()
        found = _extracted(document)
    except FileNotFoundError:
        found = Extracted(Status.BROKEN.value, "missing")
    except Exception as error:  # noqa: BLE001 - storages raise classes of their own
        # Nothing of the file's name: it may be that of a person.
        logger.warning("File of document %s is out of reach: %s", document.pk, type(error).__name__)
        return False
    return _keep(document, found)


def _extracted(document: Any) -> Extracted:
    # Some storages name a path that only they know.
    if document.is_stored_locally() and Path(document.file.path).is_file():
        return extract(Path(document.file.path), limits())
    with document.file.storage.open(document.file.name, "rb") as file:
        return extract(file, limits())


def _keep(document: models.Model, found: Extracted) -> bool:
    from ..models import ExtractedFile

    documents = get_document_model().objects
    with transaction.atomic():
        now = documents.select_for_update().filter(pk=document.pk)
        file = (document.file.name, document.file_hash)  # type: ignore[attr-defined]  # of Wagtail
        if now.values_list("file", "file_hash").first() != file:
            # Replaced meanwhile; the new file has a task of its own.
            return False
        ExtractedFile.objects.update_or_create(
            document_id=document.pk,
            defaults={
                "file_name": file[0],
                "file_hash": file[1],
                "version": VERSION,
                **ExtractedFile.values_of(found),
            },
        )
    return True
