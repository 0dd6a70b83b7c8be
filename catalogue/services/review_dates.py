"""复核: an item was looked at again, and when it is due the next time."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from ..models import ItemPage
from ..review_dates import months_after, months_for

ACTION = "gongkai_catalogue.item.review_by"
DEFAULT_MONTHS = 12


def may_set(user: Any, item: ItemPage) -> bool:
    """Whether ``user`` may say that an item was reviewed; None is the system."""
    return user is None or bool(item.permissions_for_user(user).can_edit())


def next_review(item: ItemPage) -> date:
    """The day that is proposed: the office's period from today, else a year."""
    return months_after(timezone.localdate(), months_for(item) or DEFAULT_MONTHS)


@transaction.atomic
def set_review_by(item: ItemPage, day: date | None, user: Any, *, remark: str = "") -> None:
    """Note that an item was looked at, and the day of the next time; None for never again.

    Nothing that is public changes, so nothing has to be reviewed.

    Raises:
        PermissionDenied: ``user`` may not edit the item.
        ValidationError: at ``day``: it is not ahead.
    """
    if not may_set(user, item):
        raise PermissionDenied(_("您不能编辑“%s”。") % item.title)
    if day is not None and day <= timezone.localdate():
        raise ValidationError({"day": _("下次复核日期应在今天之后。")})
    ItemPage.objects.filter(pk=item.pk).update(review_by=day)
    item.review_by = day
    data = {"next": day.isoformat() if day else str(_("不再复核")), "remark": remark.strip()}
    log(instance=item, action=ACTION, user=user, data=data)


def due(items: Any, day: date) -> Any:
    """Those of ``items`` that are public and due on ``day``, the longest overdue first."""
    return items.filter(live=True, review_by__lte=day).order_by("review_by", "pk")
