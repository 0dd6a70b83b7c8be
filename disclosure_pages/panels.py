"""Panels that tell the office what needs a look."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.apps import apps
from django.utils import timezone
from wagtail.admin.panels import Panel
from wagtail.admin.ui.components import Component


class StaleGuidePanel(Panel):
    """Warns, on the guide's own editing page, that nobody has checked it for too long."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "gongkai_pages/admin/stale_guide.html"

        def is_shown(self) -> bool:
            """Show on a guide that exists and is stale."""
            return bool(self.instance.pk and self.instance.is_stale)


class StaleGuidesPanel(Component):
    """Warns on the admin's home of the guides that the user may edit and nobody has checked."""

    name = "gongkai_stale_guides"
    template_name = "gongkai_pages/admin/stale_guides.html"
    order = 105

    def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """Guides, the longest unchecked first."""
        from .models.guide import STALE_AFTER_DAYS

        user = (parent_context or {})["request"].user
        oldest = timezone.localdate() - timedelta(days=STALE_AFTER_DAYS)
        guides = (
            apps.get_model("gongkai_pages", "GuidePage")
            .objects.live()
            .filter(last_checked_on__lt=oldest)
            .order_by("last_checked_on")
        )
        return {
            "guides": [guide for guide in guides if guide.permissions_for_user(user).can_edit()]
        }
