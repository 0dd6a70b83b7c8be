"""附件文字: which files the public can search, which it cannot, and what to do about these."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django_filters import ChoiceFilter
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column, DateColumn, TitleColumn
from wagtail.admin.views.reports import ReportView
from wagtail.documents import get_document_model
from wagtail.models import Page
from wagtail.permissions import policy_registry

from ..exports import SheetExportMixin
from ..models import ExtractedFile
from ..services.extraction_words import sentence_on
from ..services.referring import referring_pages

PERMISSION = "gongkai_search.view_extractedfile"
WAITING, PARTLY, UNFOUND = "waiting", "partly", "unfound"
_ACTIONS = ["change", "delete"]


def may_see(user: Any) -> bool:
    """Whether somebody has documents to look after."""
    policy = policy_registry.get_by_type(get_document_model())
    return user.has_perm(PERMISSION) or policy.user_has_any_permission(user, _ACTIONS)


class ExtractsMenuItem(MenuItem):  # type: ignore[misc]  # Wagtail is untyped
    """The report's place in the menu."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Only for who has something to look after."""
        return may_see(request.user)


class ExtractFilterSet(WagtailFilterSet):
    """What became of the files."""

    status = ChoiceFilter(
        label=_("结果"),
        empty_label=_("全部"),
        choices=[
            (UNFOUND, _("公众检索不到或检索不全")),
            (WAITING, _("等待读取")),
            (PARTLY, _("部分页没有文字")),
            *ExtractedFile.Outcome.choices,
        ],
        method="with_status",
    )

    class Meta:
        model = get_document_model()
        fields: list[str] = []

    def with_status(self, queryset: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        """Documents whose file has an outcome."""
        of_document = ExtractedFile.objects.filter(document_id=OuterRef("pk"))
        partly = of_document.filter(status="done", pages_without_text__gt=0)
        if value == WAITING:
            return queryset.exclude(Exists(of_document))
        if value == PARTLY:
            return queryset.filter(Exists(partly))
        if value == UNFOUND:
            return queryset.filter(Exists(of_document.exclude(status="done")) | Exists(partly))
        return queryset.filter(Exists(of_document.filter(status=value)))


class UseColumn(Column):
    """Pages that refer to the document."""

    cell_template_name = "gongkai_search/admin/extract_pages.html"

    def get_value(self, instance: Any) -> Any:
        return instance.referring_pages


class ExtractReportView(SheetExportMixin, ReportView):
    """Documents with what was read of them, those first that were read last."""

    page_title = _("附件文字")
    header_icon = "doc-full"
    results_template_name = "gongkai_search/admin/extract_report_results.html"
    filterset_class = ExtractFilterSet
    index_url_name = "gongkai_search_admin:extracts"
    index_results_url_name = "gongkai_search_admin:extracts_results"
    default_ordering = "-created_at"
    export_filename = "attachment-texts"
    columns = [
        TitleColumn(
            "title",
            label=_("文件"),
            sort_key="title",
            width="25%",
            get_url=lambda document: reverse("wagtaildocs:edit", args=[document.pk]),
        ),
        Column("outcome", label=_("结果"), sort_key="extract_status"),
        Column("remark", label=_("说明"), width="30%"),
        Column("characters", label=_("字数"), accessor="extract.characters"),
        Column("hidden_characters", label=_("隐藏内容字数"), accessor="extract.hidden_characters"),
        UseColumn("pages", label=_("使用它的页面")),
        DateColumn("created_at", label=_("上传时间"), sort_key="created_at"),
    ]
    list_export = ["title", "filename", "outcome", "remark", "created_at"]
    export_headings = {
        "title": _("文件"),
        "filename": _("文件名"),
        "outcome": _("结果"),
        "remark": _("说明"),
        "created_at": _("上传时间"),
    }

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Only for who has documents to look after."""
        if not may_see(request.user):
            raise PermissionDenied
        response: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return response

    def get_base_queryset(self) -> QuerySet[Any]:
        """Documents that the user may change, or all for the office."""
        user = self.request.user
        policy = policy_registry.get_by_type(get_document_model())
        documents = (
            get_document_model().objects.all()
            if user.has_perm(PERMISSION)
            else policy.instances_user_has_any_permission_for(user, _ACTIONS)
        )
        status = ExtractedFile.objects.filter(document_id=OuterRef("pk")).values("status")
        annotated: QuerySet[Any] = documents.annotate(extract_status=Subquery(status[:1]))
        return annotated

    def get_filterset_kwargs(self) -> dict[str, Any]:
        """The filters know the queryset."""
        return super().get_filterset_kwargs() | {"queryset": self.get_base_queryset()}

    def decorate_paginated_queryset(self, object_list: Any) -> list[Any]:
        """The documents of one page, with what was read of them and the pages that have them."""
        documents = list(object_list)
        rows = ExtractedFile.objects.filter(document_id__in=[each.pk for each in documents])
        extracts = {row.document_id: row for row in rows.defer("visible", "hidden")}
        uses = referring_pages(documents)
        keys = {key for each in uses.values() for key in each}
        pages = {str(page.pk): page for page in Page.objects.filter(pk__in=keys)}
        for document in documents:
            extract = extracts.get(document.pk)
            is_current = extract is not None and extract.file_name == document.file.name
            document.extract = extract = extract if is_current else None
            document.outcome = extract.get_status_display() if extract else _now("等待读取")
            document.remark = sentence_on(extract) if extract else ""
            document.referring_pages = [
                pages[key] for key in uses.get(str(document.pk), []) if key in pages
            ]
        return documents
