"""Is the site well? Three answers for three readers: supervisor, load balancer, staff."""

from __future__ import annotations

import platform
import shutil
import time
import uuid
from collections.abc import Callable
from http import HTTPStatus
from importlib.metadata import version
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from operations.scheduling import heartbeat


@never_cache
@require_safe
def live(request: HttpRequest) -> JsonResponse:
    """Answer that the process serves requests; nothing else is asked.

    A supervisor restarts the process when this fails, so a slow database must not matter here.
    """
    return JsonResponse({"status": "ok"})


@never_cache
@require_safe
def ready(request: HttpRequest) -> JsonResponse:
    """Answer whether pages can be served: 200, or 503 while the database does not answer.

    The cache is left out on purpose: without it pages are slower, but right.
    """
    database = timed(ask_database)
    well = database["status"] == "ok"
    return JsonResponse(
        {"status": "ok" if well else "unavailable"},
        status=HTTPStatus.OK if well else HTTPStatus.SERVICE_UNAVAILABLE,
    )


@never_cache
@require_safe
def details(request: HttpRequest) -> JsonResponse:
    """Tell staff about each part: database, migrations, cache, disk, versions.

    Others get 403: versions help an attacker.
    """
    user = request.user
    if not (user.is_active and user.has_perm("wagtailadmin.access_admin")):
        return JsonResponse({"detail": "请用工作人员账号登录后查看。"}, status=HTTPStatus.FORBIDDEN)
    parts = {
        "database": timed(ask_database),
        "migrations": timed(ask_migrations),
        "cache": timed(ask_cache),
        "disk": timed(ask_disk),
        "scheduler": timed(ask_scheduler),
    }
    well = all(part["status"] != "failed" for part in parts.values())
    return JsonResponse(
        {
            "status": "ok" if well else "degraded",
            "parts": parts,
            "versions": {
                "python": platform.python_version(),
                "django": version("django"),
                "wagtail": version("wagtail"),
            },
        },
        status=HTTPStatus.OK if well else HTTPStatus.SERVICE_UNAVAILABLE,
        json_dumps_params={"ensure_ascii": False},
    )


def timed(ask: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """Return what ``ask`` finds, with its time in milliseconds; never raise."""
    started = time.perf_counter()
    try:
        found = {"status": "ok"} | ask()
    except Exception as error:  # noqa: BLE001 - whatever breaks is what the reader wants to know
        found = {"status": "failed", "error": type(error).__name__}
    return found | {"milliseconds": round((time.perf_counter() - started) * 1000, 1)}


def ask_database() -> dict[str, Any]:
    """Run the smallest query."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        cursor.fetchone()
    return {"vendor": connection.vendor}


def ask_migrations() -> dict[str, Any]:
    """Count the migrations that the code has and the database has not."""
    executor = MigrationExecutor(connection)
    waiting = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    return {"status": "failed" if waiting else "ok", "unapplied": waiting}


def ask_cache() -> dict[str, Any]:
    """Write a value and read it back."""
    key, value = "gongkai_portal.health", uuid.uuid4().hex
    cache.set(key, value, timeout=10)
    return {"status": "ok" if cache.get(key) == value else "failed"}


def ask_disk() -> dict[str, Any]:
    """Measure the room for uploads; less than 500 MB is a failure."""
    folder = settings.DATA_DIR
    while not folder.exists():
        folder = folder.parent
    free_megabytes = shutil.disk_usage(folder).free // 1_000_000
    enough = free_megabytes >= 500  # noqa: PLR2004 - named by the docstring
    return {"status": "ok" if enough else "failed", "free_megabytes": free_megabytes}


def ask_scheduler() -> dict[str, Any]:
    """Ask when scheduled jobs were last heard of; a failure when it is long ago or they are late.

    An installation in which none ever ran is told as ``unknown``: it may not need them yet.
    """
    beat = heartbeat.read()
    status = "ok" if beat.is_well else "failed"
    return {
        "status": "unknown" if beat.heard_at is None and not overdue(beat) else status,
        "heard_at": beat.heard_at.isoformat() if beat.heard_at else None,
        "overdue": overdue(beat),
        "failed_jobs": beat.failed,
    }


def overdue(beat: heartbeat.Heartbeat) -> int:
    """What should be public or gone by now."""
    return beat.unpublished + beat.expired
