"""Where the column meets Wagtail's admin."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.log_actions import LogFormatter
from wagtail.permissions import register_permission_policy
from wagtail.snippets.models import register_snippet

from .downloads import drafts as draft_hooks  # noqa: F401 - it registers what it brings
from .imports import hooks as import_hooks  # noqa: F401 - it registers what it brings
from .panels import StaleGuidesPanel
from .registers import hooks as register_hooks  # noqa: F401 - it registers what it brings
from .reports import cached_urls as cached_urls_hooks  # noqa: F401 - it registers what it brings
from .reports import drafting_hooks  # noqa: F401 - it registers what it brings
from .reports import hooks as report_hooks  # noqa: F401 - it registers what it brings
from .roll_up import hooks as roll_up_hooks  # noqa: F401 - it registers what it brings
from .statistics.cells import FormCells
from .statistics.models import AnnualStatistics
from .statistics.viewsets import AnnualStatisticsPermissionPolicy, AnnualStatisticsViewSet

register_permission_policy(AnnualStatistics, AnnualStatisticsPermissionPolicy(AnnualStatistics))
register_snippet(AnnualStatisticsViewSet)


@hooks.register("register_gongkai_statistics_source", order=-100)
def register_form_cells() -> type[FormCells]:
    """Cells of the form, before the sources that count some of them."""
    return FormCells


@hooks.register("register_gongkai_office_permissions")
def allow_the_office_statistics() -> list[str]:
    """The disclosure office enters the figures of a year and signs them off."""
    return [
        f"gongkai_pages.{action}_annualstatistics" for action in ("add", "change", "view", "freeze")
    ]


@hooks.register("construct_homepage_panels")
def warn_of_stale_guides(request: HttpRequest, panels: list[Any]) -> None:
    """Remind those who may edit a guide to check it."""
    panels.append(StaleGuidesPanel())


@hooks.register("register_log_actions")
def register_statistics_actions(actions: Any) -> None:
    """Name what happens to statistics in the history."""
    actions.register_action("gongkai_pages.enter_figures", _("填报统计数字"), _("填报了统计数字"))
    actions.register_action("gongkai_pages.freeze_statistics", _("冻结统计"), _("冻结了年度统计"))

    @actions.register_action("gongkai_pages.unfreeze_statistics")
    class UnfreezeFormatter(LogFormatter):
        label = _("解除统计冻结")

        def format_message(self, log_entry: Any) -> str:
            """What was done, and why."""
            return _("解除了年度统计的冻结，原因：%s") % log_entry.data["reason"]
