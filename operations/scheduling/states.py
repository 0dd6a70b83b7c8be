"""Who runs a job, and when it is due: rows that several schedulers share."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Q
from django.utils import timezone

from ..models import JobState
from ..offers import Job

# A holder that has not been heard of for so long is dead.
HOLD = timedelta(seconds=60)


def next_time(job: Job, after: datetime) -> datetime:
    """When a job is due after a moment."""
    if not job.at:
        return after + timedelta(seconds=job.every)
    hour, minute = map(int, job.at.split(":"))
    local = timezone.localtime(after)
    due = local.replace(hour=hour, minute=minute, second=0, microsecond=0)
    return due if due > local else due + timedelta(days=1)


def acquaint(jobs: list[Job]) -> None:
    """Give new jobs a row; what runs every few seconds is due at once. Old ones keep their time.

    A daily job whose hour was changed gets the new one.
    """
    now = timezone.now()
    for job in jobs:
        due = next_time(job, now) if job.at else now
        state, is_new = JobState.objects.get_or_create(name=job.name, defaults={"due_at": due})
        if not is_new and state.due_at > due:
            JobState.objects.filter(pk=state.pk, due_at=state.due_at).update(due_at=due)


def take(job: Job, holder: str) -> bool:
    """Take a job that is due, unless somebody else has it."""
    now = timezone.now()
    free = Q(held_until=None) | Q(held_until__lt=now)
    taken = JobState.objects.filter(free, name=job.name, due_at__lte=now).update(
        held_until=now + HOLD, holder=holder, started_at=now
    )
    return bool(taken)


def keep(names: list[str], holder: str) -> None:
    """Say that the holder is still at work."""
    held = JobState.objects.filter(name__in=names, holder=holder)
    held.exclude(held_until=None).update(held_until=timezone.now() + HOLD)


def give_back(job: Job, holder: str, *, failed: bool) -> None:
    """Note how a run ended and when the next one is due."""
    now = timezone.now()
    changes: dict[str, object] = {"ended_at": now, "failed": failed}
    if not failed:
        changes["succeeded_at"] = now
    JobState.objects.filter(name=job.name, holder=holder).update(
        held_until=None, holder="", due_at=next_time(job, now), **changes
    )


def note_success(name: str) -> None:
    """Note a run that somebody started by hand."""
    now = timezone.now()
    done = {"succeeded_at": now, "ended_at": now, "failed": False}
    JobState.objects.update_or_create(
        name=name, defaults=done, create_defaults={**done, "due_at": now}
    )
