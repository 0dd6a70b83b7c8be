"""Admin panel that shows the computed figures beside the overrides."""

from __future__ import annotations

from wagtail.admin.panels import Panel


class ComputedFiguresPanel(Panel):
    """Read-only table of all figures of the year, with their codes."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "gongkai_pages/admin/computed_figures.html"
