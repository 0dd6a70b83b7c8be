"""What is public although no record says so: written past the model, by SQL or a bulk update."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _
from wagtail.utils.file import hash_filelike

from ..content import content_digest, files_of_many
from ..files.openness import model_of
from ..models import FileKind, FileUse, Release
from ..reviewed import reviewed_types

_CHUNK = 200


def unreviewed_pages() -> Iterator[tuple[Any, str]]:
    """Public pages of reviewed types without a record, or with another text than was let out;
    each with what is wrong, in words."""
    for model in reviewed_types():
        last = 0
        while pages := list(model.objects.live().filter(pk__gt=last).order_by("pk")[:_CHUNK]):
            yield from _of_chunk(pages)
            last = pages[-1].pk


def _of_chunk(pages: list[Any]) -> Iterator[tuple[Any, str]]:
    released = dict(
        Release.objects.filter(page_id__in=[page.pk for page in pages]).values_list(
            "page_id", "digest"
        )
    )
    for page, files in zip(pages, files_of_many(pages), strict=True):
        if page.pk not in released:
            yield page, _("没有审查记录")
        elif released[page.pk] != content_digest(page, files):
            yield page, _("内容或者附件与审查时不同")


def changed_files() -> Iterator[tuple[Any, str]]:
    """Public documents and images whose file is another than was reviewed, read anew from their
    storage; each with what is wrong, in words. Reads every public file once."""
    for kind in FileKind:
        uses = FileUse.objects.filter(kind=kind, is_public=True)
        known = dict(uses.values_list("file_id", "file_hash"))
        for row in model_of(kind).objects.filter(pk__in=known).order_by("pk").iterator(_CHUNK):
            try:
                with row.file.storage.open(row.file.name, "rb") as file:
                    is_same = hash_filelike(file) == known[row.pk]
            except OSError:
                yield row, _("文件读不出来")
                continue
            if not is_same:
                yield row, _("文件内容与审查时不同")
