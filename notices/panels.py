"""The admin's home: sheets whose time is up."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from wagtail.admin.ui.components import Component
from wagtail.permissions import policy_registry

from .enums import Standing
from .models import Posting

_MOST = 10


class OverduePanel(Component):  # type: ignore[misc]  # Wagtail is untyped
    """到期应撤, of the boards that the user keeps; two queries."""

    name = "gongkai_notices"
    template_name = "gongkai_notices/admin/panel.html"
    order = 160

    def get_context_data(self, parent_context: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """The longest overdue first."""
        user = (parent_context or {})["request"].user
        policy = policy_registry.get_by_type(Posting)
        own = policy.instances_user_has_any_permission_for(user, ["change"])
        due = own.standing(Standing.OVERDUE).select_related("board").order_by("until", "pk")
        number = due.count()
        index = reverse("gongkai_notices_postings:index")
        return {
            "postings": due[:_MOST] if number else [],
            "number": number,
            "more": max(0, number - _MOST),
            "all_url": f"{index}?{urlencode({'standing': Standing.OVERDUE.value})}",
        }
