"""The menu 年度统计 of the admin."""

from __future__ import annotations

from typing import Any

from django.urls import path
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, UserColumn
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.snippets.views.snippets import SnippetViewSet

from ..entry.provenance import ProvenanceView
from ..entry.standing import describe_standing
from ..entry.views import CheckView, EntryView
from ..statutory.forms import form_for
from .models import AnnualStatistics
from .views import (
    AnnualStatisticsCreateView,
    AnnualStatisticsDeleteView,
    AnnualStatisticsEditView,
    AnnualStatisticsIndexView,
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


def form_label(statistics: AnnualStatistics) -> str:
    """Name of the form of the year."""
    return form_for(statistics.year).label


class AnnualStatisticsViewSet(SnippetViewSet):
    """Statistics of each organ and year."""

    model = AnnualStatistics
    icon = "history"
    menu_label = _("年度统计")
    menu_name = "gongkai-statistics"
    menu_order = 250
    add_to_admin_menu = True
    list_display = [
        "__str__",
        Column("report_form", label=_("格式"), accessor=form_label),
        Column("get_status_display", label=_("状态"), sort_key="status"),
        Column("standing", label=_("勾稽核对"), accessor=describe_standing),
        UserColumn("frozen_by", label=_("冻结人")),
    ]
    list_filter = ["year", "status"]
    index_view_class = AnnualStatisticsIndexView
    add_view_class = AnnualStatisticsCreateView
    edit_template_name = "gongkai_pages/admin/statistics_edit.html"
    edit_view_class = AnnualStatisticsEditView
    delete_view_class = AnnualStatisticsDeleteView
    copy_view_enabled = False

    def get_urlpatterns(self) -> list[Any]:
        """The addresses of a snippet, and those of the tables and of freezing."""
        return [
            *super().get_urlpatterns(),
            path("tables/<int:pk>/", EntryView.as_view(), name="entry"),
            path("tables/<int:pk>/check/", CheckView.as_view(), name="check"),
            path("provenance/<int:pk>/", ProvenanceView.as_view(), name="provenance"),
            path("freeze/<int:pk>/", FreezeView.as_view(), name="freeze"),
            path("unfreeze/<int:pk>/", UnfreezeView.as_view(), name="unfreeze"),
        ]
