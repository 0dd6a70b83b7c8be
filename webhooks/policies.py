"""Who may do what with the log, told to Wagtail's policy registry."""

from __future__ import annotations

from typing import Any

from wagtail.permission_policies import ModelPermissionPolicy


class LogPolicy(ModelPermissionPolicy):  # type: ignore[misc]  # Wagtail is untyped
    """A log is read; nobody adds to it, changes or deletes it by hand."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        """Reading, for who holds the permission."""
        return action == "view" and bool(user.has_perm("gongkai_webhooks.view_delivery"))

    def user_has_any_permission(self, user: Any, actions: Any) -> bool:
        """As :meth:`user_has_permission`, for at least one of ``actions``."""
        return any(self.user_has_permission(user, action) for action in actions)
