"""Who may do what with the catalogue's records, told to Wagtail's policy registry."""

from __future__ import annotations

from typing import Any

from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import register_permission_policy

ANY_ORGAN = "gongkai_catalogue.disclose_for_any_organ"


class ReadOnlyPolicy(ModelPermissionPolicy):
    """A register that only the system writes; not even a superuser changes anything in it."""

    _READING = frozenset({"view", "choose"})

    def user_has_permission(self, user: Any, action: str) -> bool:
        """Only reading is ever allowed, to those who hold the model's view permission."""
        return action in self._READING and user.has_perm(self._get_permission_name("view"))

    def user_has_any_permission(self, user: Any, actions: Any) -> bool:
        """As :meth:`user_has_permission`, for at least one of ``actions``."""
        return any(self.user_has_permission(user, action) for action in actions)

    def users_with_any_permission(self, actions: Any) -> Any:
        """Readers, when reading is among ``actions``; else nobody."""
        users = super().users_with_any_permission({"view"})
        return users if self._READING & set(actions) else users.none()


def register_policies() -> None:
    """Register our policies. Runs in ``ready()``, before anything asks the registry."""
    from wagtail.models import Page

    from .models import IndexNumber
    from .page_policy import page_policy

    register_permission_policy(Page, page_policy())
    register_permission_policy(IndexNumber, ReadOnlyPolicy(IndexNumber))
