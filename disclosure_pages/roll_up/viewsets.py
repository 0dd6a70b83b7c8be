"""年报报告单位 in the admin: who reports, and into whose tables."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.forms import Select
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, ObjectList
from wagtail.admin.ui.tables import BooleanColumn, Column
from wagtail.admin.views.generic import IndexView
from wagtail.admin.viewsets.model import ModelViewSet

from .models import ReportingBody


class ReportingBodyIndexView(IndexView):  # type: ignore[misc]  # Wagtail is untyped
    """Bodies with their organs."""

    def get_base_queryset(self) -> QuerySet[Any]:
        """With what the list shows."""
        return ReportingBody.objects.select_related("organ", "compiled_into")


class ReportingBodyViewSet(ModelViewSet):  # type: ignore[misc]  # Wagtail is untyped
    """Bodies that make an annual report."""

    model = ReportingBody
    name = "gongkai_reporting_bodies"
    url_prefix = "gongkai-reporting-bodies"
    icon = "group"
    menu_label = _("年报报告单位")
    menu_name = "gongkai-reporting-bodies"
    add_to_settings_menu = True
    index_view_class = ReportingBodyIndexView
    copy_view_enabled = False
    list_per_page = 100
    list_display = [
        "organ",
        Column("get_level_display", label=_("类别"), sort_key="level"),
        BooleanColumn("compiles", label=_("汇总下级"), sort_key="compiles"),
        Column("compiled_into", label=_("汇入机构")),
        Column("active_from", label=_("起始年度"), sort_key="active_from"),
        Column("active_to", label=_("终止年度"), sort_key="active_to"),
    ]
    list_filter = ["level", "compiles"]
    search_fields = ["organ__name", "organ__short_name"]
    search_backend_name = None
    ordering = ["organ__sort_order", "organ_id"]
    edit_handler = ObjectList(
        [
            FieldPanel("organ", widget=Select),
            FieldPanel("level"),
            FieldPanel("compiles"),
            FieldPanel("compiled_into", widget=Select),
            FieldRowPanel([FieldPanel("active_from"), FieldPanel("active_to")]),
        ]
    )
