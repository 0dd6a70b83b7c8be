"""What the open data has done at its time."""

from __future__ import annotations

from typing import Any

from wagtail import hooks


@hooks.register("register_gongkai_scheduled_jobs")
def jobs() -> list[dict[str, Any]]:
    """The yearly files are made anew while nobody downloads them."""
    command = ["build_open_data", "--verbosity", "0"]
    return [{"name": "gongkai_open_data.build", "command": command, "at": "03:50"}]
