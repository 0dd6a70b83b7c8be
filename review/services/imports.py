"""Publishing what was reviewed elsewhere, or before there was a review: said and recorded."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from ..content import content_digest, files_of_many
from ..enums import Action
from ..models import Release, ReviewRecord
from .drafts import note_authors
from .files import open_files_of
from .records import Entry, append_many


@dataclass(frozen=True)
class Import:
    """Why publication needs no review just now, and who answers for it."""

    reason: str
    user: Any = None


_running: ContextVar[Import | None] = ContextVar("gongkai_review_import", default=None)


@contextmanager
def importing(reason: str, user: Any = None) -> Iterator[Import]:
    """Let what is saved live inside become public without a review, with a record 导入发布 each.

    For commands and code that bring in what was public before; never for requests of people.

    Args:
        reason: what is brought in and from where, in words; it stands in every record.
        user: who answers for it; None for the system.

    Raises:
        ValidationError: without a reason.
    """
    if not reason.strip():
        raise ValidationError(_("请写明导入的内容和来源，它将记入审查台账。"), code="no_reason")
    token = _running.set(Import(reason.strip(), user))
    try:
        yield _running.get()  # type: ignore[misc]  # it was set a line above
    finally:
        _running.reset(token)


def running_import() -> Import | None:
    """The import that is running, if one is."""
    return _running.get()


def entry_of(page: Any, digest: str, run: Import, revision_id: int | None = None) -> Entry:
    """What the record of an imported page says."""
    return Entry(
        action=Action.IMPORTED,
        page=page,
        digest=digest,
        actor=run.user,
        revision_id=revision_id,
        remark=run.reason,
    )


def release_imported(
    pages: Sequence[Any], contents: Sequence[dict[str, Any]] | None = None
) -> list[ReviewRecord]:
    """Record and open many new pages that were stored together, in a few statements.

    Args:
        contents: what ``serializable_data()`` of each page gave, where that is known already.

    Raises:
        ValidationError: no import is running; code ``not_reviewed``.
    """
    run = running_import()
    if run is None:
        raise ValidationError(_("批量发布须写明来源：这些条目没有经过审查。"), code="not_reviewed")
    shown = files_of_many(list(pages))
    known = contents if contents is not None else [None for _page in pages]
    digests = [
        content_digest(page, files, content)
        for page, files, content in zip(pages, shown, known, strict=True)
    ]
    records = append_many(
        entry_of(page, digest, run, page.live_revision_id)
        for page, digest in zip(pages, digests, strict=True)
    )
    now = timezone.now()
    Release.objects.bulk_create(
        Release(
            page_id=page.pk,
            digest=digest,
            revision_id=page.live_revision_id,
            record_id=record.number,
            released_at=now,
        )
        for page, digest, record in zip(pages, digests, records, strict=True)
    )
    note_authors(page.live_revision for page in pages)
    open_files_of(pages, shown, index=False)
    return records
