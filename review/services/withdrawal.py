"""Taking back what is public: at once, with a reason, and with a notice in its place."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.actions.unpublish_page import UnpublishPageAction
from wagtail.models import Page

from ..content import content_digest
from ..enums import Action
from ..models import Release, Withdrawal
from ..models.withdrawals import LONGEST_PUBLIC_REASON, LONGEST_REASON
from ..reach import reach_of
from ..reviewed import is_reviewed_type
from ..scan import scan_text
from . import gate
from .records import Entry, append

PERMISSION = "gongkai_review.withdraw_page"
LOG_ACTION = "gongkai_review.withdraw"
# Of persons; marks of secrecy may well be the reason, and an office may give its telephone.
_PERSONAL = frozenset({"resident_id", "mobile", "bank_card", "passport", "travel_permit"})


def may_withdraw(user: Any, page: Any) -> bool:
    """Whether ``user`` may take ``page`` back, public as it is or not."""
    return bool(
        user.is_active
        and user.has_perm(PERMISSION)
        and is_reviewed_type(page.specific_class or page)
        and reach_of(user).covers(page)
    )


@transaction.atomic
def withdraw(
    page: Any, user: Any, reason: str, *, public_reason: str = "", shows_title: bool = True
) -> Withdrawal:
    """Take a public page back: it and its aliases answer with a notice, its files are closed.

    It becomes public again by a new review, which ends the withdrawal.

    Args:
        reason: why, for the record.
        public_reason: why, as the notice says it; without it the notice leaves it out.
        shows_title: whether the notice repeats title and index number; not where these are what
            should not have become public.

    Raises:
        PermissionDenied: the user may not withdraw, or has nothing to do with this page.
        ValidationError: by argument; or the page is not public, code ``not_public``.
    """
    if not may_withdraw(user, page):
        raise PermissionDenied(_("您没有撤回这条信息的权限。"))
    reason, public_reason = reason.strip(), public_reason.strip()
    _check(reason, public_reason)
    page = Page.objects.select_for_update().get(pk=page.pk).specific
    _require_public(page)
    record = append(
        Entry(
            action=Action.WITHDRAWN,
            page=page,
            digest=_public_digest(page),
            actor=user,
            revision_id=page.live_revision_id,
            remark=reason,
            data={"public_reason": public_reason, "shows_title": shows_title},
        )
    )
    withdrawal = Withdrawal.objects.create(
        page_id=page.pk,
        at=record.at,
        organ_name=organ_name_of(page)[:255],
        actor=user,
        reason=reason,
        public_reason=public_reason,
        shows_title=shows_title,
        title=page.title if shows_title else "",
        index_number=str(getattr(page, "index_number", "") or "") if shows_title else "",
        record=record,
    )
    # Before Wagtail takes it off, which would count as a second act.
    gate.leave_public(page)
    UnpublishPageAction(page, user=user, log_action=LOG_ACTION).execute(skip_permission_checks=True)
    return withdrawal


def _check(reason: str, public_reason: str) -> None:
    errors: dict[str, str] = {}
    if not reason:
        errors["reason"] = _("请写明撤回的原因，它将记入审查台账。")
    for name, text, longest in (
        ("reason", reason, LONGEST_REASON),
        ("public_reason", public_reason, LONGEST_PUBLIC_REASON),
    ):
        if len(text) > longest:
            errors[name] = _("不超过%(most)d个字，现有%(number)d个字，请删减。") % {
                "most": longest,
                "number": len(text),
            }
        elif found := next((each for each in scan_text(text) if each.kind in _PERSONAL), None):
            errors[name] = _("第%d个字起像是个人的证件号码、手机号码或者卡号，请删去。") % (
                found.start + 1
            )
    if errors:
        raise ValidationError(errors)


def _require_public(page: Any) -> None:
    if not page.live:
        raise ValidationError(_("“%s”没有公开，不需要撤回。") % page.title, code="not_public")
    if page.alias_of_id:
        raise ValidationError(
            _("这是“%s”的别名，请撤回原条目，别名随之撤回。") % page.alias_of.title, code="alias"
        )


def _public_digest(page: Any) -> str:
    release = Release.objects.filter(page_id=page.pk).first()
    return release.digest if release else content_digest(page)


def organ_name_of(page: Any) -> str:
    """Full name of the organ of a page, or of the nearest page above it that has one."""
    if organ := getattr(page, "organ", None):
        return str(organ)
    for above in page.get_ancestors().order_by("-depth").specific():
        if organ := getattr(above, "organ", None):
            return str(organ)
    return ""
