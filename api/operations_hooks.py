"""What the API has done when a backup was put back, and every night."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from wagtail import hooks

from .services.changes import begin_anew


@hooks.register("register_gongkai_scheduled_jobs")
def jobs() -> list[dict[str, Any]]:
    """Changes that nobody noted, such as rows written by hand, are told the next morning."""
    command = ["check_changes", "--verbosity", "0"]
    return [{"name": "gongkai_api.check_changes", "command": command, "at": "04:10"}]


@hooks.register("register_gongkai_after_restore")
def begin_changes_anew() -> list[str]:
    """Readers have seen numbers that this database is going to give again."""
    begin_anew()
    return [_("已作废变更清单的全部续读位置：数据采集方将从头读取。")]
