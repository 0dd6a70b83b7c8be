"""开放数据文件: which files there are and how they are, and having them made anew."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.template.defaultfilters import filesizeformat
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views.reports import ReportView
from wagtail.models import Page

from ..columns import all_columns
from ..models import DataFile
from ..rooms import search
from ..services import refreshing
from ..services.years import years_of

ALL = "all"


def may_see(user: Any) -> bool:
    """Whether somebody looks after the files."""
    return bool(user.has_perm(refreshing.PERMISSION))


def columns_for(user: Any) -> list[Page]:
    """Public columns that somebody may have files made for: those that they work on."""
    if not may_see(user):
        return []
    return [each for each in all_columns() if each.permissions_for_user(user).can_edit()]


def _address(row: DataFile) -> str | None:
    try:
        return reverse("gongkai_open_data:file", args=[row.column_id, row.year, row.format])
    except NoReverseMatch:
        return None


def _state(row: DataFile) -> str:
    if not row.file:
        return _now("含有撤下或者更正的条目，已停止下载，等待重新生成")
    return _now("等待重新生成") if row.wanted_at else _now("可以下载")


def _size(row: DataFile) -> str:
    return filesizeformat(row.size) if row.file else ""


class FilesMenuItem(MenuItem):  # type: ignore[misc]  # Wagtail is untyped
    """The report's place in the menu."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Only for who looks after the files."""
        return may_see(request.user)


class FilesFilterSet(WagtailFilterSet):
    """By year and format."""

    class Meta:
        model = DataFile
        fields = ["year", "format"]


class FilesReportView(search("exports").SheetExportMixin, ReportView):  # type: ignore[misc]  # untyped
    """The files, the newest year first."""

    page_title = _("开放数据文件")
    header_icon = "download"
    results_template_name = "gongkai_open_data/admin/files_results.html"
    filterset_class = FilesFilterSet
    index_url_name = "gongkai_open_data_admin:files"
    index_results_url_name = "gongkai_open_data_admin:files_results"
    default_ordering = "-year"
    export_filename = "open-data-files"
    list_export = ["column.title", "year", "format", "item_count", "size", "sha256", "made_at"]
    export_headings = {
        "column.title": _("栏目"),
        "year": _("年份"),
        "format": _("格式"),
        "item_count": _("条目数"),
        "size": _("大小（字节）"),
        "sha256": _("SHA-256校验值"),
        "made_at": _("数据截至"),
    }
    columns = [
        TitleColumn("file", label=_("文件"), accessor=str, get_url=_address),
        Column("column", label=_("栏目"), accessor="column.title"),
        Column("year", label=_("年份"), sort_key="year"),
        Column("state", label=_("状况"), accessor=_state),
        Column("item_count", label=_("条目数"), sort_key="item_count"),
        Column("size", label=_("大小"), accessor=_size, sort_key="size"),
        DateColumn("made_at", label=_("数据截至"), sort_key="made_at"),
    ]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Only for who looks after the files."""
        if not may_see(request.user):
            raise PermissionDenied
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return response

    def get_base_queryset(self) -> QuerySet[DataFile]:
        """Files of the columns that the user works on."""
        return DataFile.objects.filter(column__in=self._columns()).select_related("column")

    def get_filterset_kwargs(self) -> dict[str, Any]:
        """The filters know the queryset."""
        return super().get_filterset_kwargs() | {"queryset": self.get_base_queryset()}

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """The columns with the years that have files, to choose from."""
        rows = DataFile.objects.filter(column__in=self._columns()).order_by("-year")
        years: dict[int, list[int]] = {}
        for column_pk, year in rows.values_list("column", "year").distinct():
            years.setdefault(column_pk, []).append(year)
        places = [(each, years.get(each.pk, [])) for each in self._columns()]
        return {**super().get_context_data(*args, **kwargs), "places": places, "all_years": ALL}

    def _columns(self) -> list[Page]:
        if not hasattr(self, "_known_columns"):
            self._known_columns = columns_for(self.request.user)
        return self._known_columns


@require_POST
def build(request: HttpRequest, column_pk: int) -> HttpResponse:
    """Have the files of a year made anew, or those of all years, and go back to the list.

    Raises:
        PermissionDenied: the user does not look after the files of this column.
        Http404: there is no such public column.
    """
    if not may_see(request.user):
        raise PermissionDenied
    column = next((each for each in all_columns() if each.pk == column_pk), None)
    if column is None:
        raise Http404
    if column.pk not in {each.pk for each in columns_for(request.user)}:
        raise PermissionDenied
    known, wanted = years_of(column), request.POST.get("year", "")
    chosen = known if wanted == ALL else [year for year in known if str(year) == wanted]
    if chosen:
        refreshing.build_by_hand(request.user, column, chosen)
        sentence = _now("已要求重新生成“%(column)s”%(count)d个年份的文件，在后台进行。")
        messages.success(request, sentence % {"column": column.title, "count": len(chosen)})
    else:
        messages.warning(request, _now("“%s”在所选年份没有公开的条目。") % column.title)
    return redirect("gongkai_open_data_admin:files")
