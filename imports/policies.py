"""Who may do what with batches and mappings, told to Wagtail's policy registry."""

from __future__ import annotations

from typing import Any

from wagtail.permission_policies import ModelPermissionPolicy, OwnershipPermissionPolicy
from wagtail.permissions import register_permission_policy

from .access import may_import

_ACTIONS = frozenset({"change", "delete", "view"})


class BatchPolicy(ModelPermissionPolicy):  # type: ignore[misc]  # Wagtail is untyped
    """Who imports adds batches and sees them; nobody changes or deletes one by hand."""

    _ALLOWED = frozenset({"add", "view"})

    def user_has_permission(self, user: Any, action: str) -> bool:
        """For those who import."""
        return action in self._ALLOWED and may_import(user)

    def user_has_any_permission(self, user: Any, actions: Any) -> bool:
        """As :meth:`user_has_permission`, for at least one of ``actions``."""
        return bool(self._ALLOWED & set(actions)) and may_import(user)


class MappingPolicy(OwnershipPermissionPolicy):  # type: ignore[misc]  # Wagtail is untyped
    """Who imports sees all and changes their own; the office changes any. None is made by hand."""

    def __init__(self, model: Any) -> None:
        super().__init__(model, owner_field_name="created_by")

    def user_has_permission(self, user: Any, action: str) -> bool:
        """Whether they may do it with some of them."""
        return action in _ACTIONS and may_import(user)

    def user_has_any_permission(self, user: Any, actions: Any) -> bool:
        """As :meth:`user_has_permission`, for at least one of ``actions``."""
        return any(self.user_has_permission(user, action) for action in actions)

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Any) -> bool:
        """Whether they may do it with this one."""
        if not self.user_has_permission(user, action):
            return False
        if action == "view" or instance.created_by_id == user.pk:
            return True
        return bool(user.has_perm(f"gongkai_imports.{action}_importmapping"))

    def user_has_any_permission_for_instance(self, user: Any, actions: Any, instance: Any) -> bool:
        """As above, for at least one of ``actions``."""
        return any(self.user_has_permission_for_instance(user, each, instance) for each in actions)

    def instances_user_has_any_permission_for(self, user: Any, actions: Any) -> Any:
        """Those with which they may do at least one of ``actions``."""
        found = self.model._default_manager.all()
        wanted = {each for each in actions if self.user_has_permission(user, each)}
        if not wanted:
            return found.none()
        codes = [f"gongkai_imports.{each}_importmapping" for each in wanted]
        if "view" in wanted or any(map(user.has_perm, codes)):
            return found
        return found.filter(created_by=user)


def register_policies() -> None:
    """Register our policies. Runs in ``ready()``, before anything asks the registry."""
    from .models import ImportBatch, ImportMapping

    register_permission_policy(ImportBatch, BatchPolicy(ImportBatch))
    register_permission_policy(ImportMapping, MappingPolicy(ImportMapping))
