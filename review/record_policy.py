"""Who reads the records: who may, of the pages that they have to do with. Nobody changes them."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import register_permission_policy

from .models import ReviewRecord
from .reach import reach_of

VIEW = "gongkai_review.view_reviewrecord"
_READING = frozenset({"view", "choose"})


class RecordPolicy(ModelPermissionPolicy):  # type: ignore[misc]  # Wagtail is untyped
    """Records are for reading, even for superusers."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        """Only reading is ever allowed, to those who hold the view permission."""
        return action in _READING and bool(user.is_active and user.has_perm(VIEW))

    def user_has_any_permission(self, user: Any, actions: Any) -> bool:
        """As :meth:`user_has_permission`, for at least one of ``actions``."""
        return any(self.user_has_permission(user, action) for action in actions)

    def instances_user_has_any_permission_for(self, user: Any, actions: Any) -> QuerySet[Any]:
        """Records of the pages within the user's reach."""
        if not self.user_has_any_permission(user, actions):
            return ReviewRecord.objects.none()
        return ReviewRecord.objects.filter(reach_of(user).records())

    def users_with_any_permission(self, actions: Any) -> Any:
        """Readers, when reading is among ``actions``; else nobody."""
        users = super().users_with_any_permission({"view"})
        return users if _READING & set(actions) else users.none()


def may_read_records(user: Any, page: Any) -> bool:
    """Whether ``user`` may see the records of ``page``."""
    return bool(user.is_active and user.has_perm(VIEW) and reach_of(user).covers(page))


def register_policy() -> None:
    """Register the policy, before anything asks Wagtail's registry."""
    register_permission_policy(ReviewRecord, RecordPolicy(ReviewRecord))
