"""Who may do what with standard catalogues: the permission, and the column it stands in."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from wagtail.models import Page
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import policy_registry, register_permission_policy

IMPORT = "gongkai_standards.change_standardcatalogue"
_KEPT = "_gongkai_standard_columns"


def columns_of(user: Any) -> frozenset[int] | None:
    """Keys of the columns whose structure ``user`` may change; None: of every column.

    Asked for each row of a list: it is kept on the user, who lives as long as the request.
    """
    if user.is_active and user.is_superuser:
        return None
    if not hasattr(user, _KEPT):
        from .rooms import catalogue

        own = policy_registry.get_by_type(Page).instances_user_has_any_permission_for(
            user, ["change", "publish"]
        )
        columns = catalogue("columns").columns().values_list("pk", flat=True)
        # Whoever may only add pages may "change" their own, which a column is hardly ever.
        kept = frozenset(columns.filter(pk__in=own.values("pk")))
        setattr(user, _KEPT, kept)
    found: frozenset[int] = getattr(user, _KEPT)
    return found


def reaches(user: Any, column_id: int | None) -> bool:
    """Whether a column is among those."""
    found = columns_of(user)
    return found is None or column_id is None or column_id in found


class ColumnPolicy(ModelPermissionPolicy):  # type: ignore[misc]  # Wagtail is untyped
    """The model's permissions, for rows of the columns that somebody may change."""

    def __init__(self, model: Any, place: str) -> None:
        super().__init__(model)
        self.place = place

    def _column_id(self, instance: Any) -> int | None:
        for name in self.place.split("__"):
            instance = getattr(instance, f"{name}_id" if name == "column" else name, None)
            if instance is None:
                return None
        return int(instance)

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Any) -> bool:
        """As for the model, in the user's own columns."""
        allowed = super().user_has_permission_for_instance(user, action, instance)
        return bool(allowed and reaches(user, self._column_id(instance)))

    def user_has_any_permission_for_instance(self, user: Any, actions: Any, instance: Any) -> bool:
        """As for the model, in the user's own columns."""
        allowed = super().user_has_any_permission_for_instance(user, actions, instance)
        return bool(allowed and reaches(user, self._column_id(instance)))

    def instances_user_has_any_permission_for(self, user: Any, actions: Any) -> QuerySet[Any]:
        """The same rule for many."""
        found: QuerySet[Any] = super().instances_user_has_any_permission_for(user, actions)
        columns = columns_of(user)
        return found if columns is None else found.filter(**{f"{self.place}__in": columns})


def register_policies() -> None:
    """Register our policies. Runs in ``ready()``, before anything asks the registry."""
    from .models import StandardCatalogue, StandardRow

    register_permission_policy(StandardCatalogue, ColumnPolicy(StandardCatalogue, "column"))
    register_permission_policy(StandardRow, ColumnPolicy(StandardRow, "catalogue__column"))


def catalogues_for(user: Any, *actions: str) -> QuerySet[Any]:
    """Catalogues with which ``user`` may do one of ``actions``."""
    from .models import StandardCatalogue

    policy = policy_registry.get_by_type(StandardCatalogue)
    found: QuerySet[Any] = policy.instances_user_has_any_permission_for(user, list(actions))
    return found
