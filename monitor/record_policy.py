"""Records that the system alone writes, told to Wagtail's policy registry."""

from __future__ import annotations

from typing import Any

from wagtail.permission_policies import ModelPermissionPolicy


class RecordPolicy(ModelPermissionPolicy):  # type: ignore[misc]  # Wagtail is untyped
    """A record is read by who holds the permission; nobody adds, changes or deletes by hand."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        """Reading only."""
        return action == "view" and bool(user.has_perm(self._get_permission_name("view")))

    def user_has_any_permission(self, user: Any, actions: Any) -> bool:
        """As :meth:`user_has_permission`, for at least one of ``actions``."""
        return any(self.user_has_permission(user, action) for action in actions)
