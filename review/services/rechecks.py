"""Looking again at what was not disclosed (条例第十八条): it stays so, or its way is opened."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import Page

from ..enums import Action, Decision
from ..four_eyes import authors_of, names_of
from ..models import ReviewRecord
from ..reach import reach_of
from ..rechecks import due_date, undisclosed
from .records import Entry, append

PERMISSION = "gongkai_review.recheck_page"
LOG_ACTION = "gongkai_review.recheck"
LONGEST_REASON = 500


def may_recheck(user: Any, page: Any) -> bool:
    """Whether ``user`` may look again at a page that was not disclosed."""
    return bool(user.is_active and user.has_perm(PERMISSION) and reach_of(user).covers(page))


def refusals(page: Any, user: Any) -> list[str]:
    """Sentences that say why somebody may not; none when she may."""
    if not may_recheck(user, page):
        return [_("您没有复核这条信息的权限。")]
    if user.pk in authors_of(page):
        return [_("您起草或者修改过这份稿件，须由他人复核。")]
    return []


@transaction.atomic
def recheck(page: Any, user: Any, *, may_be_public: bool, reason: str) -> ReviewRecord:
    """Record what came of looking again at a page that was not disclosed.

    When it stays undisclosed it is due again after ``GONGKAI_REVIEW_RECHECK_DAYS``. When it may be
    public, it leaves the list and its editor may submit it again: a review and an approval let it
    out, not this.

    Raises:
        PermissionDenied: the user may not, or wrote it.
        ValidationError: at ``reason``; or the page is not on the list, code ``not_undisclosed``.
    """
    if found := refusals(page, user):
        raise PermissionDenied(found[0])
    reason = reason.strip()
    if not reason:
        raise ValidationError({"reason": _("请写明复核的理由，它将记入审查台账。")})
    if len(reason) > LONGEST_REASON:
        raise ValidationError({"reason": _("理由请不要超过%d个字。") % LONGEST_REASON})
    # Whoever comes second finds it done.
    page = Page.objects.select_for_update().get(pk=page.pk).specific
    decided = undisclosed().filter(page_id=page.pk).first()
    if decided is None:
        raise ValidationError(
            _("“%s”不在不予公开的信息之列，不需要复核。") % page.get_admin_display_title(),
            code="not_undisclosed",
        )
    now = timezone.now()
    again = {} if may_be_public else {"due_on": due_date(now).isoformat()}
    record = append(
        Entry(
            action=Action.RECHECKED,
            page=page,
            # Of the text that was not disclosed.
            digest=decided.digest,
            actor=user,
            revision_id=decided.revision_id,
            authors=names_of(authors_of(page)),
            decision=Decision.PUBLISH if may_be_public else Decision.WITHHOLD,
            bases=() if may_be_public else decided.bases,
            remark=reason,
            data={"decided": decided.number, **again},
            at=now,
        )
    )
    outcome = _("可以公开") if may_be_public else _("仍不公开")
    log(page, LOG_ACTION, user=user, data={"outcome": outcome, "reason": reason})
    return record
