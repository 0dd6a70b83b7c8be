"""Publication without a review, by a superuser, in writing."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from ..content import content_digest
from ..enums import Action
from ..four_eyes import authors_of, names_of
from ..models import ReviewRecord
from .findings import findings_of
from .records import Entry, append

SHORTEST_REASON = 10


@transaction.atomic
def publish_exceptionally(page: Any, user: Any, reason: str) -> ReviewRecord:
    """Publish the newest revision of a page past the review.

    The record is marked 例外发布, keeps what the scan found, and is counted in the yearly figures.

    Raises:
        PermissionDenied: the user is no superuser.
        ValidationError: at ``reason``, when it is missing or too short; or the model refuses.
    """
    if not user.is_superuser:
        raise PermissionDenied(_("只有系统管理员可以例外发布。"))
    if len(reason.strip()) < SHORTEST_REASON:
        raise ValidationError(
            {"reason": _("请写明例外发布的理由，不少于%d个字。") % SHORTEST_REASON}
        )
    revision = page.get_latest_revision() or page.save_revision(user=user)
    draft = revision.as_object()
    record = append(
        Entry(
            action=Action.EXCEPTION,
            page=draft,
            digest=content_digest(draft),
            actor=user,
            revision_id=revision.pk,
            authors=names_of(authors_of(page)),
            findings=findings_of(draft).as_record(),
            remark=reason.strip(),
        )
    )
    revision.publish(user=user)
    return record
