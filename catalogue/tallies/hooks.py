"""What who runs the site does for the tallies, and what a backup proves of them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import hooks

from ..models import ListedItem
from . import checking


@hooks.register("register_gongkai_scheduled_jobs")
def jobs() -> list[dict[str, Any]]:
    """With the day the validity of some items changes, though nobody changes them."""
    command = ["check_tallies", "--settle"]
    return [{"name": "gongkai_catalogue.settle_tallies", "command": command, "at": "00:10"}]


@hooks.register("register_gongkai_backup_checks")
def counts() -> dict[str, Any]:
    """That the counts which came back are those of the items that came back."""
    return {"name": str(gettext_lazy("条目计数")), "facts": _facts, "faults": _faults}


def _facts() -> dict[str, Any]:
    return {"listed": ListedItem.objects.count()}


def _faults() -> Iterator[str]:
    if checking.check():
        yield _("公开条目的计数与条目不一致，请运行 check_tallies --repair 改正。")
