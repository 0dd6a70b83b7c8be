"""The menu 年度统计 of the admin."""

from __future__ import annotations

from typing import Any

from django.urls import path
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import UserColumn
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.snippets.views.snippets import SnippetViewSet

from .models import AnnualStatistics
from .views import (
    AnnualStatisticsDeleteView,
    AnnualStatisticsEditView,
    FreezeView,
    UnfreezeView,
)


class AnnualStatisticsPermissionPolicy(ModelPermissionPolicy):
    """Nobody deletes what was signed off."""

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Any) -> bool:
        """As for the model, but for frozen statistics."""
        if action == "delete" and instance.is_frozen:
            return False
        return bool(super().user_has_permission_for_instance(user, action, instance))

    def instances_user_has_any_permission_for(self, user: Any, actions: list[str]) -> Any:
        """The same rule for many."""
        instances = super().instances_user_has_any_permission_for(user, actions)
        if set(actions) == {"delete"}:
            return instances.exclude(status="frozen")
        return instances


class AnnualStatisticsViewSet(SnippetViewSet):
    """Statistics of each organ and year."""

    model = AnnualStatistics
    icon = "history"
    menu_label = _("年度统计")
    menu_name = "gongkai-statistics"
    menu_order = 250
    add_to_admin_menu = True
    list_display = ["__str__", "status", UserColumn("frozen_by")]
    list_filter = ["year", "status"]
    edit_view_class = AnnualStatisticsEditView
    delete_view_class = AnnualStatisticsDeleteView
    copy_view_enabled = False

    def get_urlpatterns(self) -> list[Any]:
        """The addresses of a snippet, and those of freezing."""
        return [
            *super().get_urlpatterns(),
            path("freeze/<int:pk>/", FreezeView.as_view(), name="freeze"),
            path("unfreeze/<int:pk>/", UnfreezeView.as_view(), name="unfreeze"),
        ]
