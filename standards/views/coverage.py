"""公开情况 of a catalogue: what has content, what not, what was late, by organ; and its export."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin.auth import permission_denied
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from ..coverage import coverage_of
from ..exports import CONTENT_TYPE, file_name, workbook_of
from ..models import StandardCatalogue
from .addresses import EXPORT, LIST, ROW_LIST

VIEW = "gongkai_standards.view_standardcatalogue"


class CoverageView(WagtailAdminTemplateMixin, TemplateView):  # type: ignore[misc]  # Wagtail is untyped
    """For who may see catalogues of this column; the address is guarded besides."""

    page_title = _("公开情况")
    header_icon = "tasks"
    template_name = "gongkai_standards/admin/coverage.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Only with the permission."""
        if not _may_view(request.user):
            return permission_denied(request)
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def catalogue(self) -> StandardCatalogue:
        """The catalogue that the address names."""
        return get_object_or_404(
            StandardCatalogue.objects.select_related("column"), pk=self.kwargs["pk"]
        )

    def get_page_subtitle(self) -> str:
        """Which one."""
        return str(self.catalogue)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home, the catalogues, and this page."""
        return [
            *self.breadcrumbs_items,
            {"url": reverse(LIST), "label": _("标准目录")},
            {"url": "", "label": self.page_title, "sublabel": self.get_page_subtitle()},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Coverage, in the few queries that it takes."""
        return {
            **super().get_context_data(**kwargs),
            "catalogue": self.catalogue,
            "coverage": coverage_of(self.catalogue),
            "export_url": reverse(EXPORT, args=[self.catalogue.pk]),
            "rows_url": f"{reverse(ROW_LIST)}?catalogue={self.catalogue.pk}",
        }


def _may_view(user: Any) -> bool:
    return bool(user.has_perm(VIEW) or user.has_perm("gongkai_standards.change_standardcatalogue"))


def export_catalogue(request: HttpRequest, pk: int) -> HttpResponse:
    """The catalogue as XLSX, in the layout of the form."""
    if not _may_view(request.user):
        refusal: HttpResponse = permission_denied(request)
        return refusal
    catalogue = get_object_or_404(StandardCatalogue, pk=pk)
    answer = HttpResponse(workbook_of(catalogue, catalogue.rows.all()), content_type=CONTENT_TYPE)
    name = quote(file_name(catalogue))
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{name}"
    return answer
