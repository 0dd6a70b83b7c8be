"""Admin panels of the statistics: all figures of the year, and the numbers entered by hand."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ValidationError
from wagtail.admin.panels import InlinePanel, Panel


class ComputedFiguresPanel(Panel):
    """Read-only table of all figures of the year, with their codes and where they come from."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "gongkai_pages/admin/computed_figures.html"

        def is_shown(self) -> bool:
            """Hide from the page on which statistics are made."""
            return bool(self.instance.pk)

        def get_context_data(
            self, parent_context: Mapping[str, Any] | None = None
        ) -> dict[str, Any]:
            from .services import FREEZE_PERMISSION, figures_of

            context: dict[str, Any] = super().get_context_data(parent_context)
            context["may_freeze"] = self.request.user.has_perm(FREEZE_PERMISSION)
            try:
                context["figures"] = list(
                    figures_of(self.instance, self.request, with_computed=True)
                )
            except ValidationError as error:
                context["problem"] = error.messages[0]
            return context


class OverridesPanel(InlinePanel):
    """Numbers entered by hand; hidden while the year is frozen, when none may be entered."""

    class BoundPanel(InlinePanel.BoundPanel):
        def is_shown(self) -> bool:
            """Show while the figures are open."""
            return bool(super().is_shown() and not self.instance.is_frozen)
