"""What is done in the background. May be done twice without harm."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied, ValidationError
from django_tasks import task

from .models import ImportBatch
from .services import checking, running, undoing

logger = logging.getLogger(__name__)


@task()
def check_batch(batch: int, user: str | None) -> None:
    """Check a batch."""
    _do(checking.check, batch, user)


@task()
def run_batch(batch: int, user: str | None) -> None:
    """Import the good rows of a batch."""
    _do(running.run, batch, user)


@task()
def undo_batch(batch: int, user: str | None) -> None:
    """Undo a batch."""
    _do(undoing.undo, batch, user)


def _do(work: Callable[[ImportBatch, Any], Any], key: int, user: str | None) -> None:
    """Do something with a batch; what is refused stands in the batch, for who looks at it."""
    batch = ImportBatch.objects.filter(pk=key).select_related("column", "organ").first()
    if batch is None:
        return
    person = get_user_model()._default_manager.filter(pk=user).first() if user else None
    if user and person is None:
        return
    try:
        work(batch, person)
    except (ValidationError, PermissionDenied) as error:
        logger.info("Import %s: %s was refused", key, work.__name__)
        why = " ".join(getattr(error, "messages", [str(error)]))
        ImportBatch.objects.filter(pk=key).update(error=why)
