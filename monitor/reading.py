"""What is open, for whom, and what was solved."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.apps import apps
from django.db.models import Case, Count, Exists, F, IntegerField, OuterRef, QuerySet, Value, When

from .enums import SEVERITY_ORDER
from .models import Finding, MonitorRun

VIEW_ALL = "gongkai_monitor.view_finding"
_KEPT = "_gongkai_monitor_organs"


def latest_run(day: date | None = None) -> MonitorRun | None:
    """The last run that was finished; with ``day``, that of the day."""
    runs = MonitorRun.objects.filter(finished_at__isnull=False)
    return (runs if day is None else runs.filter(day=day)).first()


def open_findings(
    organ_ids: Iterable[int] | None = None, user: Any = None, run: MonitorRun | None = None
) -> QuerySet[Finding]:
    """Findings of the latest run (or of ``run``), the most urgent first.

    Args:
        organ_ids: of these organs only.
        user: only what this user may see, see :func:`organ_ids_of`.
    """
    run = run or latest_run()
    if run is None:
        return Finding.objects.none()
    found = Finding.objects.filter(run=run)
    if organ_ids is not None:
        found = found.filter(organ_id__in=list(organ_ids))
    if user is not None:
        seen = organ_ids_of(user)
        if seen is not None:
            found = found.filter(organ_id__in=seen)
    return by_urgency(found)


def for_user(user: Any) -> QuerySet[Finding]:
    """What is open for a user: their organs and those below them; for the office, everything."""
    return open_findings(user=user)


def by_urgency(findings: QuerySet[Finding]) -> QuerySet[Finding]:
    """Vetoes before warnings before hints, in each the earliest day first."""
    weights = [When(severity=each, then=Value(place)) for place, each in enumerate(SEVERITY_ORDER)]
    weight = Case(*weights, default=Value(len(weights)), output_field=IntegerField())
    return findings.alias(weight=weight).order_by(
        "weight", F("due_on").asc(nulls_last=True), "first_seen", "pk"
    )


def organ_ids_of(user: Any) -> frozenset[int] | None:
    """Organs whose findings a user sees; None: of every organ.

    Everything for who holds ``gongkai_monitor.view_finding`` (the office gets it); else the organs
    that the user works for as 信息员, and what is below these.
    """
    if not hasattr(user, _KEPT):
        setattr(user, _KEPT, _find_organs(user))
    found: frozenset[int] | None = getattr(user, _KEPT)
    return found


def solved(run: MonitorRun, findings: QuerySet[Finding] | None = None) -> QuerySet[Finding]:
    """Findings of the run before ``run`` that are no longer there."""
    before = MonitorRun.objects.filter(day__lt=run.day, finished_at__isnull=False).first()
    if before is None:
        return Finding.objects.none()
    still = Finding.objects.filter(run=run, rule=OuterRef("rule"), key=OuterRef("key"))
    earlier = (Finding.objects.all() if findings is None else findings).filter(run=before)
    return earlier.filter(~Exists(still))


def by_day(days: int, user: Any = None) -> list[tuple[date, dict[str, int]]]:
    """Findings by severity of the last ``days`` runs, the oldest first: two queries."""
    runs = list(MonitorRun.objects.filter(finished_at__isnull=False)[:days])
    found = Finding.objects.filter(run__in=runs).order_by()
    seen = organ_ids_of(user) if user is not None else None
    if seen is not None:
        found = found.filter(organ_id__in=seen)
    numbers: dict[int, dict[str, int]] = {run.pk: dict.fromkeys(SEVERITY_ORDER, 0) for run in runs}
    for run_id, severity, number in found.values_list("run", "severity").annotate(n=Count("pk")):
        numbers[run_id][severity] = number
    return [(run.day, numbers[run.pk]) for run in reversed(runs)]


def _find_organs(user: Any) -> frozenset[int] | None:
    if user.has_perm(VIEW_ALL):
        return None
    organ: Any = apps.get_model("gongkai_catalogue", "Organ")
    own = organ.objects.filter(editors=user).values_list("pk", flat=True)
    return frozenset(organ.objects.subtree_ids(own))
