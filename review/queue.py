"""What waits for whom, since when, and until when. Reads only."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.apps import apps
from django.db.models import F, Q, QuerySet, prefetch_related_objects
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.admin.utils import get_user_display_name
from wagtail.models import Page, TaskState, WorkflowState
from wagtail.permissions import policy_registry

from .conf import get_setting
from .due import due_date
from .enums import Action
from .models import DueTaskState, ReviewRecord
from .refusals import refusals_of_many, tasks_of

# The app that counts working days; without it Monday to Friday are taken for them.
_WORKDAYS = "gongkai_workdays"
_SATURDAY = 5


class Urgency(StrEnum):
    """How near a due date is; a colour, beside the words."""

    NONE = "none"
    OK = "ok"
    AMBER = "amber"
    RED = "red"


@dataclass(frozen=True)
class Due:
    """A due date as seen from a day.

    Attributes:
        on: the last day on which the task is in time; None where it has no period.
        today: the day it is looked at.
        days: working days from today to then; negative backwards.
        referred_to: the organ whose answer is waited for; no delay is counted meanwhile.
    """

    on: dt.date | None
    today: dt.date
    days: int = 0
    referred_to: str = ""

    @property
    def is_overdue(self) -> bool:
        """Whether the day has passed; a delay of days off only is one as well."""
        return self.on is not None and self.on < self.today and not self.referred_to

    @property
    def urgency(self) -> Urgency:
        """Red when overdue, amber from ``GONGKAI_REVIEW_AMBER_DAYS`` working days before."""
        if self.on is None or self.referred_to:
            return Urgency.NONE
        if self.is_overdue:
            return Urgency.RED
        return Urgency.AMBER if self.days <= _amber_days() else Urgency.OK

    @property
    def words(self) -> str:
        """The same for who sees no colour."""
        if self.referred_to:
            return _("等待答复")
        if self.on is None:
            return _("不限期")
        if self.is_overdue:
            return _("逾期%d个工作日") % -self.days if self.days else _("已逾期")
        if self.on == self.today:
            return _("今日到期")
        return _("还有%d个工作日") % self.days


@dataclass(frozen=True)
class Entry:
    """One text at one step, for one user.

    Attributes:
        state: the step, its task and workflow loaded.
        page: the page as its table has it, with the fields of its type but for long texts.
        refusals: why this user may not decide, in sentences; empty: she may.
    """

    state: DueTaskState
    page: Any
    due: Due
    refusals: tuple[str, ...]

    @property
    def pk(self) -> int:
        """Key of the step."""
        return int(self.state.pk)

    @property
    def title(self) -> str:
        """Title of the draft."""
        return str(self.page.draft_title or self.page.title)

    @property
    def page_type(self) -> str:
        """Type of the page in words."""
        return str(self.page.get_verbose_name())

    @property
    def organ(self) -> str:
        """Who publishes it, where such pages have an organ."""
        return str(getattr(self.page, "organ", None) or "")

    @property
    def task_name(self) -> str:
        """The step, as the office named it."""
        return str(self.state.task.name)

    @property
    def submitted_by(self) -> str:
        """Who sent it on its way."""
        user = self.state.workflow_state.requested_by
        return get_user_display_name(user) if user else ""

    @property
    def since(self) -> dt.datetime:
        """When it came to this step."""
        return self.state.started_at

    @property
    def url(self) -> str:
        """Where it is decided."""
        return reverse("gongkai_review:decide", args=[self.pk])

    def says(self, words: str) -> bool:
        """Whether all of ``words`` stand in title, organ or the submitter's name."""
        text = " ".join((self.title, self.organ, self.submitted_by)).casefold()
        return all(word in text for word in words.casefold().split())


def waiting_states() -> QuerySet[DueTaskState]:
    """Every step that somebody has to take, in the order of due dates."""
    running = WorkflowState.STATUS_IN_PROGRESS
    states: QuerySet[DueTaskState] = (
        DueTaskState.objects.filter(
            status=TaskState.STATUS_IN_PROGRESS,
            workflow_state__status=running,
            workflow_state__current_task_state=F("taskstate_ptr"),
        )
        .select_related("task", "workflow_state__requested_by", "revision")
        .defer("revision__content")
        .order_by(F("due_on").asc(nulls_last=True), "started_at", "pk")
    )
    return states


