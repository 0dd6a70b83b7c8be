"""What stands beside the text of a report in the editor: its check, and its earlier texts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from wagtail.admin.panels import Panel

from ..statistics.models import AnnualStatistics
from .checking import check_statistics, open_breaches


class CheckPanel(Panel):
    """What the rules say of the report's numbers and text, and the way to the tables."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "gongkai_pages/admin/report_check.html"

        def is_shown(self) -> bool:
            """Show once the report stands in a column."""
            return bool(self.instance.pk and self.instance.column_above())

        def get_context_data(
            self, parent_context: Mapping[str, Any] | None = None
        ) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            page = self.instance
            # Looking at a report makes no statistics.
            statistics = AnnualStatistics.objects.filter(
                organ=page.column_above().organ_id, year=page.year
            ).first()
            checked = check_statistics(statistics, page) if statistics else []
            return {
                **context,
                "statistics": statistics,
                "checked": checked,
                "open": open_breaches(checked),
                "versions": list(page.versions.defer("content")),
                "may_withhold": page.permissions_for_user(self.request.user).can_unpublish(),
            }
