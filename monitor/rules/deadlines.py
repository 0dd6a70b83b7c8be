"""条例第二十六条: items that were published late, and drafts that will be."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from functools import reduce
from operator import or_
from typing import Any

from django.apps import apps
from django.db.models import Q
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from ..enums import Severity
from ..rooms import catalogue
from ..scene import once
from .base import Found
from .numbered import REGULATION, NumberedRule
from .periods import ONE_DAY, CutOffs
from .places import Column, column_at, columns, disclosed_items, edit_url

_SUBJECT = 255
_CHUNK = 2000


class Limits:
    """Working days by category, and the days that follow from them; the calendar is read once."""

    def __init__(self) -> None:
        timeliness = catalogue("timeliness")
        self.usual = int(
            str(catalogue("conf").get_setting("GONGKAI_CATALOGUE_PUBLICATION_DEADLINE"))
        )
        self.by_path: dict[str, int] = timeliness.limits_by_path()
        self._deadlines = timeliness.Deadlines(self.by_path)
        self._path_of = {days: path for path, days in self.by_path.items()}

    @classmethod
    def load(cls) -> Limits:
        """What all categories say, read once for a run."""
        return once("limits", cls)

    def of(self, category: str) -> int:
        """Working days of the category at a path."""
        return self.by_path.get(category) or self.usual

    def due_on(self, written_on: date, days: int) -> date:
        """The last day in time."""
        found: date = self._deadlines.due_on(written_on, self._path_of.get(days, ""))
        return found

    def cut_offs(self, first: date, last: date) -> dict[int, CutOffs]:
        """For each period that any category has, the last days of writing that were late."""
        return {
            days: CutOffs(first, last, days, lambda day, days=days: self.due_on(day, days))  # type: ignore[misc]  # the default binds it
            for days in {self.usual, *self.by_path.values()}
        }


class PublishedLate(NumberedRule):
    """An item that came out after its 20 working days."""

    code = "published_late"
    group = ""
    name = _("逾期发布")
    severity = Severity.INFO
    basis = _("%s第二十六条") % REGULATION
    sentence = _(
        "最近%(late_window_days)d天内发布的条目，发布日期晚于成文日期起第20个工作日（类别另设“公开时限”"
        "的从其规定；成文当日不计，节假日和调休按国务院办公厅通知）。"
    )
    remedy = _("已经逾期，无法补救；核对成文日期和发布日期是否属实，并改进报送流程。")

    def find(self, today: date) -> Iterable[Found]:
        windows = [each.settings.late_window_days for each in columns()]
        if not windows:
            return
        first = today - timedelta(days=max(windows) - 1)
        limits = Limits.load()
        cut_offs = limits.cut_offs(first, today)
        for row in _possibly_late(first, today, cut_offs[min(cut_offs)]):
            pk, title, organ, written, published, category = row
            days = limits.of(category)
            column = column_at(category)
            if column is None or written > cut_offs[days].late_until(published):
                continue
            if published > today - timedelta(days=column.settings.late_window_days):
                due = limits.due_on(written, days)
                yield _late(pk, title, organ or column.organ_id, (written, published, due))


def _possibly_late(first: date, last: date, shortest: CutOffs) -> Iterator[tuple[Any, ...]]:
    """Items of the window that the database alone cannot rule out, month by month."""
    months: list[Q] = []
    begin = first
    while begin <= last:
        end = min(_end_of_month(begin), last)
        written = shortest.late_until(end)
        months.append(Q(published_on__gte=begin, published_on__lte=end, written_on__lte=written))
        begin = end + ONE_DAY
    rows = (
        disclosed_items()
        .filter(reduce(or_, months))
        .annotate(category=catalogue("timeliness").CATEGORY_OF_ITEM)
        .values_list("pk", "title", "organ_id", "written_on", "published_on", "category")
        .order_by("pk")
    )
    yield from rows.iterator(chunk_size=_CHUNK)


def _end_of_month(day: date) -> date:
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1) - ONE_DAY


def _late(pk: int, title: str, organ_id: int | None, days: tuple[date, date, date]) -> Found:
    written, published, due = days
    detail = _now("%(written)s成文，应在%(due)s以前公开，%(published)s发布，晚%(days)d天。") % {
        "written": written,
        "due": due,
        "published": published,
        "days": (published - due).days,
    }
    return Found(
        key=f"page:{pk}",
        subject=title[:_SUBJECT],
        detail=detail,
        organ_id=organ_id,
        page_id=pk,
        url=edit_url(pk),
        facts={
            "written_on": written.isoformat(),
            "published_on": published.isoformat(),
            "days": (published - due).days,
        },
        due_on=due,
    )


def never_public() -> Any:
    """Items that are drafts and never were anything else."""
    model: Any = apps.get_model("gongkai_catalogue", "ItemPage")
    drafts = model.objects.filter(live=False, first_published_at=None, alias_of=None)
    return drafts.annotate(category=catalogue("timeliness").CATEGORY_OF_ITEM).order_by("pk")


def drafts_of_columns(drafts: Any, *fields: str) -> Iterator[tuple[Column, tuple[Any, ...]]]:
    """Drafts that stand in a public column: the column, and key, title, organ, category, fields."""
    names = ("pk", "title", "organ_id", "category", *fields)
    for row in drafts.values_list(*names).iterator(chunk_size=_CHUNK):
        column = column_at(row[3])
        if column is not None:
            yield column, row


class DraftLate(NumberedRule):
    """A draft whose 20 working days are over, or will be soon."""

    code = "draft_late"
    group = "late"
    name = _("待发布条目超期")
    basis = PublishedLate.basis
    sentence = _(
        "尚未公开的条目，自成文日期起20个工作日（类别另设的从其规定）已满，或者在今后"
        "%(ahead_days)d天内将满；未满的为提示。"
    )
    remedy = _("点击“处理”完成条目并提交审查审签；已决定不公开的，删除草稿。")

    def find(self, today: date) -> Iterable[Found]:
        limits = Limits.load()
        drafts = never_public().filter(written_on__isnull=False, written_on__lte=today)
        for column, row in drafts_of_columns(drafts, "written_on"):
            pk, title, organ, category, written = row
            due = limits.due_on(written, limits.of(category))
            left = (due - today).days
            if left >= column.settings.ahead_days:
                continue
            sentence = (
                _now("%(written)s成文，应在%(due)s以前公开，已超过%(days)d天。")
                if left < 0
                else _now("%(written)s成文，应在%(due)s以前公开，还有%(days)d天。")
            )
            yield Found(
                key=f"page:{pk}",
                subject=title,
                detail=sentence % {"written": written, "due": due, "days": abs(left)},
                organ_id=organ or column.organ_id,
                page_id=pk,
                url=edit_url(pk),
                severity=Severity.WARNING if left < 0 else Severity.INFO,
                facts={"written_on": written.isoformat(), "days_left": left},
                due_on=due,
            )


class EffectiveUnpublished(NumberedRule):
    """A draft that is in force already."""

    code = "effective_unpublished"
    name = _("已生效而未公开")
    basis = PublishedLate.basis
    sentence = _("尚未公开的条目，填写的生效日期已到。")
    remedy = _("点击“处理”尽快提交公开；生效日期有误的，请改正。")

    def find(self, today: date) -> Iterable[Found]:
        drafts = never_public().filter(effective_on__lte=today)
        for column, row in drafts_of_columns(drafts, "effective_on"):
            pk, title, organ, _category, effective = row
            yield Found(
                key=f"page:{pk}",
                subject=title,
                detail=_now("%s起生效，尚未公开。") % effective,
                organ_id=organ or column.organ_id,
                page_id=pk,
                url=edit_url(pk),
                facts={"effective_on": effective.isoformat()},
                due_on=effective,
            )
