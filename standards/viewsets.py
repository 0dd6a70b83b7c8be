"""The menu 标准目录 of the admin."""

from __future__ import annotations

from typing import Any

import django_filters
from django.apps import apps
from django.db.models import Q, QuerySet
from django.forms import CheckboxSelectMultiple, Select
from django.http import HttpRequest
from django.urls import path, reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
    TabbedInterface,
)
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.widgets.button import HeaderButton, ListingButton
from wagtail.permissions import policy_registry
from wagtail.snippets.views.snippets import IndexView, SnippetViewSet, SnippetViewSetGroup

from .coverage import coverages
from .enums import DueKind
from .filters import CONTENT_CHOICES, has_content
from .forms import StandardCatalogueForm, StandardRowForm
from .guards import guarded
from .looking import Window
from .models import StandardCatalogue, StandardRow
from .organs import Organs
from .rooms import catalogue
from .views.addresses import COVERAGE, EXPORT, IMPORT, STATUTORY
from .views.coverage import CoverageView, export_catalogue

_SheetExportMixin: Any = catalogue("viewsets.exports").SheetExportMixin
_ACTIONS = ["add", "change", "delete", "view"]
# The last year before the law, which no table tells of.
_FIRST_YEAR = 2007


class OwnColumnViewSet(SnippetViewSet):  # type: ignore[misc]  # Wagtail is untyped
    """Objects of the columns that the user keeps, in lists and one by one."""

    copy_view_enabled = False
    # Search by parts of a name in the database: Wagtail's index finds no part of a Chinese word.
    search_backend_name = None

    def construct_view(self, view_class: Any, **kwargs: Any) -> Any:
        """Every view refuses objects of other columns."""
        return guarded(super().construct_view(view_class, **kwargs), self.model)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """What the user may do anything with."""
        policy = policy_registry.get_by_type(self.model)
        found: QuerySet[Any] = policy.instances_user_has_any_permission_for(request.user, _ACTIONS)
        return found


def coverage_words(catalogue: Any) -> str:
    """How many rows have content, for a list."""
    found = getattr(catalogue, "coverage", None)
    if found is None:
        return ""
    return str(
        _("%(total)d项中%(covered)d项有内容") % {"total": found.total, "covered": found.covered}
    )


def late_words(catalogue: Any) -> str:
    """How many rows were late, for a list."""
    found = getattr(catalogue, "coverage", None)
    return str(len(found.late)) if found else ""


class CatalogueIndexView(IndexView):  # type: ignore[misc]  # Wagtail is untyped
    """Catalogues with their coverage, which is computed for those on the page."""

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(*args, **kwargs)
        shown = list(context["object_list"])
        found = coverages(shown)
        for each in shown:
            each.coverage = found[each.pk]
        return context

    @cached_property
    def header_buttons(self) -> list[Any]:
        """Also the import, and the categories of the law."""
        buttons: list[Any] = super().header_buttons
        if self.user_has_permission("change"):
            buttons.append(HeaderButton(_("导入目录"), url=reverse(IMPORT), icon_name="upload"))
            buttons.append(
                HeaderButton(_("法定事项的类别"), url=reverse(STATUTORY), icon_name="list-ul")
            )
        return buttons

    def get_list_more_buttons(self, instance: StandardCatalogue) -> list[Any]:
        """Coverage and export before what every snippet has."""
        return [
            ListingButton(
                _("公开情况"),
                url=reverse(COVERAGE, args=[instance.pk]),
                icon_name="tasks",
                priority=3,
            ),
            ListingButton(
                _("导出XLSX"),
                url=reverse(EXPORT, args=[instance.pk]),
                icon_name="download",
                priority=4,
            ),
            *super().get_list_more_buttons(instance),
        ]


