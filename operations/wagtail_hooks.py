"""What operations itself offers to its hooks: what every Wagtail site needs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.contrib.auth.models import Permission
from django.db import connection
from django.http import HttpRequest
from wagtail import hooks

from . import gauges, offers
from .conf import get_setting
from .models import JobState
from .panels import WATCH, HeartbeatPanel
from .serving_app import serving_module


@hooks.register(offers.METRICS)
def own_gauges() -> Iterator[gauges.Offer]:
    """Scheduled publications, tasks, jobs and the size of the database."""
    yield from gauges.own()


@hooks.register(offers.JOBS)
def own_jobs() -> list[dict[str, Any]]:
    """Publish what was scheduled, take away what is done, and back up where a folder is named."""
    found: list[dict[str, Any]] = [
        {"name": "wagtail.publish_scheduled", "command": ["publish_scheduled"], "every": 20},
        {"name": "django.clearsessions", "command": ["clearsessions"], "at": "04:10"},
    ]
    if connection.vendor == "sqlite":
        # PostgreSQL's autovacuum does so by itself.
        found.append(
            {
                "name": "gongkai_operations.refresh_planner_statistics",
                "command": ["refresh_planner_statistics"],
                "at": "04:30",
            }
        )
    found += [
        {
            "name": f"django_tasks.prune_{name}",
            "command": ["prune_db_task_results", "--backend", name],
            "at": "04:20",
        }
        for name, backend in getattr(settings, "TASKS", {}).items()
        if backend["BACKEND"].startswith("django_tasks_db.")
    ]
    if folder := get_setting("GONGKAI_OPERATIONS_BACKUP_DIR"):
        keep = str(get_setting("GONGKAI_OPERATIONS_BACKUP_KEEP"))
        found.append(
            {
                "name": JobState.BACKUP,
                "command": ["backup", str(folder), "--keep", keep],
                "at": str(get_setting("GONGKAI_OPERATIONS_BACKUP_AT")),
            }
        )
    return found


@hooks.register(offers.AFTER_RESTORE)
def forget_what_is_kept() -> list[str]:
    """Give everything a new version: what a cache holds is of another database."""
    serving_module("versions").renew()
    return []


@hooks.register("construct_homepage_panels")
def show_heartbeat(request: HttpRequest, panels: list[Any]) -> None:
    """Tell who may watch the scheduler when it last ran."""
    panels.append(HeartbeatPanel())


@hooks.register("register_gongkai_office_permissions")
def let_the_office_watch() -> list[str]:
    """The disclosure office answers for what is public in time."""
    return [WATCH]


@hooks.register("register_permissions")
def offer_permission() -> Any:
    """Groups of a host's own can be given it in the admin."""
    return Permission.objects.filter(
        content_type__app_label="gongkai_operations", codename="watch_scheduler"
    )
