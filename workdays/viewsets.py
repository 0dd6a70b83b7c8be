"""The register of days off and make-up days in the Wagtail admin."""

from __future__ import annotations

import django_filters
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import BooleanColumn, Column
from wagtail.snippets.views.snippets import SnippetViewSet

from .models import WorkdayOverride


def entered_years() -> list[tuple[int, str]]:
    """The years that have rows, newest first, as choices of the filter."""
    years = WorkdayOverride.objects.dates("date", "year", order="DESC")
    return [(day.year, str(day.year)) for day in years]


class WorkdayOverrideFilterSet(WagtailFilterSet):
    year = django_filters.ChoiceFilter(
        field_name="date", lookup_expr="year", choices=entered_years, label=_("年份")
    )

    class Meta:
        model = WorkdayOverride
        fields = ["is_workday"]


class WorkdayOverrideViewSet(SnippetViewSet):
    model = WorkdayOverride
    icon = "date"
    menu_label = _("放假调休安排")
    menu_name = "gongkai-workdays"
    add_to_settings_menu = True
    list_display = [
        "date",
        Column("get_is_workday_display", label=_("上班或放假"), sort_key="is_workday"),
        Column("name", label=_("名称"), sort_key="name"),
        Column("source", label=_("依据"), sort_key="source"),
        BooleanColumn("year_complete", label=_("本年安排已录全")),
    ]
    list_per_page = 50
    filterset_class = WorkdayOverrideFilterSet
    search_fields = ["name", "source"]
    ordering = ["-date"]
    inspect_view_enabled = True
    inspect_view_fields = [
        "date",
        "is_workday",
        "name",
        "source",
        "source_url",
        "year_complete",
        "entered_by",
        "entered_at",
    ]