class StandardCatalogueViewSet(OwnColumnViewSet):
    """The catalogues."""

    model = StandardCatalogue
    icon = "table"
    menu_label = _("标准目录")
    menu_name = "gongkai-standard-catalogues"
    index_view_class = CatalogueIndexView
    list_per_page = 20
    list_display = [
        "name",
        Column("column", label=_("公开栏目")),
        Column("get_level_display", label=_("格式")),
        Column("coverage", label=_("公开情况"), accessor=coverage_words),
        Column("late", label=_("超过时限"), accessor=late_words),
        DateColumn("read_at", label=_("最近导入")),
    ]
    list_filter = ["level"]
    search_fields = ["name"]
    edit_handler = ObjectList(
        [
            FieldPanel("name"),
            FieldRowPanel(
                [FieldPanel("column", widget=Select), FieldPanel("organ", widget=Select)]
            ),
            FieldPanel("level"),
            FieldRowPanel([FieldPanel("upper_level"), FieldPanel("lower_level")]),
            FieldRowPanel([FieldPanel("first_year"), FieldPanel("last_year")]),
        ],
        base_form_class=StandardCatalogueForm,
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """With what the list shows."""
        return super().get_queryset(request).select_related("column", "organ")

    def get_urlpatterns(self) -> list[Any]:
        """The addresses of a snippet, coverage and export."""
        coverage = guarded(CoverageView.as_view(), StandardCatalogue)
        export = guarded(export_catalogue, StandardCatalogue)
        return [
            *super().get_urlpatterns(),
            path("coverage/<int:pk>/", coverage, name="coverage"),
            path("export/<int:pk>/", export, name="export"),
        ]


def _own_catalogues(request: HttpRequest | None) -> QuerySet[Any]:
    policy = policy_registry.get_by_type(StandardCatalogue)
    if request is None:
        return StandardCatalogue.objects.none()
    found: QuerySet[Any] = policy.instances_user_has_any_permission_for(request.user, _ACTIONS)
    return found


def _organs(request: HttpRequest | None) -> QuerySet[Any]:
    organ: Any = apps.get_model("gongkai_catalogue", "Organ")
    found: QuerySet[Any] = organ.objects.all()
    return found


def _years() -> list[tuple[str, str]]:
    return [(str(year), str(year)) for year in range(timezone.localdate().year, _FIRST_YEAR, -1)]


class StandardRowFilterSet(WagtailFilterSet):  # type: ignore[misc]  # Wagtail is untyped
    """Narrows the office's list of rows."""

    catalogue = django_filters.ModelMultipleChoiceFilter(
        label=_("标准目录"), queryset=_own_catalogues, widget=CheckboxSelectMultiple
    )
    area = django_filters.CharFilter(label=_("领域"), lookup_expr="icontains")
    due_kind = django_filters.ChoiceFilter(label=_("时限类型"), choices=DueKind.choices)
    unbound = django_filters.BooleanFilter(
        label=_("没有对应类别"), field_name="category", lookup_expr="isnull"
    )
    organ = django_filters.ModelChoiceFilter(
        label=_("责任机构"), queryset=_organs, method="filter_organ"
    )
    year = django_filters.TypedChoiceFilter(
        label=_("执行的年度"), choices=_years, coerce=int, method="filter_year"
    )
    # After the others: it is asked of the rows that they have left.
    content = django_filters.ChoiceFilter(
        label=_("公开情况"), choices=CONTENT_CHOICES, method="filter_content"
    )

    class Meta:
        model = StandardRow
        fields: list[str] = []

    def filter_organ(self, rows: QuerySet[Any], name: str, value: Any) -> QuerySet[Any]:
        """Rows that an organ answers for, or one below it."""
        below = Organs().below(value.pk)
        made = Q(organ__isnull=True, catalogue__organ__in=below)
        return rows.filter(Q(organ__in=below) | made)

    def filter_year(self, rows: QuerySet[Any], name: str, value: int) -> QuerySet[Any]:
        """Rows that were in force in a year, of catalogues that were."""
        for place in ("", "catalogue__"):
            first, last = f"{place}first_year", f"{place}last_year"
            rows = rows.filter(
                Q(**{f"{first}__isnull": True}) | Q(**{f"{first}__lte": value}),
                Q(**{f"{last}__isnull": True}) | Q(**{f"{last}__gte": value}),
            )
        return rows

    def filter_content(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Rows that have content, or have none: in the year that was chosen, else now."""
        year = self.form.cleaned_data.get("year")
        catalogues = StandardCatalogue.objects.filter(pk__in=rows.values("catalogue"))
        found = coverages(
            list(catalogues.select_related("column")), Window.of_year(year) if year else None
        )
        counted = (each for coverage in found.values() for each in coverage.rows)
        keys = [each.row.pk for each in counted if has_content(each, value)]
        return rows.filter(pk__in=keys)


class StandardRowIndexView(_SheetExportMixin, IndexView):  # type: ignore[misc]  # Wagtail is untyped
    """The list; its sheets run no formula and open in Excel."""


class StandardRowViewSet(OwnColumnViewSet):
    """The rows."""

    model = StandardRow
    index_view_class = StandardRowIndexView
    icon = "list-ol"
    menu_label = _("目录事项")
    menu_name = "gongkai-standard-rows"
    list_per_page = 100
    list_display = [
        "__str__",
        Column("area", label=_("领域"), sort_key="area"),
        Column("catalogue", label=_("标准目录")),
        Column("time_limit", label=_("公开时限")),
        Column("organ", label=_("责任机构")),
        Column("category", label=_("对应类别")),
    ]
    filterset_class = StandardRowFilterSet
    search_fields = ["number", "matter", "sub_matter", "content", "body"]
    ordering = ["catalogue_id", "sort_order", "pk"]
    list_export = [
        "area", "number", "matter", "sub_matter", "content", "basis", "time_limit", "body",
        "organ", "category",
    ]  # fmt: skip
    export_filename = "gongkai-standard-rows"
    edit_handler = TabbedInterface(
        [
            ObjectList(
                [
                    FieldPanel("catalogue", widget=Select),
                    FieldRowPanel([FieldPanel("area"), FieldPanel("number")]),
                    FieldRowPanel([FieldPanel("matter"), FieldPanel("sub_matter")]),
                    FieldPanel("content"),
                    FieldPanel("basis"),
                    FieldRowPanel([FieldPanel("time_limit"), FieldPanel("body")]),
                    MultiFieldPanel(
                        [FieldPanel("channels"), FieldPanel("channels_other")],
                        heading=_("公开渠道和载体"),
                    ),
                    MultiFieldPanel(
                        [
                            FieldRowPanel([FieldPanel("to_everyone"), FieldPanel("to_specific")]),
                            FieldPanel("specific_group"),
                        ],
                        heading=_("公开对象"),
                    ),
                    MultiFieldPanel(
                        [FieldRowPanel([FieldPanel("is_proactive"), FieldPanel("is_on_request")])],
                        heading=_("公开方式"),
                    ),
                    MultiFieldPanel(
                        [
                            FieldRowPanel(
                                [FieldPanel("at_upper_level"), FieldPanel("at_lower_level")]
                            )
                        ],
                        heading=_("公开层级"),
                    ),
                    FieldRowPanel(
                        [
                            FieldPanel("sort_order"),
                            FieldPanel("first_year"),
                            FieldPanel("last_year"),
                        ]
                    ),
                ],
                heading=_("目录内容"),
            ),
            ObjectList(
                [
                    FieldRowPanel([FieldPanel("due_kind"), FieldPanel("due_number")]),
                    FieldPanel("organ", widget=Select),
                    FieldPanel("category"),
                    FieldRowPanel([FieldPanel("title_words"), FieldPanel("only_of_organ")]),
                    InlinePanel("items", heading=_("另外指定的条目"), label=_("条目")),
                ],
                heading=_("对应关系"),
            ),
        ],
        base_form_class=StandardRowForm,
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """With what the list shows."""
        return super().get_queryset(request).select_related("catalogue", "organ", "category")


class StandardsGroup(SnippetViewSetGroup):  # type: ignore[misc]  # Wagtail is untyped
    """The menu 标准目录."""

    menu_label = _("标准目录")
    menu_name = "gongkai-standards"
    menu_icon = "table"
    menu_order = 160
    items = (StandardCatalogueViewSet, StandardRowViewSet)
