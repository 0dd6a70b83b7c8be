"""文件查阅记录: who was served files that are not public."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django_filters import CharFilter, ChoiceFilter, DateFromToRangeFilter
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.reports import ReportView
from wagtail.models import Page

from ..models.files import FileKind, FileReading

PERMISSION = "gongkai_review.view_filereading"
_FORMULA_STARTS = tuple("=+-@＝＋－＠\t\r\n")


class FileReadingsMenuItem(MenuItem):  # type: ignore[misc]  # Wagtail is untyped
    """The report's place in the menu."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Only for who may see it."""
        return bool(request.user.has_perm(PERMISSION))


class FileReadingFilterSet(WagtailFilterSet):
    """By when, whom, and what."""

    at = DateFromToRangeFilter(label=_("时间"), widget=DateRangePickerWidget)
    reader = CharFilter(label=_("查阅人"), field_name="reader_name", lookup_expr="icontains")
    file = CharFilter(label=_("文件"), method="with_file")
    page = CharFilter(label=_("所属页面"), field_name="page_title", lookup_expr="icontains")
    kind = ChoiceFilter(label=_("类型"), choices=FileKind.choices, empty_label=_("全部"))

    class Meta:
        model = FileReading
        fields: list[str] = []

    def with_file(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Readings of files with a word in title or name, or with a key or a hash."""
        found = Q(file_title__icontains=value) | Q(file_name__icontains=value)
        found |= Q(file_hash__istartswith=value)
        if value.isdecimal() and len(value) < 19:  # noqa: PLR2004 - what the column holds
            found |= Q(file_id=int(value))
        return queryset.filter(found)


class LinkColumn(Column):
    """A text with a link to what it names, where that is still there."""

    cell_template_name = "gongkai_review/admin/file_readings_link.html"

    def get_cell_context_data(self, instance: Any, parent_context: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_cell_context_data(instance, parent_context)
        context["url"] = getattr(instance, f"{self.name}_url", "")
        return context


class FileReadingReportView(ReportView):
    """The newest first."""

    page_title = _("文件查阅记录")
    header_icon = "view"
    results_template_name = "gongkai_review/admin/file_readings_results.html"
    filterset_class = FileReadingFilterSet
    index_url_name = "gongkai_review_file_readings"
    index_results_url_name = "gongkai_review_file_readings_results"
    default_ordering = "-at"
    export_filename = "file-readings"
    columns = [
        # To the second, not "刚刚": it is evidence.
        Column("moment", label=_("时间"), sort_key="at"),
        Column("reader", label=_("查阅人"), sort_key="reader_name"),
        LinkColumn("file", label=_("文件"), sort_key="file_title", accessor="file_title"),
        Column("get_kind_display", label=_("类型"), sort_key="kind"),
        LinkColumn("page", label=_("所属页面"), sort_key="page_title", accessor="page_title"),
        Column("short_hash", label=_("文件校验值")),
    ]
    list_export = [
        "at",
        "reader_name",
        "reader_id",
        "get_kind_display",
        "file_id",
        "file_title",
        "file_name",
        "file_hash",
        "page_id",
        "page_title",
    ]
    export_headings = {
        "at": _("时间"),
        "reader_name": _("查阅人"),
        "reader_id": _("查阅人编号"),
        "get_kind_display": _("类型"),
        "file_id": _("文件编号"),
        "file_title": _("文件"),
        "file_name": _("文件名"),
        "file_hash": _("文件校验值"),
        "page_id": _("页面编号"),
        "page_title": _("所属页面"),
    }

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Only for who may see readings."""
        if not request.user.has_perm(PERMISSION):
            raise PermissionDenied
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return response

    def get_base_queryset(self) -> QuerySet[FileReading]:
        """All of them."""
        return FileReading.objects.all()

    def decorate_paginated_queryset(self, object_list: Any) -> list[FileReading]:
        """One page of readings, with links to pages that are still there; one query for these."""
        readings = list(object_list)
        keys = {reading.page_id for reading in readings if reading.page_id}
        pages = set(Page.objects.filter(pk__in=keys).values_list("pk", flat=True))
        for reading in readings:
            row: Any = reading
            row.moment = f"{timezone.localtime(reading.at):%Y-%m-%d %H:%M:%S}"
            row.reader = reading.reader_name or _now("未登录（凭密码访问）")
            row.short_hash = reading.file_hash[:12]
            if reading.page_id in pages:
                row.page_url = reverse("wagtailadmin_pages:edit", args=[reading.page_id])
        return readings

    def stream_csv(self, queryset: Any) -> Iterator[bytes]:
        """CSV with a byte order mark, without which Excel in China shows it garbled."""
        yield b"\xef\xbb\xbf"
        yield from super().stream_csv(queryset)

    def preprocess_field_value(self, field: str, value: Any, export_format: str) -> Any:
        """Text that a spreadsheet would read as a formula stays text (CSV injection)."""
        value = super().preprocess_field_value(field, value, export_format)
        if isinstance(value, str) and value.lstrip(" ").startswith(_FORMULA_STARTS):
            return f"'{value}"
        return value
