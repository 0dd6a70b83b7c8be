"""Sending in the background: tasks of django-tasks, on the backend that the host names."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from .conf import get_setting


def send_after_commit() -> None:
    """Have what is due sent as soon as the running transaction is stored. Where nobody takes the
    task, ``manage.py deliver_webhooks`` finds it all the same."""
    transaction.on_commit(_enqueue, robust=True)


def send_later(at: datetime) -> None:
    """Have what is due sent at a time, where the backend can wait; else a schedule finds it."""
    there = _task()
    if there.get_backend().supports_defer:
        later = there.using(run_after=at)
        transaction.on_commit(later.enqueue, robust=True)


def _enqueue() -> None:
    _task().enqueue()


def _task() -> Any:
    from .tasks import deliver

    return deliver.using(backend=str(get_setting("GONGKAI_WEBHOOKS_TASK_BACKEND")))
