"""What the monitor's pages have in common."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.generic import View
from wagtail.admin.auth import permission_denied
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from ..permissions import columns_to_set, may_look

NAMESPACE = "gongkai_monitor"


class MonitorMixin(WagtailAdminTemplateMixin, View):  # type: ignore[misc]  # Wagtail is untyped
    """A page for who may look; with the way to the other pages."""

    page_title: Any = _("监测")
    header_icon = "warning"
    here = ""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Only for who may look."""
        if not self.may_open(request.user):
            refusal: HttpResponseBase = permission_denied(request)
            return refusal
        answer: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return answer

    def may_open(self, user: Any) -> bool:
        """Whether the user may open the page."""
        return may_look(user)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home, the monitor, and this page."""
        items = [*self.breadcrumbs_items]
        if self.here != "index":
            items.append({"url": reverse(f"{NAMESPACE}:index"), "label": _("监测")})
        return [*items, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The other pages."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        pages = [("index", _("问题")), ("rules", _("规则")), ("league", _("机构排名"))]
        links = [
            (reverse(f"{NAMESPACE}:{name}"), label, name == self.here) for name, label in pages
        ]
        if columns_to_set(self.request.user).exists():
            is_here = self.here == "settings"
            links.append((reverse(f"{NAMESPACE}:columns"), _("设置"), is_here))
        return {**context, "monitor_pages": links}
