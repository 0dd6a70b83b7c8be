"""Runs of the link checker, in pieces: read all public pages, then ask for what is due.

A run begins once a day. A piece that is killed loses what it was doing; the next goes on. One
process works at a time; who does holds the run by a lease.
"""

from __future__ import annotations

import logging
import time
import uuid
from collections import deque
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from ..conf import number
from .asking import Asker, Outcome
from .enums import LinkKind, LinkState
from .hosts import Hosts, allowed_hosts
from .models import LONGEST_REMARK, Link, LinkRun
from .own import judge
from .politeness import Clock
from .walking import walk

logger = logging.getLogger(__name__)

# Longer than the longest single step of a piece.
_LEASE = timedelta(minutes=15)
_KEPT_RUNS = 60
_REFUSED_DAYS = 30
_LONGEST_BACKOFF_DAYS = 14
_BIGGEST_STATUS = 32767


def advance(clock: Clock | None = None, *, begin: bool = False) -> LinkRun | None:
    """Go on with the run that is not over, or begin today's; works for a piece of time.

    Args:
        clock: of a test.
        begin: begin a run though there was one today.

    Returns:
        The run; None where there is nothing to do, or another process does it.
    """
    clock = clock or Clock()
    run = _current(clock, begin=begin)
    if run is None or not _take(run, clock):
        return None
    until = time.monotonic() + number("GONGKAI_MONITOR_LINK_PIECE")

    def may_go_on() -> bool:
        LinkRun.objects.filter(pk=run.pk).update(busy_until=clock.now() + _LEASE)
        return time.monotonic() < until

    try:
        if run.walked_at is not None or walk(run, may_go_on):
            _ask_all(run, clock, may_go_on)
    finally:
        run.busy_with = run.busy_until = None
        run.save(update_fields=["busy_with", "busy_until"])
    return run


def _current(clock: Clock, *, begin: bool) -> LinkRun | None:
    last = LinkRun.objects.first()
    if last is not None and last.finished_at is None:
        return last
    now = clock.now()
    if last is not None and not begin:
        is_today = timezone.localdate(last.started_at) >= timezone.localdate(now)
        if is_today:
            return None
    old = LinkRun.objects.values_list("pk", flat=True)[_KEPT_RUNS:]
    LinkRun.objects.filter(pk__in=list(old)).delete()
    return LinkRun.objects.create(started_at=now)


def _take(run: LinkRun, clock: Clock) -> bool:
    now = clock.now()
    run.busy_with, run.busy_until = uuid.uuid4(), now + _LEASE
    free = Q(busy_until=None) | Q(busy_until__lt=now)
    taken = LinkRun.objects.filter(free, pk=run.pk)
    return bool(taken.update(busy_with=run.busy_with, busy_until=run.busy_until))


def _ask_all(run: LinkRun, clock: Clock, may_go_on: Callable[[], bool]) -> None:
    hosts = allowed_hosts()
    _sort_hosts(hosts, clock)
    if not _judge_own(run, clock, may_go_on):
        return
    asker = Asker(hosts, clock)
    queues = _queues(run, clock)
    while queues:
        if not may_go_on():
            return
        host = _next_host(queues, asker, clock)
        link = Link.objects.filter(pk=queues[host].popleft()).first()
        if link is not None:
            outcome = asker.ask_for(link)
            _note(run, link, outcome, clock)
            if outcome.wait:
                asker.turn(host).leave_alone(outcome.wait)
                _put_off(host, outcome.wait, clock)
                queues[host].clear()
        if not queues[host]:
            del queues[host]
    run.finished_at = clock.now()
    run.save(update_fields=["finished_at"])


def _sort_hosts(hosts: Hosts, clock: Clock) -> None:
    """Write down which links are the site's own and which are not to be asked for; what the office
    lists anew is due at once."""
    named = Link.objects.exclude(kind=LinkKind.REFERENCE).exclude(host="")
    for host in named.values_list("host", flat=True).order_by().distinct():
        of_host = named.filter(host=host)
        kind = LinkKind.OWN if host in hosts.own else LinkKind.EXTERNAL
        of_host.exclude(kind=kind).update(kind=kind)
        if not hosts.allows(host):
            of_host.exclude(state=LinkState.UNCHECKED, next_at=None).update(
                state=LinkState.UNCHECKED,
                remark=_("不在可检查的网站清单内。"),
                next_at=None,
                failures=0,
                failing_since=None,
                status_code=None,
                moved_to="",
            )
        else:
            of_host.filter(state=LinkState.UNCHECKED, next_at=None).update(
                state=LinkState.NEW, remark="", next_at=clock.now()
            )


