"""Entering postings, and taking them down."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.permissions import policy_registry

from ..models import NoticeBoard, Posting
from ..permissions import boards_for
from ..public import is_public

POST = "gongkai_notices.post"
TAKE_DOWN = "gongkai_notices.take_down"


@dataclass(frozen=True)
class Entry:
    """What is entered for one or several boards at once."""

    page: Any
    posted_on: date
    until: date | None
    posted_by: str
    note: str = ""
    photo: ContentFile[bytes] | None = None


@transaction.atomic
def enter(user: Any, boards: Iterable[NoticeBoard], entry: Entry) -> list[Posting]:
    """One posting for each board.

    Raises:
        PermissionDenied: one of the boards is not the user's.
        ValidationError: what is posted is not public, hangs on one of the boards since that day
            already (the button was pressed twice), or the days are in no order; by field.
    """
    boards = list(boards)
    allowed = set(boards_for(user).filter(pk__in=[each.pk for each in boards]))
    if not boards or set(boards) != allowed:
        raise PermissionDenied
    if not is_public(entry.page):
        raise ValidationError({"item": _("只有已经公开的信息才能张贴，请先公开。")})
    _refuse_twice(boards, entry)
    return [_entered(user, board, entry) for board in boards]


def _refuse_twice(boards: list[NoticeBoard], entry: Entry) -> None:
    keys = [each.pk for each in boards]
    # One at a time enters for a board.
    list(NoticeBoard.objects.select_for_update().filter(pk__in=keys).order_by("pk").values("pk"))
    standing = Posting.objects.filter(
        board__in=keys, page_id=entry.page.pk, posted_on=entry.posted_on, removed_on=None
    )
    if names := list(standing.order_by("board__name").values_list("board__name", flat=True)):
        told = {"boards": "、".join(names), "day": f"{entry.posted_on:%Y-%m-%d}"}
        raise ValidationError(
            {"boards": _("%(boards)s已经登记了%(day)s的这次张贴，请去掉后再登记。") % told}
        )


def _entered(user: Any, board: NoticeBoard, entry: Entry) -> Posting:
    posting = Posting(
        board=board,
        page_id=entry.page.pk,
        title=entry.page.title,
        posted_on=entry.posted_on,
        until=entry.until,
        posted_by=entry.posted_by,
        note=entry.note,
        recorded_by=user,
    )
    if entry.photo is not None:
        # Each posting has a file of its own, which goes when the posting goes.
        posting.photo = ContentFile(entry.photo.read(), "photo.jpg")
        entry.photo.seek(0)
    posting.full_clean(exclude=["photo"])
    posting.save()
    log(instance=posting, action=POST, user=user, data={"board": board.name})
    return posting


@transaction.atomic
def take_down(posting: Posting, user: Any, day: date) -> None:
    """Note that the sheet was taken off the board.

    Raises:
        PermissionDenied: the board is not the user's.
        ValidationError: it hangs no longer, or the day is before it was posted or after today.
    """
    policy = policy_registry.get_by_type(Posting)
    if not policy.user_has_permission_for_instance(user, "change", posting):
        raise PermissionDenied
    stored = Posting.objects.select_for_update(of=("self",)).get(pk=posting.pk)
    if stored.removed_on:
        raise ValidationError(
            _("这条记录已经登记为%(day)s撤下，不必再登记。") % {"day": stored.removed_on}
        )
    stored.removed_on = day
    stored.clean()
    stored.save(update_fields=["removed_on"])
    log(instance=stored, action=TAKE_DOWN, user=user, data={"day": day.isoformat()})


def forget_photo(posting: Posting) -> None:
    """Delete the file of a photo that no posting has any more, once the change is committed."""
    if posting.photo:
        storage, name = posting.photo.storage, str(posting.photo.name)
        transaction.on_commit(lambda: storage.delete(name))
