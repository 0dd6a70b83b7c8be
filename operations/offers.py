"""What other apps offer to operations, through Wagtail hooks.

The hooks give plain values, so that an app can offer them without knowing this one:

``register_gongkai_metrics``
    Yields ``(name, help, value)`` or ``(name, help, value, labels)``: gauges, asked at each scrape.
    Cheap, and nothing personal.
``register_gongkai_scheduled_jobs``
    Gives a list of ``{"name", "command", "every" or "at"}``: a management command with its
    arguments (``["prune", "--days", "7"]``), run every so many seconds, or each day at a local time
    ``"HH:MM"``.
``register_gongkai_backup_checks``
    Gives ``{"name", "facts", "faults"}``: ``facts()`` is a dict for the manifest, in JSON, the same
    for the same data; ``faults()`` are sentences on what is wrong with the data.
``register_gongkai_after_restore``
    Is called when a backup was put back, and gives sentences on what it did or found.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from wagtail import hooks

METRICS = "register_gongkai_metrics"
JOBS = "register_gongkai_scheduled_jobs"
CHECKS = "register_gongkai_backup_checks"
AFTER_RESTORE = "register_gongkai_after_restore"


@dataclass(frozen=True)
class Reading:
    """The value of one gauge, with the labels that tell it from others of its name."""

    name: str
    help: str
    value: float
    labels: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Job:
    """A management command line and its time: ``every`` (seconds), or ``at`` ("HH:MM", local)."""

    name: str
    command: list[str]
    every: float = 0
    at: str = ""


@dataclass(frozen=True)
class Check:
    """What a backup notes and checks for one app."""

    name: str
    facts: Callable[[], dict[str, Any]]
    faults: Callable[[], Iterable[str]]


def readings() -> Iterator[Callable[[], Iterator[Reading]]]:
    """One function for each app that has something to measure."""
    for function in hooks.get_hooks(METRICS):
        yield partial(_readings_of, function)


def _readings_of(function: Callable[[], Iterable[tuple[Any, ...]]]) -> Iterator[Reading]:
    return (Reading(*each) for each in function())


def jobs() -> list[Job]:
    """All jobs, by name."""
    found = [Job(**each) for function in hooks.get_hooks(JOBS) for each in function()]
    return sorted(found, key=lambda job: job.name)


def checks() -> list[Check]:
    """All checks, by name."""
    found = [Check(**function()) for function in hooks.get_hooks(CHECKS)]
    return sorted(found, key=lambda check: check.name)


def after_restore() -> Iterator[str]:
    """Let every app put right what a backup does not hold."""
    for function in hooks.get_hooks(AFTER_RESTORE):
        yield from function()
