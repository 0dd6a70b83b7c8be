"""What the search tells who runs the site, and has done at its times."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.core.management import call_command
from django.utils.translation import gettext as _
from wagtail import hooks

from .models import SearchJob
from .services.index_health import index_health
from .services.index_lag import missing_of_the_last


@hooks.register("register_gongkai_metrics")
def gauges() -> Iterator[tuple[Any, ...]]:
    """Jobs on the index, and what it lacks; -1 while its cluster does not answer."""
    under_way = SearchJob.objects.filter(status__in=SearchJob.UNDER_WAY).count()
    yield "gongkai_search_jobs", "Long work on the index under way", under_way
    last = SearchJob.objects.exclude(ended_at=None).order_by("-ended_at").first()
    failed = int(last is not None and last.status == SearchJob.Status.FAILED)
    yield "gongkai_search_job_failed", "Whether the last of it failed", failed
    try:
        missing = missing_of_the_last()
    except Exception:  # noqa: BLE001 - whatever a cluster's client raises is the finding
        missing = -1
    yield "gongkai_search_missing", "Of the last changed objects, how many no search finds", missing


@hooks.register("register_gongkai_scheduled_jobs")
def jobs() -> list[dict[str, Any]]:
    """Suggestions are counted and old queries taken away while nobody searches."""
    return [
        {"name": f"gongkai_search.{command}", "command": [command], "at": at}
        for command, at in (("build_suggestions", "03:10"), ("prune_search_queries", "03:40"))
    ]


@hooks.register("register_gongkai_after_restore")
def fill_the_index() -> Iterator[str]:
    """An index in the database came with it; a cluster's is filled anew."""
    try:
        well = index_health().is_well
    except Exception:  # noqa: BLE001 - an index that is not there is filled below
        well = False
    if well:
        return
    yield _("检索索引与内容不一致，现在重新建立。")
    call_command("update_index", verbosity=0)
    if not index_health().is_well:
        yield _("检索索引仍不完整，请在“检索－检索维护”中查看。")