def _judge_own(run: LinkRun, clock: Clock, may_go_on: Callable[[], bool]) -> bool:
    """Judge the platform's own addresses, all in each run; returns whether all were.

    What it knows nothing of stays due and is asked for like others.
    """
    rest = Link.objects.filter(kind=LinkKind.OWN).order_by("pk")
    rest = rest.filter(Q(last_run=None) | Q(last_run__lt=run.pk))
    keys = list(rest.values_list("pk", flat=True))
    for key in keys:
        if not may_go_on():
            return False
        link = Link.objects.filter(pk=key).first()
        judged = judge(link.url) if link is not None else None
        if link is not None and judged is not None:
            link.state, link.remark = judged.state, judged.remark[:LONGEST_REMARK]
            link.moved_to, link.status_code = judged.moved_to, None
            link.failures, link.failing_since = 0, None
            link.checked_at, link.next_at, link.last_run = clock.now(), None, run
            link.save()
        elif link is not None and link.next_at is None:
            link.next_at = clock.now()
            link.save(update_fields=["next_at"])
    return True


def _queues(run: LinkRun, clock: Clock) -> dict[str, deque[int]]:
    """What is due, by host; as many as one run may ask for, the longest unchecked first."""
    left = max(0, int(number("GONGKAI_MONITOR_LINK_MAX_PER_RUN")) - run.asked)
    due = Link.objects.exclude(kind=LinkKind.REFERENCE).filter(next_at__lte=clock.now())
    due = due.filter(Q(last_run=None) | Q(last_run__lt=run.pk))
    queues: dict[str, deque[int]] = {}
    rows = due.order_by(F("checked_at").asc(nulls_first=True), "pk")
    for key, host in rows.values_list("pk", "host")[:left]:
        queues.setdefault(host, deque()).append(key)
    return queues


def _next_host(queues: dict[str, deque[int]], asker: Asker, clock: Clock) -> str:
    """A host that may be asked now, else the one that may be asked first. It goes to the end, so
    that a host with many links keeps no other waiting."""
    free = next((host for host in queues if asker.turn(host).is_free), None)
    host = free or min(queues, key=lambda each: asker.turn(each).row.next_at)
    queues[host] = queues.pop(host)
    return host


@transaction.atomic
def _note(run: LinkRun, link: Link, outcome: Outcome, clock: Clock) -> None:
    """Write down what came of a link; a failure counts once in a run."""
    now = clock.now()
    LinkRun.objects.filter(pk=run.pk).update(asked=F("asked") + 1)
    run.asked += 1
    link.last_run = run
    if outcome.wait:
        link.save(update_fields=["last_run"])
        return
    link.checked_at = now
    link.status_code = min(outcome.status, _BIGGEST_STATUS) if outcome.status else None
    link.remark, link.moved_to = outcome.remark[:LONGEST_REMARK], outcome.moved_to
    link.etag, link.last_modified = outcome.etag, outcome.last_modified
    if outcome.state == LinkState.FAILING:
        link.failures += 1
        link.failing_since = link.failing_since or now
    else:
        link.failures, link.failing_since = 0, None
    link.state = _state_of(outcome, link.failures)
    link.next_at = now + timedelta(days=_days_until(link))
    link.save()


def _state_of(outcome: Outcome, failures: int) -> LinkState:
    if outcome.state == LinkState.FAILING and failures >= number("GONGKAI_MONITOR_LINK_FAILURES"):
        return LinkState.BROKEN
    return outcome.state


def _days_until(link: Link) -> float:
    """Days until a link is asked for again; less than a day is: in the next run."""
    if link.state == LinkState.FAILING:
        return 0
    if link.state == LinkState.BROKEN:
        beyond = link.failures - int(number("GONGKAI_MONITOR_LINK_FAILURES"))
        return float(min(2 ** min(beyond, 10) - 1, _LONGEST_BACKOFF_DAYS))
    if link.state in {LinkState.REFUSED, LinkState.UNCHECKED}:
        return _REFUSED_DAYS
    return number("GONGKAI_MONITOR_LINK_OK_DAYS")


def _put_off(host: str, wait: float, clock: Clock) -> None:
    """Leave a host that is busy alone for as long as it asked."""
    due: Any = Link.objects.filter(host=host, next_at__lte=clock.now())
    due.update(next_at=clock.now() + timedelta(seconds=wait))
