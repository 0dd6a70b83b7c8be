"""What a number of the evaluation sheet counts, a line each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from .evaluation import Row, Sheet

_RECORDS = "gongkai_review_records:inspect"
_VIEW_RECORDS = "gongkai_review.view_reviewrecord"


@dataclass(frozen=True)
class Line:
    """One thing that was counted: its name, where it is, and what there is to say of it."""

    title: str
    url: str
    cells: Sequence[Any]
    headings: Sequence[str]


def lines_of(sheet: Sheet, row: Row | None, key: str, user: Any = None) -> Iterator[Line]:
    """Lines of what ``key`` counts of one line of the sheet, or of all of them."""
    of = row or sheet.total
    if key in {"overdue", "empty"}:
        yield from _categories(getattr(of.measures, key))
    elif key == "exceptions":
        yield from _exceptions(of.exceptions, user)
    else:
        yield from _items(sheet, row.pk if row else None, key)


def _items(sheet: Sheet, pk: int | None, key: str) -> Iterator[Line]:
    headings = [_("名称"), _("成文日期"), _("公开日期"), _("公开期限")]
    for item in sheet.items(pk, key):
        yield Line(
            item.title,
            reverse("wagtailadmin_pages:edit", args=[item.pk]),
            [item.written_on, item.published_on, item.due_on],
            headings,
        )


def _categories(notes: Sequence[Any]) -> Iterator[Line]:
    headings = [_("栏目"), _("更新周期（天）"), _("最近更新")]
    for note in notes:
        yield Line(
            note.title,
            reverse("wagtailadmin_explore", args=[note.pk]),
            [note.interval_days, note.newest],
            headings,
        )


def _exceptions(records: Sequence[Any], user: Any) -> Iterator[Line]:
    headings = [_("名称"), _("日期"), _("经办人"), _("理由")]
    may_read = user is not None and user.has_perm(_VIEW_RECORDS)
    for record in records:
        yield Line(
            record.page_title,
            reverse(_RECORDS, args=[record.number]) if may_read else "",
            [timezone.localtime(record.at).date(), record.actor_name, record.remark],
            headings,
        )
