"""检索统计: what was searched for, found nothing, or is searched for all the time."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from django.apps import apps
from django.db.models import Max, Min, QuerySet, Sum
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django_filters import ChoiceFilter
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.reports import ReportView
from wagtail.permission_policies import ModelPermissionPolicy

from ..answered import answered_questions
from ..exports import SheetExportMixin
from ..models import QueryCount
from ..promotions import promoted_queries
from ..services.queries import ENOUGH
from ..text.synonyms import thesaurus

# With so many hits or fewer a query found little.
FEW = 5
_DAYS = {"7": _("最近7天"), "30": _("最近30天"), "90": _("最近90天"), "365": _("最近一年")}
_USUAL_DAYS = "30"
NOTHING, LITTLE = "none", "few"


class QueryFilterSet(WagtailFilterSet):
    """The period, and what became of the queries."""

    days = ChoiceFilter(
        label=_("期间"), choices=list(_DAYS.items()), empty_label=None, method="since"
    )
    result = ChoiceFilter(
        label=_("结果"),
        choices=[(NOTHING, _("没有结果")), (LITTLE, _("结果很少"))],
        empty_label=_("全部（常用在前）"),
        method="with_result",
    )

    class Meta:
        model = QueryCount
        fields: list[str] = []

    def __init__(self, data: Any = None, *args: Any, **kwargs: Any) -> None:
        chosen = data.copy() if data is not None else {}
        chosen.setdefault("days", _USUAL_DAYS)
        super().__init__(chosen, *args, **kwargs)

    def since(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Counts of the last days."""
        return queryset.filter(day__gt=timezone.localdate() - timedelta(days=int(value)))

    def with_result(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Queries that found nothing, or little, at least once."""
        if value == NOTHING:
            return queryset.filter(hits=0)
        return queryset.filter(hits__gt=0, hits__lte=FEW)


class DayColumn(Column):
    """A day; how many hours ago it began tells nobody anything."""

    def get_value(self, instance: Any) -> str:
        return date_format(instance[self.name], "Y-m-d")


class TendedColumn(Column):
    """What the office did for a query already."""

    def get_value(self, instance: Any) -> str:
        query = instance["query"]
        kinds = {
            _("同义词"): query in thesaurus().words,
            _("推荐结果"): query in promoted_queries(),
            _("已答复问题"): query in answered_questions(),
        }
        return "、".join(str(kind) for kind, is_set in kinds.items() if is_set)


class ActionsColumn(Column):
    """What can be done for a query."""

    cell_template_name = "gongkai_search/admin/query_actions.html"

    def get_cell_context_data(self, instance: Any, parent_context: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_cell_context_data(instance, parent_context)
        allowed = parent_context["request"].user.has_perm
        text = instance["query"]
        context["actions"] = [
            (label, f"{reverse(name)}?{urlencode({field: text})}")
            for label, name, field, permission in _ACTIONS
            # A permission of an app that is not installed nobody has, but a superuser.
            if allowed(permission) and apps.is_installed(_INSTALLED.get(name, "wagtail.snippets"))
        ]
        context["query"] = text
        return context


_INSTALLED = {"gongkai_search_admin:promote": "wagtail.contrib.search_promotions"}
_ACTIONS = (
    (
        _("设为同义词"),
        "wagtailsnippets_gongkai_search_synonymgroup:add",
        "words",
        "gongkai_search.add_synonymgroup",
    ),
    (
        _("设推荐结果"),
        "gongkai_search_admin:promote",
        "q",
        "wagtailsearchpromotions.add_searchpromotion",
    ),
    (
        _("设为已答复问题"),
        "wagtailsnippets_gongkai_search_answeredquestion:add",
        "question",
        "gongkai_search.add_answeredquestion",
    ),
)


class QueryReportView(SheetExportMixin, ReportView):
    """Queries that at least :data:`ENOUGH` have asked on one day, with how they fared."""

    page_title = _("检索统计")
    header_icon = "search"
    results_template_name = "gongkai_search/admin/query_report_results.html"
    filterset_class = QueryFilterSet
    permission_policy = ModelPermissionPolicy(QueryCount)
    permission_required = "view"
    index_url_name = "gongkai_search_admin:queries"
    index_results_url_name = "gongkai_search_admin:queries_results"
    default_ordering = "-searches_made"
    export_filename = "search-queries"
    columns = [
        Column("query", label=_("检索内容"), sort_key="query"),
        Column("searches_made", label=_("检索次数"), sort_key="searches_made"),
        Column("askers_a_day", label=_("单日最多人数"), sort_key="askers_a_day"),
        Column("hits", label=_("最少结果数"), sort_key="hits"),
        DayColumn("last_day", label=_("最近一次"), sort_key="last_day"),
        TendedColumn("tended", label=_("已经设置")),
        ActionsColumn("actions", label=_("处理")),
    ]
    list_export = ["query", "searches_made", "askers_a_day", "hits", "last_day"]
    export_headings = {
        "query": _("检索内容"),
        "searches_made": _("检索次数"),
        "askers_a_day": _("单日最多人数"),
        "hits": _("最少结果数"),
        "last_day": _("最近一次"),
    }

    def get_base_queryset(self) -> QuerySet[Any]:
        """A row for each query whose text is known; the others tell nobody anything."""
        rows = QueryCount.objects.order_by().values("digest")
        return rows.annotate(
            query=Max("text"),
            searches_made=Sum("searches"),
            askers_a_day=Max("askers"),
            hits=Min("fewest_hits"),
            last_day=Max("day"),
        ).filter(query__gt="", askers_a_day__gte=ENOUGH)

    def get_filterset_kwargs(self) -> dict[str, Any]:
        """The filters know the queryset."""
        return super().get_filterset_kwargs() | {"queryset": self.get_base_queryset()}
