"""The gate to the public: nothing passes that was not reviewed as it stands.

保守国家秘密法实施条例 (2024) 第四十二条: first review, then publish, item by item. Every way of
making a page public ends in its ``save()``, which asks :func:`permit_for` before and calls
:func:`settle` after.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import get_active_log_context

from ..content import Files, content_digest, files_of
from ..enums import PASSING, Action
from ..models import Release, ReviewRecord, Withdrawal
from ..signals import page_left, page_released
from .files import close_files, open_files, open_files_of
from .imports import Import, entry_of, running_import
from .records import Entry, append, last_decisive

NOT_REVIEWED = "not_reviewed"


@dataclass(frozen=True)
class Permit:
    """On the strength of what a page may be stored as public.

    Attributes:
        record: the decision; None where one is still to be written (``run``, ``inherited``).
        run: the import under which it is brought in.
        inherited: the public page whose text this one repeats.
        files: what the page shows.
        is_new: the page is not stored yet.
        was_public: another text of the page is public.
    """

    digest: str
    files: Files
    record: ReviewRecord | None = None
    run: Import | None = None
    inherited: Release | None = None
    is_new: bool = False
    was_public: bool = False


def permit_for(page: Any) -> Permit | None:
    """Ask whether an in-memory page may be stored as public.

    Returns:
        A permit to settle after storing; None where nothing becomes public that was not before.

    Raises:
        ValidationError: it may not; code ``not_reviewed``.
    """
    files = files_of(page)
    digest = content_digest(page, files)
    is_new = page._state.adding
    release = None if is_new else Release.objects.filter(page_id=page.pk).first()
    if release and release.digest == digest:
        return None
    was_public = release is not None
    if source := _source_of(page, digest):
        return Permit(digest, files, inherited=source, is_new=is_new, was_public=was_public)
    record = None if is_new else last_decisive(page.pk)
    if record and record.action in PASSING and record.digest == digest:
        return Permit(digest, files, record=record, was_public=was_public)
    if run := running_import():
        return Permit(digest, files, run=run, is_new=is_new, was_public=was_public)
    raise ValidationError(_why(record, digest), code=NOT_REVIEWED)


def require(page: Any, digest: str) -> ReviewRecord:
    """The decision that lets a text out, before anything is done to publish it.

    Raises:
        ValidationError: there is none; code ``not_reviewed``.
    """
    record = last_decisive(page.pk)
    if record and record.action in PASSING and record.digest == digest:
        return record
    raise ValidationError(_why(record, digest), code=NOT_REVIEWED)


def prepare(page: Any, permit: Permit) -> None:
    """Open the files of a stored page before its row says that it is public: when the row is
    stored, the search reads them."""
    if not permit.is_new:
        open_files_of([page], [permit.files], index=False)


def settle(page: Any, permit: Permit) -> None:
    """Note that a page is public now, write the records that are still missing, open its files."""
    record = permit.record or append(_entry(page, permit))
    release = Release(
        page_id=page.pk,
        digest=content_digest(page, permit.files),
        revision_id=page.live_revision_id,
        record_id=record.number,
        released_at=timezone.now(),
    )
    Release.objects.bulk_create(
        [release],
        update_conflicts=True,
        unique_fields=["page_id"],
        update_fields=["digest", "revision_id", "record_id", "released_at"],
    )
    Withdrawal.objects.filter(page_id=page.pk, ended_at=None).update(ended_at=timezone.now())
    if permit.is_new:
        open_files(page, permit.files)
    page_released.send(type(page), page=page, record=record, was_public=permit.was_public)


def leave_public(page: Any) -> None:
    """Note that a page is not public any more, and close its files.

    Where nobody has said why yet, as a withdrawal does, a record says who took it away.
    """
    release = Release.objects.filter(page_id=page.pk).first()
    if release is None:
        return
    release.delete()
    close_files(page.pk)
    tell_that_it_left(page)
    last = last_decisive(page.pk)
    if last is None or last.action != Action.WITHDRAWN:
        append(
            Entry(
                action=Action.UNPUBLISHED,
                page=page,
                digest=release.digest,
                actor=get_active_log_context().user,
                revision_id=release.revision_id,
                remark=_("有效期届满，自动撤下") if page.expired else "",
            )
        )


def tell_that_it_left(page: Any) -> None:
    """Tell other apps that a page is not public any more."""
    withdrawal = Withdrawal.objects.filter(page_id=page.pk, ended_at=None).first()
    page_left.send(type(page), page=page, withdrawal=withdrawal)


def _entry(page: Any, permit: Permit) -> Entry:
    if permit.run:
        return entry_of(page, permit.digest, permit.run, page.live_revision_id)
    assert permit.inherited is not None  # noqa: S101 - one of the three is always there
    return Entry(
        action=Action.INHERITED,
        page=page,
        digest=permit.digest,
        revision_id=page.live_revision_id,
        data={"source": permit.inherited.page_id, "record": permit.inherited.record_id},
    )


def _source_of(page: Any, digest: str) -> Release | None:
    """The public page whose text an alias repeats."""
    if not page.alias_of_id:
        return None
    source = Release.objects.filter(page_id=page.alias_of_id).select_related("record").first()
    return source if source and digest in {source.digest, source.record.digest} else None


def _why(record: ReviewRecord | None, digest: str) -> str:
    if record is None:
        return _("没有审查记录，不能公开。请提交保密审查和审签。")
    if record.digest != digest:
        return _("内容或者附件在第%d号审查记录之后有改动，原审查不再有效，请重新提交审查。") % (
            record.number
        )
    return _("第%(number)d号审查记录为“%(action)s”，尚未审签同意公开。") % {
        "number": record.number,
        "action": record.get_action_display(),
    }
