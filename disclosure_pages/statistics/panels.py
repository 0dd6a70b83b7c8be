"""Admin panel of the statistics of a year: how they stand, and what can be done with them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from wagtail.admin.panels import FieldRowPanel, Panel


class ChoicePanel(FieldRowPanel):
    """Organ and year, which are chosen once; later the heading of the page says them."""

    class BoundPanel(FieldRowPanel.BoundPanel):
        def is_shown(self) -> bool:
            """Show on the page on which statistics are made."""
            return bool(super().is_shown() and not self.instance.pk)


class StandingPanel(Panel):
    """How far the year's figures are, what the rules say of them, and the way to both pages."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "gongkai_pages/admin/statistics_standing.html"

        def is_shown(self) -> bool:
            """Hide from the page on which statistics are made."""
            return bool(self.instance.pk)

        def get_context_data(
            self, parent_context: Mapping[str, Any] | None = None
        ) -> dict[str, Any]:
            from ..entry.overview import overview_of

            context: dict[str, Any] = super().get_context_data(parent_context)
            return {**context, **overview_of(self.instance, self.request.user)}
