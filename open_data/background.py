"""Slow work: tasks of django-tasks, on the backend that the host names for them."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django_tasks.base import Task

from .conf import get_setting


def enqueue_on_commit(task: Task[Any, Any], *arguments: Any) -> None:
    """Have a task done as soon as the running transaction is stored, and never if it is not.

    Args:
        task: one that may be done twice without harm.
        arguments: what JSON can hold.
    """
    there = task.using(backend=str(get_setting("GONGKAI_OPEN_DATA_TASK_BACKEND")))
    transaction.on_commit(lambda: there.enqueue(*arguments))