def states_for(user: Any) -> QuerySet[DueTaskState]:
    """Steps of the groups that ``user`` is in; all for administrators. Those that four eyes forbid
    her are among them."""
    states = waiting_states()
    return states if user.is_superuser else states.filter(task__in=tasks_of(user))


def entries_for(user: Any) -> list[Entry]:
    """All that waits for ``user`` or her groups, in the order of due dates."""
    return as_entries(states_for(user), user)


def stuck(user: Any) -> list[Entry]:
    """Everything past its due date, wherever it stands, of the workflows that ``user`` takes part
    in and of the pages that she may change."""
    overdue = waiting_states().filter(due_on__lt=timezone.localdate(), referred_to="")
    if not user.is_superuser:
        editable = policy_registry.get_by_type(Page).instances_user_has_permission_for(
            user, "change"
        )
        # Few are overdue; pages that she may change there may be a million.
        named = set(overdue.values_list("workflow_state__object_id", flat=True))
        keys = [str(key) for key in editable.filter(pk__in=named).values_list("pk", flat=True)]
        overdue = overdue.filter(
            Q(workflow_state__object_id__in=keys)
            | Q(workflow_state__workflow__workflow_tasks__task__in=tasks_of(user))
        ).distinct()
    return as_entries(overdue, user)


def last_exceptions(limit: int = 5) -> list[ReviewRecord]:
    """The newest publications past the review, newest first."""
    return list(ReviewRecord.objects.filter(action=Action.EXCEPTION).order_by("-number")[:limit])


def amber_until(today: dt.date) -> dt.date:
    """The last due date that is amber today."""
    days = _amber_days()
    return due_date(today, days) if days > 0 else today


def as_entries(states: Iterable[DueTaskState], user: Any) -> list[Entry]:
    """Steps with what a list shows of them; the number of queries does not depend on theirs."""
    rows = list(states)
    pages = _pages_of(rows)
    rows = [row for row in rows if row.workflow_state.object_id in pages]
    why = refusals_of_many(rows, user)
    today = timezone.localdate()
    left = _days_left(today, {row.due_on for row in rows if row.due_on})
    return [
        Entry(
            state=row,
            page=pages[row.workflow_state.object_id],
            due=Due(row.due_on, today, left.get(row.due_on, 0), row.referred_to),
            refusals=tuple(why[row.pk]),
        )
        for row in rows
    ]


def _pages_of(states: list[DueTaskState]) -> dict[str, Any]:
    """The pages of steps by their key as text; one query for each type of page, and for organs."""
    keys = {row.workflow_state.object_id for row in states}
    found = list(Page.objects.filter(pk__in=keys).defer_streamfields().specific())
    with_organ = [page for page in found if _has_organ(page)]
    for model in {type(page) for page in with_organ}:
        prefetch_related_objects([page for page in with_organ if type(page) is model], "organ")
    return {str(page.pk): page for page in found}


def _has_organ(page: Any) -> bool:
    return any(field.name == "organ" and field.is_relation for field in page._meta.get_fields())


def _days_left(today: dt.date, days: set[dt.date]) -> dict[dt.date | None, int]:
    """Working days from today to each day; one query at most."""
    if not days or _WORKDAYS not in apps.app_configs:
        return {day: _weekdays_between(today, day) for day in days}
    config: Any = apps.get_app_config(_WORKDAYS)
    calendar = config.calendar()
    return {day: calendar.workdays_between(today, day).days for day in days}


def _weekdays_between(start: dt.date, end: dt.date) -> int:
    step = 1 if end >= start else -1
    first, last = sorted((start, end))
    days = (first + dt.timedelta(days=n) for n in range(1, (last - first).days + 1))
    return step * sum(day.weekday() < _SATURDAY for day in days)


def _amber_days() -> int:
    value = get_setting("GONGKAI_REVIEW_AMBER_DAYS")
    return value if isinstance(value, int) else 1
