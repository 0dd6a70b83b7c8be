"""Slow work of the search: tasks of django-tasks, on the backend that the host names for them."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django_tasks.base import Task

from .conf import get_setting


def enqueue_on_commit(task: Task[Any, Any], *arguments: Any, using: str | None = None) -> None:
    """Have a task done as soon as the running transaction is stored, and never if it is not.

    Args:
        task: one that may be done twice without harm.
        arguments: what JSON can hold.
        using: the database whose transaction is meant; the default one where None.
    """
    there = task.using(backend=str(get_setting("GONGKAI_SEARCH_TASK_BACKEND")))
    transaction.on_commit(lambda: there.enqueue(*arguments), using=using)
