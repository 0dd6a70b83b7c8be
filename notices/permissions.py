"""Who may do what with boards and postings: the permission, and the organ that keeps the board."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import register_permission_policy

from .rooms import catalogue

ADD_POSTING = "gongkai_notices.add_posting"
CHANGE_POSTING = "gongkai_notices.change_posting"
# Who drafts items keeps the register of their own organs; what was entered they do not delete.
OF_EDITORS = tuple(
    f"gongkai_notices.{each}"
    for each in (
        "view_noticeboard", "add_noticeboard", "change_noticeboard",
        "view_posting", "add_posting", "change_posting",
    )
)  # fmt: skip
OF_OFFICE = (*OF_EDITORS, "gongkai_notices.delete_noticeboard", "gongkai_notices.delete_posting")


class OrganPolicy(ModelPermissionPolicy):  # type: ignore[misc]  # Wagtail is untyped
    """The model's permissions, for what the user's organs keep."""

    def __init__(self, model: Any, place: str) -> None:
        super().__init__(model)
        self.place = place

    def _reaches(self, user: Any, instance: Any) -> bool:
        board = instance if self.place == "organ" else instance.board
        return bool(catalogue("organ_reach").reaches(user, board.organ_id))

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Any) -> bool:
        """As for the model, for boards of the user's organs. A board with postings stays: it is
        put out of use instead."""
        if action == "delete" and self.place == "organ" and instance.postings.exists():
            return False
        allowed = super().user_has_permission_for_instance(user, action, instance)
        return bool(allowed and self._reaches(user, instance))

    def user_has_any_permission_for_instance(self, user: Any, actions: Any, instance: Any) -> bool:
        """As for the model, for boards of the user's organs."""
        allowed = super().user_has_any_permission_for_instance(user, actions, instance)
        return bool(allowed and self._reaches(user, instance))

    def instances_user_has_any_permission_for(self, user: Any, actions: Any) -> QuerySet[Any]:
        """The same rule for many."""
        found: QuerySet[Any] = super().instances_user_has_any_permission_for(user, actions)
        organs = catalogue("organ_reach").organ_ids_of(user)
        return found if organs is None else found.filter(**{f"{self.place}__in": organs})


def register_policies() -> None:
    """Register our policies. Runs in ``ready()``, before anything asks the registry."""
    from .models import NoticeBoard, Posting

    register_permission_policy(NoticeBoard, OrganPolicy(NoticeBoard, "organ"))
    register_permission_policy(Posting, OrganPolicy(Posting, "board__organ"))


def boards_for(user: Any) -> QuerySet[Any]:
    """Boards in use on which ``user`` may enter postings."""
    from .models import NoticeBoard

    boards = NoticeBoard.objects.filter(is_active=True)
    if not user.has_perm(ADD_POSTING):
        return boards.none()
    organs = catalogue("organ_reach").organ_ids_of(user)
    return boards if organs is None else boards.filter(organ__in=organs)
