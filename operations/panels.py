"""What the admin tells of the scheduler: on the home page, and where a publication is scheduled."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from wagtail.admin.panels import PublishingPanel
from wagtail.admin.ui.components import Component

from .scheduling import heartbeat

WATCH = "gongkai_operations.watch_scheduler"


class HeartbeatPanel(Component):  # type: ignore[misc]  # Wagtail is untyped
    """When the scheduler last ran, and what it should have done; for who may watch it."""

    name = "gongkai_heartbeat"
    template_name = "gongkai_operations/admin/heartbeat.html"
    order = 104

    def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """The heartbeat; nothing for others."""
        user = (parent_context or {})["request"].user
        if not user.has_perm(WATCH):
            return {}
        return {
            "beat": heartbeat.read(),
            "is_watched": heartbeat.is_watched(),
            "names_jobs": user.is_superuser,
        }


class TellingPublishingPanel(PublishingPanel.BoundPanel):  # type: ignore[misc]  # as above
    """The dialog for the times of a page, with a word when nobody will look at them."""

    help_text: str

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        """Wagtail's; a help text of the page type's own stays."""
        if not self.help_text:
            self.help_text = heartbeat.silence()
        context: dict[str, Any] = super().get_context_data(parent_context)
        return context


def tell_in_dialogs() -> None:
    """Let every publishing panel tell.

    Wagtail adds this panel to the forms of pages and snippets by itself and has no hook for it, so
    the class that it binds is exchanged. To be dropped when there is one.
    """
    PublishingPanel.BoundPanel = TellingPublishingPanel
