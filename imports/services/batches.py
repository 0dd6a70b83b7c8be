"""The way in for everybody: receive a file, check it, run it, undo it, and how far it is."""

from __future__ import annotations

from typing import Any, TypedDict

from django.db import transaction

from ..conf import get_setting
from ..enums import BatchState, RowState
from ..models import ImportBatch
from .checking import check
from .receiving import headings_of, receive
from .running import run
from .undoing import may_undo, undo

__all__ = [
    "Progress",
    "check",
    "discard",
    "enqueue_check",
    "enqueue_run",
    "enqueue_undo",
    "headings_of",
    "may_undo",
    "progress",
    "receive",
    "run",
    "undo",
]


class Progress(TypedDict):
    """How far a batch is; ``percent`` is of what is being done."""

    state: str
    read: int
    good: int
    faulty: int
    duplicate: int
    imported: int
    undone: int
    percent: int


def progress(batch: ImportBatch) -> Progress:
    """How far ``batch`` is, as the database says now."""
    batch.refresh_from_db()
    undone = batch.rows.filter(state=RowState.UNDONE).count()
    return Progress(
        state=batch.state,
        read=batch.read,
        good=batch.good,
        faulty=batch.faulty,
        duplicate=batch.duplicate,
        imported=batch.imported,
        undone=undone,
        percent=_percent(batch, undone),
    )


def _percent(batch: ImportBatch, undone: int) -> int:
    # How many rows there are to be checked is known when all are read.
    if batch.state in {BatchState.RECEIVED, BatchState.CHECKING}:
        return 0
    done, of = 1, 1
    if batch.state == BatchState.RUNNING:
        done, of = batch.imported, batch.good
    elif batch.state == BatchState.UNDOING:
        done, of = undone, undone + batch.imported
    return min(100 * done // of, 100) if of else 0


def discard(batch: ImportBatch) -> None:
    """Forget a batch of which nothing was imported, with its files."""
    if batch.rows.filter(state=RowState.IMPORTED).exists():
        raise ValueError("Something of the batch is in the catalogue.")
    for file in (batch.file, batch.archive):
        if file:
            file.delete(save=False)
    batch.delete()


def enqueue_check(batch: ImportBatch, user: Any) -> None:
    """Have the batch checked in the background."""
    from ..tasks import check_batch

    _enqueue(check_batch, batch, user)


def enqueue_run(batch: ImportBatch, user: Any) -> None:
    """Have the batch imported in the background."""
    from ..tasks import run_batch

    _enqueue(run_batch, batch, user)


def enqueue_undo(batch: ImportBatch, user: Any) -> None:
    """Have the batch undone in the background; why it could not be stands in ``batch.error``."""
    from ..tasks import undo_batch

    _enqueue(undo_batch, batch, user)


def _enqueue(task: Any, batch: ImportBatch, user: Any) -> None:
    there = task.using(backend=str(get_setting("GONGKAI_IMPORTS_TASK_BACKEND")))
    key = None if user is None else str(user.pk)
    transaction.on_commit(lambda: there.enqueue(batch.pk, key))
