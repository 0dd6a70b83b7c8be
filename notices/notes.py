"""What the public page of an item says of its postings, and offers."""

from __future__ import annotations

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from .models import Posting
from .public import has_sheet
from .sheets.options import PARAMETER

_MOST = 5


def sheet_links(page: Any) -> list[tuple[str, str]]:
    """The way to the sheet of a public page."""
    return [(_("打印张贴版"), f"?{PARAMETER}=")] if has_sheet(page) and page.live else []


def told_postings(page: Any) -> list[Posting]:
    """Postings that anybody may know of, the newest first: those of a public item or guide that
    hang or hung on boards whose office lets it be told; one query."""
    if not has_sheet(page) or not page.live:
        return []
    found = Posting.objects.filter(
        page=page.pk, board__is_public=True, posted_on__lte=timezone.localdate()
    )
    return list(found.select_related("board").order_by("-posted_on", "-pk"))


def posting_notes(page: Any) -> list[str]:
    """Where and when it was posted; one query."""
    rows = told_postings(page)
    if not rows:
        return []
    told = "；".join(_told(each) for each in rows[:_MOST])
    if len(rows) > _MOST:
        return [_("已张贴公示%(number)s处次：%(told)s等。") % {"number": len(rows), "told": told}]
    return [_("已张贴公示：%s。") % told]


def _told(posting: Posting) -> str:
    names = {"board": posting.board.name, "since": posting.posted_on, "until": posting.last_day}
    if posting.last_day is None:
        return _("%(board)s（%(since)s起）") % names
    return _("%(board)s（%(since)s至%(until)s）") % names
