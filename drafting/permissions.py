"""Who may draft, and where."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet
from wagtail.models import Page
from wagtail.permissions import policy_registry

from .catalogue_app import catalogue_model


def categories_for(user: Any) -> QuerySet[Any]:
    """Categories that ``user`` may add items to, in the order of the tree."""
    categories = catalogue_model("CategoryPage").objects.order_by("path")
    if not user.is_active:
        return categories.none()  # type: ignore[no-any-return]  # Wagtail is untyped
    if user.is_superuser:
        return categories  # type: ignore[no-any-return]
    places = Q(pk__in=())
    policy = policy_registry.get_by_type(Page)
    for each in policy.get_cached_permissions_for_user(user):
        if each.permission.codename == Page.PERMISSION_CODENAMES.ADD:
            places |= Q(path__startswith=each.page.path)
    return categories.filter(places)  # type: ignore[no-any-return]


def may_draft(user: Any) -> bool:
    """Whether there is any category that ``user`` may add items to."""
    return categories_for(user).exists()
