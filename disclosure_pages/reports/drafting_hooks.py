"""Where drafting meets Wagtail's admin."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.widgets.button import Button
from wagtail.log_actions import LogFormatter

from ..models import AnnualReportPage
from .drafting import ACTION
from .drafting_views import DraftReportView, StartReportView

DRAFT_URL = "gongkai_pages_draft_report"
START_URL = "gongkai_pages_start_report"


@hooks.register("register_admin_urls")
def register_drafting_urls() -> list[Any]:
    """Addresses of the pages on which reports are begun and drafted."""
    return [
        path("annual-reports/<int:pk>/draft/", DraftReportView.as_view(), name=DRAFT_URL),
        path("annual-reports/of/<int:pk>/start/", StartReportView.as_view(), name=START_URL),
    ]


@hooks.register("register_page_header_buttons")
def add_draft_button(
    page: Any, user: Any, view_name: str, next_url: str | None = None
) -> Iterator[Button]:
    """The way to the first text, from the editor of a report and from its place in the tree."""
    if isinstance(page, AnnualReportPage) and page.permissions_for_user(user).can_edit():
        yield Button(
            _("起草正文"), url=reverse(DRAFT_URL, args=[page.pk]), icon_name="edit", priority=12
        )


@hooks.register("register_log_actions")
def register_drafting_actions(actions: Any) -> None:
    """Name drafting in the history of the page."""

    @actions.register_action(ACTION)
    class DraftFormatter(LogFormatter):
        label = _("起草报告正文")

        def format_message(self, log_entry: Any) -> str:
            """Which parts; the demo's report was drafted whole, which it does not tell."""
            parts = log_entry.data.get("parts")
            told = _("起草了报告正文：%s") % "；".join(parts) if parts else _("起草了报告正文")
            return str(told)
