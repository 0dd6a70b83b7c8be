"""Where the sign-off of reports meets Wagtail's admin."""

from __future__ import annotations

from typing import Any

from django.urls import path
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.log_actions import LogFormatter

from .views import WithholdVersionView


@hooks.register("register_admin_urls")
def register_report_urls() -> list[Any]:
    """Address of the page on which an earlier text is withheld."""
    return [
        path(
            "annual-reports/versions/<int:pk>/withhold/",
            WithholdVersionView.as_view(),
            name="gongkai_pages_withhold_version",
        )
    ]


@hooks.register("register_log_actions")
def register_version_actions(actions: Any) -> None:
    """Name what happens to earlier texts in the history of the page."""

    @actions.register_action("gongkai_pages.withhold_version")
    class WithholdFormatter(LogFormatter):
        label = _("不再公开旧版本")

        def format_message(self, log_entry: Any) -> str:
            """Which one, and why."""
            return _("不再公开第%(number)d版，原因：%(reason)s") % log_entry.data
