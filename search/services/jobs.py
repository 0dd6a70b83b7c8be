"""Long work that the office starts on the maintenance page."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django_tasks import task_backends
from django_tasks.base import Task

from ..background import enqueue_on_commit
from ..conf import get_setting
from ..models import SearchJob
from .reindexing import reindex

_PRIORITY = 50

logger = logging.getLogger(__name__)

# What a kind of work gives while it goes on: how much is done, and of how much.
Progress = Iterator[tuple[int, int]]
_WORK: dict[str, Callable[[], Progress]] = {SearchJob.Kind.INDEX: reindex}


class AlreadyUnderWay(Exception):
    """Work of the same kind goes on; the message says so."""


def start(kind: str, user: Any) -> SearchJob:
    """Begin a long work in the background.

    Raises:
        AlreadyUnderWay: the last of its kind is not done, and not silent either.
    """
    from ..tasks import run_search_job

    with transaction.atomic():
        for left in SearchJob.objects.filter(kind=kind, status__in=SearchJob.UNDER_WAY):
            if left.is_silent:
                _end(left, SearchJob.Status.FAILED, _("后台处理中断，没有做完。"))
        try:
            with transaction.atomic():
                job = SearchJob.objects.create(kind=kind, started_by=user)
        except IntegrityError as error:
            message = _("“%s”正在进行，请等它做完。") % SearchJob.Kind(kind).label
            raise AlreadyUnderWay(message) from error
        enqueue_on_commit(_first(run_search_job), job.pk)
    return job


def _first(task: Task[Any, Any]) -> Task[Any, Any]:
    """The task before all that waits already, where the host's backend can do that: somebody sits
    and watches."""
    name = str(get_setting("GONGKAI_SEARCH_TASK_BACKEND"))
    if not task_backends[name].supports_priority:
        return task
    return task.using(backend=name, priority=_PRIORITY)


def run(key: int) -> None:
    """Do a job that waits. One that was done, given up or begun already is left alone."""
    begun = SearchJob.objects.filter(pk=key, status=SearchJob.Status.WAITING).update(
        status=SearchJob.Status.RUNNING, told_at=timezone.now()
    )
    if not begun:
        return
    job = SearchJob.objects.get(pk=key)
    try:
        for done, total in _WORK[job.kind]():
            if not _tell(key, done, total):
                return
    except Exception as error:
        logger.exception("Search job %s failed", job.kind)
        _end(job, SearchJob.Status.FAILED, _sentence(error))
        return
    _end(job, SearchJob.Status.DONE)


def _tell(key: int, done: int, total: int) -> bool:
    """Note how far a job is; False where it was given up meanwhile."""
    running = SearchJob.objects.filter(pk=key, status=SearchJob.Status.RUNNING)
    return bool(running.update(done=done, total=total, told_at=timezone.now()))


def _end(job: SearchJob, status: str, error: str = "") -> None:
    SearchJob.objects.filter(pk=job.pk, status__in=SearchJob.UNDER_WAY).update(
        status=status, error=error[:500], ended_at=timezone.now()
    )


def _sentence(error: Exception) -> str:
    return (
        _("出错：%s。请稍后重试；仍然不行时，请把这一行交给技术人员。")
        % (f"{type(error).__name__} {error}"[:300])
    )
