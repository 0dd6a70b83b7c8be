"""Which files are open to everybody.

A file is open

* by a page under review: it is public with the file as it is now (name and hash of a ``FileUse``),
  and the page is live, has not expired, and stands under no view restriction;
* by anything else that refers to it (``ReferenceIndex``), as in any Wagtail site: a page of another
  type, as long as it is open itself; a snippet, as long as it is live; a setting. That does not
  open what a page under review has closed again, or what was replaced by another file since: what
  was withdrawn must not stay open through a link that was forgotten. A draft alone closes nothing
  that somebody else has public.

What nothing refers to is an upload on its way to a page, and not open, unless the host says so by
``GONGKAI_REVIEW_OPEN_UNUSED_FILES``.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Length, Substr
from django.utils import timezone
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import DraftStateMixin, Page, PageViewRestriction, ReferenceIndex

from ..conf import get_setting
from ..models.files import FileKind, FileUse
from ..reviewed import is_reviewed_type


def model_of(kind: FileKind) -> Any:
    """The host's model of documents or images."""
    return get_document_model() if kind == FileKind.DOCUMENT else get_image_model()


def live_pages() -> QuerySet[Page]:
    """Pages that are public now: also those are not whose time is up and that nobody has taken
    away yet."""
    pages: QuerySet[Page] = Page.objects.filter(live=True)
    return pages.filter(Q(expire_at=None) | Q(expire_at__gt=timezone.now()))


def open_pages() -> QuerySet[Page]:
    """Those of them that stand under no view restriction."""
    above = PageViewRestriction.objects.filter(
        page__path=Substr(OuterRef("path"), 1, Length("page__path"))
    )
    return live_pages().exclude(Exists(above))


def open_to_everybody(kind: FileKind, files: Iterable[Any]) -> set[Any]:
    """Keys of those documents or images that are open to everybody.

    One query where all are open by pages under review; else four, and one for every type of snippet
    with drafts that refers to some.
    """
    states = {file.pk: (file.file.name, file.file_hash) for file in files}
    if not states:
        return set()
    rows = FileUse.objects.filter(kind=kind, file_id__in=states, is_public=True)
    rows = rows.filter(Exists(open_pages().filter(pk=OuterRef("page_id"))))
    opened = {
        key
        for key, *state in rows.values_list("file_id", "file_name", "file_hash")
        if tuple(state) == states[key]
    }
    if rest := states.keys() - opened:
        opened |= _open_otherwise(kind, rest)
    return opened


def pages_with(kind: FileKind, file: Any, uses: Iterable[FileUse]) -> set[int]:
    """Keys of the pages that may open a file to who may see them, whatever restrictions they stand
    under: for who is let in by a password or a login. ``uses`` are all rows of the file."""
    state = (file.file.name, file.file_hash)
    uses = list(uses)
    keys = {row.page_id for row in uses if row.is_public and _state_of(row) == state}
    if not any(row.file_hash for row in uses):
        for refers in references_to(kind, [file.pk]).values():
            keys |= {int(key) for key in refers.pop(Page, ())}
    return keys


References = dict[Any, set[str]]


def references_to(kind: FileKind, keys: Iterable[Any]) -> dict[Any, References]:
    """What refers to files and is not under review: keys by model, those of all pages by ``Page``,
    for each file that has any reference. A model of ours without any is there where only pages
    under review refer to the file. One query."""
    model = model_of(kind)
    rows = ReferenceIndex.objects.filter(
        to_content_type=ReferenceIndex._get_base_content_type(model),
        to_object_id__in=[str(key) for key in keys],
    )
    found: dict[Any, References] = {}
    for target, kind_id, key in rows.values_list("to_object_id", "content_type_id", "object_id"):
        refers = found.setdefault(model._meta.pk.to_python(target), defaultdict(set))
        source = ContentType.objects.get_for_id(kind_id).model_class()
        if source is None or is_reviewed_type(source):
            continue
        refers[Page if issubclass(source, Page) else source].add(key)
    return found


def closed_documents(document_ids: Iterable[Any]) -> set[Any]:
    """Keys of those of some documents that are not open to everybody; for who shows or indexes what
    they say. As many queries as :func:`open_to_everybody`."""
    public = FileUse.objects.filter(
        Exists(open_pages().filter(pk=OuterRef("page_id"))),
        kind=FileKind.DOCUMENT,
        file_id=OuterRef("pk"),
        file_name=OuterRef("file"),
        file_hash=OuterRef("file_hash"),
        is_public=True,
    )
    documents = get_document_model().objects.filter(pk__in=list(document_ids))
    rest = set(documents.exclude(Exists(public)).values_list("pk", flat=True))
    return rest - _open_otherwise(FileKind.DOCUMENT, rest) if rest else rest


def _state_of(row: FileUse) -> tuple[str, str]:
    return row.file_name, row.file_hash


def _open_otherwise(kind: FileKind, keys: Iterable[Any]) -> set[Any]:
    uses = FileUse.objects.filter(kind=kind, file_id__in=list(keys))
    decided: dict[Any, bool] = {}
    for key, file_hash in uses.values_list("file_id", "file_hash"):
        decided[key] = decided.get(key, False) or bool(file_hash)
    rest = [key for key in keys if not decided.get(key, False)]
    references = references_to(kind, rest) if rest else {}
    opened = _open_by(references)
    if get_setting("GONGKAI_REVIEW_OPEN_UNUSED_FILES"):
        opened |= {key for key in rest if key not in references and key not in decided}
    return opened


def _open_by(references: Mapping[Any, References]) -> set[Any]:
    """Keys of the files that something which is open itself refers to."""
    sources: References = defaultdict(set)
    for refers in references.values():
        for model, keys in refers.items():
            sources[model] |= keys
    open_sources = {model: _open_of(model, keys) for model, keys in sources.items()}
    return {
        file
        for file, refers in references.items()
        if any(keys & open_sources[model] for model, keys in refers.items())
    }


def _open_of(model: Any, keys: set[str]) -> set[str]:
    if model is Page:
        rows: Any = open_pages().filter(pk__in=keys)
    elif issubclass(model, DraftStateMixin):
        rows = model._base_manager.filter(pk__in=keys, live=True)
    else:
        return keys
    return {str(key) for key in rows.values_list("pk", flat=True)}
