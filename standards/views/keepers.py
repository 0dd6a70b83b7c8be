"""Pages of the admin for who keeps the standard catalogues."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.generic import View
from wagtail.admin.auth import permission_denied
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from .addresses import LIST

CHANGE = "gongkai_standards.change_standardcatalogue"


class KeepersView(WagtailAdminTemplateMixin, View):  # type: ignore[misc]  # Wagtail is untyped
    """A page beside the list of the catalogues; others are sent back with a sentence."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Only for who may change catalogues."""
        if not request.user.has_perm(CHANGE):
            refusal: HttpResponseBase = permission_denied(request)
            return refusal
        answer: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return answer

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home, the catalogues, and this page."""
        return [
            *self.breadcrumbs_items,
            {"url": reverse(LIST), "label": _("标准目录")},
            {"url": "", "label": self.page_title},
        ]
