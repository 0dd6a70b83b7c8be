"""What is public although no record says so: written past the model, by SQL or a bulk update."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from ..content import content_digest, files_of_many
from ..models import Release
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
