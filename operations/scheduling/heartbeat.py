"""Whether the scheduler lives, and whether what it should have published is public."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db.models import Max, Min
from django.utils import timezone
from django.utils.timesince import timesince
from django.utils.translation import gettext as _
from wagtail.models import Revision

from ..conf import get_setting
from ..gauges import expiring_models
from ..models import JobState
from .states import HOLD

# A publication is late when the scheduler, which looks every 20 seconds, has had several goes.
GRACE = timedelta(minutes=2)


@dataclass(frozen=True)
class Heartbeat:
    """What the scheduler was last heard to do.

    Attributes:
        now: when this was read.
        heard_at: when a job last began, went on or ended; ``None`` when none ever did.
        is_late: nothing was heard for ``GONGKAI_OPERATIONS_SCHEDULER_LATE`` seconds.
        failed: names of the jobs whose last run failed.
        unpublished: scheduled publications past their time.
        first_due_at: when the oldest of them was due.
        expired: what is public though its time is over.
        waiting: scheduled publications whose time is to come.
    """

    now: datetime
    heard_at: datetime | None
    is_late: bool
    failed: list[str] = field(default_factory=list)
    unpublished: int = 0
    first_due_at: datetime | None = None
    expired: int = 0
    waiting: int = 0

    @property
    def is_well(self) -> bool:
        """Nothing is late, overdue or failed."""
        return not (self.is_late or self.failed or self.unpublished or self.expired)

    @property
    def since(self) -> str:
        """How long ago it was heard: “3分钟前”, “刚刚”; empty when it never was."""
        if self.heard_at is None:
            return ""
        if self.now - self.heard_at < timedelta(minutes=1):
            return _("刚刚")
        return _("%s前") % timesince(self.heard_at, self.now, depth=1).replace("\xa0", "")


def is_watched() -> bool:
    """Whether this site has the scheduler; jobs of a host's own cron leave no trace here."""
    return bool(get_setting("GONGKAI_OPERATIONS_SCHEDULER"))


def read() -> Heartbeat:
    """Read all of it: one query for the jobs, two for revisions, one for each expiring model."""
    now = timezone.now()
    heard_at, failed = _jobs()
    due = Revision.objects.filter(approved_go_live_at__lt=now - GRACE)
    found = due.aggregate(first=Min("approved_go_live_at"))
    unpublished = due.count() if found["first"] else 0
    return Heartbeat(
        now=now,
        heard_at=heard_at,
        is_late=is_watched() and _is_late(heard_at, now),
        failed=failed,
        unpublished=unpublished,
        first_due_at=found["first"],
        expired=sum(
            model._default_manager.filter(live=True, expire_at__lt=now - GRACE).count()
            for model in expiring_models()
        ),
        waiting=Revision.objects.filter(approved_go_live_at__gte=now).count(),
    )


def silence() -> str:
    """A sentence for who schedules a publication while the scheduler is not heard of, or empty."""
    if not is_watched():
        return ""
    found = JobState.objects.aggregate(
        started=Max("started_at"), ended=Max("ended_at"), held=Max("held_until")
    )
    last = _last(found["started"], found["ended"], found["held"])
    now = timezone.now()
    if not _is_late(last, now):
        return ""
    beat = Heartbeat(now=now, heard_at=last, is_late=True)
    if last is None:
        return _("定时任务没有运行过，到时间不会自动发布或者撤下。请先告知系统管理员。")
    return _(
        "定时任务最近一次运行是%s，恢复运行以前，到时间不会自动发布或者撤下。请告知系统管理员。"
    ) % (beat.since)


def _last(*times: datetime | None) -> datetime | None:
    """When a job was last heard of, from when it started, ended, and until when it is held.

    A job that goes on says so: it is held for so long from when it last did.
    """
    started, ended, held = times
    went_on = held - HOLD if held else None
    return max(filter(None, [started, ended, went_on]), default=None)


def _jobs() -> tuple[datetime | None, list[str]]:
    rows = JobState.objects.values("name", "failed", "started_at", "ended_at", "held_until")
    heard: datetime | None = None
    failed = []
    for row in rows.order_by("name"):
        last = _last(row["started_at"], row["ended_at"], row["held_until"])
        heard = max(filter(None, [heard, last]), default=None)
        if row["failed"]:
            failed.append(row["name"])
    return heard, failed


def _is_late(heard_at: datetime | None, now: datetime) -> bool:
    late = timedelta(seconds=float(str(get_setting("GONGKAI_OPERATIONS_SCHEDULER_LATE"))))
    return heard_at is None or now - heard_at > late
