"""Who may see and set what in the monitor."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.db.models import QuerySet
from wagtail.permission_policies.pages import PagePermissionPolicy

from .reading import VIEW_ALL, organ_ids_of
from .services.running import START

CHANGE_SETTINGS = "gongkai_monitor.change_monitorsettings"
OFFICE = (VIEW_ALL, START, CHANGE_SETTINGS)


def may_look(user: Any) -> bool:
    """Whether there is anything that the user may see: the office, and who works for an organ."""
    organs = organ_ids_of(user)
    return organs is None or bool(organs)


def columns_to_set(user: Any) -> QuerySet[Any]:
    """Columns whose numbers the user may set: those whose pages they may change."""
    page: Any = apps.get_model("wagtailcore", "Page")
    if not user.has_perm(CHANGE_SETTINGS):
        return page.objects.none()  # type: ignore[no-any-return]  # Wagtail is untyped
    from .rooms import catalogue

    own = PagePermissionPolicy().instances_user_has_permission_for(user, "change")
    found: QuerySet[Any] = catalogue("columns").columns().filter(pk__in=own.values("pk"))
    return found
