"""Ask all rules and keep what they found, for one day.

What is found is worked out first and written in one short transaction, so that readers see either
the old findings of the day or the new ones, and a run that dies leaves nothing half done.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from contextlib import AbstractContextManager, nullcontext
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from ..conf import get_setting
from ..models import Finding, MonitorRun
from ..rules.base import RuleLike, all_rules
from ..scene import shared_scene

logger = logging.getLogger(__name__)

START = "gongkai_monitor.start_run"
RUN_ACTION = "gongkai_monitor.run"
_BATCH = 500
_SUBJECT, _DETAIL, _URL, _KEY = 255, 500, 500, 120


def run(today: date | None = None, trigger: str = "schedule") -> MonitorRun:
    """Look at everything as it is on ``today`` and keep what was found.

    Idempotent: a second run of a day replaces that day's findings. A rule that fails is named in
    ``failed_rules`` and keeps no other from being asked; its findings of the last run go on, since
    nothing says that they are solved.
    """
    day = today or timezone.localdate()
    started = timezone.now()
    found: list[Finding] = []
    failed: list[str] = []
    with shared_scene():
        for rule in all_rules():
            try:
                with _protected():
                    found += _findings(rule, rule.find(day))
            except Exception:
                # Rules come from any app: one that breaks is told of, and the others go on.
                logger.exception("Monitor rule %s failed", rule.code)
                failed.append(rule.code)
    return _keep(day, started, trigger, found, failed)


def _protected() -> AbstractContextManager[Any]:
    """Keep a query that fails from ending a transaction around it.

    Where there is none, none is begun: on SQLite it would keep everybody else from writing.
    """
    return transaction.atomic() if connection.in_atomic_block else nullcontext()


def request_run(user: Any) -> None:
    """Have a run made in the background now.

    Raises:
        PermissionDenied: the user may not start runs.
    """
    from ..tasks import run_monitor

    if not user.has_perm(START):
        raise PermissionDenied(_("您没有立即开始监测的权限，请联系党政办。"))
    task = run_monitor.using(backend=str(get_setting("GONGKAI_MONITOR_TASK_BACKEND")))
    user_id = user.pk
    transaction.on_commit(lambda: task.enqueue(user_id))


def prune(today: date | None = None, keep_days: int | None = None) -> int:
    """Take away runs that are older than they are kept for; returns how many."""
    days = keep_days or int(str(get_setting("GONGKAI_MONITOR_KEEP_DAYS")))
    oldest = (today or timezone.localdate()) - timedelta(days=days)
    old = MonitorRun.objects.filter(day__lt=oldest)
    number = old.count()
    old.delete()
    return number


def note_run(run: MonitorRun, user: Any) -> None:
    """Write in Wagtail's log who had a run made."""
    log(run, RUN_ACTION, user=user, data={"day": run.day.isoformat()})


def _findings(rule: RuleLike, found: Iterable[Any]) -> list[Finding]:
    return [
        Finding(
            rule=rule.code,
            key=str(each.key)[:_KEY],
            severity=each.severity or rule.severity,
            organ_id=each.organ_id,
            page_id=each.page_id,
            subject=str(each.subject)[:_SUBJECT],
            detail=str(each.detail)[:_DETAIL],
            url=each.url[:_URL],
            facts=each.facts,
            due_on=each.due_on,
        )
        for each in found
    ]


@transaction.atomic
def _keep(
    day: date, started: Any, trigger: str, found: list[Finding], failed: list[str]
) -> MonitorRun:
    MonitorRun.objects.get_or_create(day=day, defaults={"started_at": started, "trigger": trigger})
    run = MonitorRun.objects.select_for_update().get(day=day)
    before = MonitorRun.objects.filter(day__lt=day, finished_at__isnull=False).first()
    if failed:
        found = found + _carried_on(failed, before)
    known = dict(_first_days(before))
    run.findings.all().delete()
    for each in found:
        each.run = run
        each.first_seen = known.get((each.rule, each.key), day)
    Finding.objects.bulk_create(found, batch_size=_BATCH)
    run.started_at, run.finished_at = started, timezone.now()
    run.trigger, run.failed_rules = trigger, failed
    run.save()
    return run


def _first_days(before: MonitorRun | None) -> Iterable[tuple[tuple[str, str], date]]:
    if before is None:
        return
    rows = before.findings.values_list("rule", "key", "first_seen")
    for rule, key, day in rows.iterator(chunk_size=5000):
        yield (rule, key), day


def _carried_on(failed: list[str], before: MonitorRun | None) -> list[Finding]:
    """What rules that could not be asked had found the last time."""
    if before is None:
        return []
    rows = list(before.findings.filter(rule__in=failed))
    for row in rows:
        row.pk = None
        row._state.adding = True
    return rows
