"""批量导入: the list of batches, and the pages of each, in the Wagtail admin."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views.generic import IndexView
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets.button import HeaderButton

from ..access import batches_for
from ..models import ImportBatch
from ..views.base import NAMESPACE
from ..views.batch import CheckView, ProgressView, ReportView, UndoView
from ..views.columns import ColumnsView
from ..views.files import (
    ExportView,
    FaultyRowsView,
    OriginalView,
    ReportFileView,
    TemplateFileView,
)
from ..views.upload import UploadView


class BatchIndexView(IndexView):  # type: ignore[misc]  # Wagtail is untyped
    """The list, with the ways to the empty sheet and to the export."""

    any_permission_required = ["add", "view"]

    def get_base_queryset(self) -> QuerySet[ImportBatch]:
        """Batches that the user may look after."""
        return batches_for(self.request.user).select_related("column", "created_by")

    @cached_property
    def header_more_buttons(self) -> list[Any]:
        """Besides Wagtail's own."""
        return [
            *super().header_more_buttons,
            HeaderButton(
                _("下载空白模板"),
                url=reverse(f"{NAMESPACE}:template"),
                icon_name="download",
                priority=40,
            ),
            HeaderButton(
                _("导出条目"),
                url=reverse(f"{NAMESPACE}:export"),
                icon_name="download",
                priority=50,
            ),
        ]


def _address(batch: ImportBatch) -> str:
    return reverse(f"{NAMESPACE}:batch", args=[batch.pk])


class BatchViewSet(ModelViewSet):  # type: ignore[misc]  # Wagtail is untyped
    """List and pages."""

    model = ImportBatch
    name = NAMESPACE
    url_prefix = "gongkai-imports/batches"
    icon = "upload"
    menu_label = _("导入条目")
    menu_name = "gongkai-imports-batches"
    add_to_admin_menu = False
    copy_view_enabled = False
    index_view_class = BatchIndexView
    add_view_class = UploadView
    form_fields: list[str] = []
    search_backend_name = None
    search_fields = ["name", "file_name"]
    list_filter = ["state", "created_at"]
    list_per_page = 50
    ordering = ["-pk"]
    list_display = [
        TitleColumn("name", label=_("名称"), get_url=_address),
        Column("column", label=_("栏目"), accessor="column.title"),
        Column("get_state_display", label=_("状态")),
        Column("read", label=_("读入")),
        Column("faulty", label=_("有误")),
        Column("duplicate", label=_("重复")),
        Column("imported", label=_("已导入")),
        Column("created_by", label=_("导入人")),
        DateColumn("created_at", label=_("接收时间"), sort_key="pk"),
    ]

    def get_urlpatterns(self) -> list[Any]:
        """The list as Wagtail has it; all other pages are ours."""
        return [
            path("", self.index_view, name="index"),
            path("results/", self.index_results_view, name="index_results"),
            path("new/", UploadView.as_view(), name="add"),
            path("template/", TemplateFileView.as_view(), name="template"),
            path("export/", ExportView.as_view(), name="export"),
            path("<int:pk>/", ReportView.as_view(), name="batch"),
            path("<int:pk>/columns/", ColumnsView.as_view(), name="columns"),
            path("<int:pk>/progress/", ProgressView.as_view(), name="progress"),
            path("<int:pk>/check/", CheckView.as_view(), name="check"),
            path("<int:pk>/undo/", UndoView.as_view(), name="undo"),
            path("<int:pk>/report/", ReportFileView.as_view(), name="report"),
            path("<int:pk>/faulty/", FaultyRowsView.as_view(), name="faulty"),
            path("<int:pk>/original/", OriginalView.as_view(), name="original"),
        ]
