"""Records as the passages that they tell of: one text, from its first decision to the last.

A passage ends where somebody lets the text out, hands it back or refuses it; what is done to a
public text afterwards (withdrawal, re-check) is a passage of its own.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import islice
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from .enums import Action, Decision
from .law import describe_basis
from .models import ReviewRecord

_ENDS = frozenset({Action.APPROVED, Action.RETURNED, Action.EXCEPTION})
_GOES_ON = frozenset({Action.REVIEWED, Action.REFERRED})
_AT_ONCE = 500
# Beyond them no clock of a database counts; nothing was recorded there either.
_FIRST_DAY, _LAST_DAY = date(1970, 1, 1), date(9000, 1, 1)


@dataclass(frozen=True)
class Cycle:
    """The records of one passage, in their order; at least one."""

    records: tuple[ReviewRecord, ...]

    @property
    def first(self) -> ReviewRecord:
        """With which it began."""
        return self.records[0]

    @property
    def last(self) -> ReviewRecord:
        """What it stands at."""
        return self.records[-1]

    def of(self, *actions: Action) -> ReviewRecord | None:
        """The last record of one of these acts."""
        return next((each for each in reversed(self.records) if each.action in actions), None)

    @property
    def reviewed(self) -> ReviewRecord | None:
        """The secrecy review, or the referral to an authority."""
        return self.of(Action.REVIEWED, Action.REFERRED)

    @property
    def approved(self) -> ReviewRecord | None:
        """The leader's approval."""
        return self.of(Action.APPROVED)

    @property
    def returned(self) -> ReviewRecord | None:
        """The handing back."""
        return self.of(Action.RETURNED)

    @property
    def exception(self) -> ReviewRecord | None:
        """What let the text out in place of an approval."""
        return self.of(Action.EXCEPTION, Action.IMPORTED, Action.INHERITED)

    @property
    def authors(self) -> list[str]:
        """Names of those who wrote the text, each once."""
        return list(dict.fromkeys(name for each in self.records for name in each.authors))

    @property
    def outcome(self) -> str:
        """What came of it, in words."""
        last = self.last
        if last.action == Action.REVIEWED:
            withheld = last.decision == Decision.WITHHOLD
            return _("不予公开") if withheld else _("审查通过，待审签")
        if last.action == Action.RECHECKED:
            return _("复核：%s") % _recheck_outcome(last)
        words = {
            Action.APPROVED: _("审签同意公开"),
            Action.RETURNED: _("退回修改"),
            Action.REFERRED: _("已报请确定，待答复"),
            Action.EXCEPTION: _("例外发布"),
            Action.IMPORTED: _("导入发布"),
            Action.INHERITED: _("沿用原记录公开"),
            Action.WITHDRAWN: _("已撤回"),
            Action.UNPUBLISHED: _("已撤下"),
        }
        return words.get(Action(last.action), last.get_action_display())

    @property
    def released_on(self) -> date | None:
        """The day on which it was let out; None where it was not."""
        record = self.approved or self.exception
        return day_of(record) if record else None


def cycles_of(records: Iterable[ReviewRecord]) -> list[Cycle]:
    """Passages of one page, from its records in their order."""
    found: list[list[ReviewRecord]] = []
    is_open = False
    for record in records:
        is_open = _join(found, record, is_open, record.action, record.decision)
    return [Cycle(tuple(each)) for each in found]


def cycles_of_page(page_id: int) -> list[Cycle]:
    """Passages of one page, the oldest first; one query."""
    return cycles_of(ReviewRecord.objects.filter(page_id=page_id).order_by("number"))


def cycles_between(first: date, last: date, within: Q) -> Iterator[Cycle]:
    """Passages that began on one of these days, in the order in which they began.

    Args:
        within: condition on the records that the reader may see.

    Only outlines of records are held in memory; the records themselves come some at a time.
    """
    visible = ReviewRecord.objects.filter(within)
    begun = visible.filter(on_days(first, last)).values("page_id")
    starts = [
        numbers
        for numbers, day in _outlined(visible.filter(page_id__in=begun))
        if first <= day <= last
    ]
    starts.sort(key=lambda numbers: numbers[0])
    waiting = iter(starts)
    while some := list(islice(waiting, _AT_ONCE)):
        records = ReviewRecord.objects.in_bulk([number for each in some for number in each])
        for numbers in some:
            yield Cycle(tuple(records[number] for number in numbers))


def on_days(first: date | None, last: date | None) -> Q:
    """Condition on records: written on one of these days, where the office is; None is no limit."""
    found = Q()
    if first and first > _FIRST_DAY:
        found &= Q(at__gte=_begin(first))
    if last and last < _LAST_DAY:
        found &= Q(at__lt=_begin(last + timedelta(days=1)))
    return found


def _begin(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def day_of(record: ReviewRecord) -> date:
    """The day of a record, where the office is."""
    return timezone.localtime(record.at).date()


def bases_in_words(record: ReviewRecord | None) -> str:
    """Legal bases of a decision, one after the other."""
    return _("；").join(describe_basis(code) for code in record.bases) if record else ""


def _recheck_outcome(record: ReviewRecord) -> str:
    return _("可以公开") if record.decision == Decision.PUBLISH else _("仍不公开")


def _outlined(records: QuerySet[ReviewRecord]) -> Iterator[tuple[list[int], date]]:
    """Numbers of the records of each passage, and the day on which it began."""
    found: dict[int, list[list[int]]] = defaultdict(list)
    days: dict[int, date] = {}
    is_open: dict[int, bool] = {}
    rows: QuerySet[Any] = records.order_by("number").values_list(
        "number", "page_id", "at", "action", "decision"
    )
    for number, page_id, at, action, decision in rows.iterator(chunk_size=2000):
        is_open[page_id] = _join(
            found[page_id], number, is_open.get(page_id, False), action, decision
        )
        days[number] = timezone.localtime(at).date()
    for passages in found.values():
        for numbers in passages:
            yield numbers, days[numbers[0]]


def _join(found: list[list[Any]], each: Any, is_open: bool, action: str, decision: str) -> bool:
    """Put a record to the passage that is open or into a new one; whether that one stays open."""
    belongs = action in _GOES_ON or action in _ENDS
    if is_open and belongs:
        found[-1].append(each)
    elif is_open:
        # Something else in between, such as a withdrawal: the open passage goes on after it.
        found.insert(len(found) - 1, [each])
        return True
    else:
        found.append([each])
    return action in _GOES_ON and decision != Decision.WITHHOLD


def sentences(*parts: str) -> str:
    """Parts that are not empty, as one text."""
    return _("；").join(part.strip().rstrip("。；") for part in parts if part.strip())


def people(records: Sequence[ReviewRecord | None]) -> str:
    """Names of those who acted."""
    return _("、").join(
        dict.fromkeys(record.actor_name for record in records if record and record.actor_name)
    )
