"""发送记录: what was sent to whom and what came of it, in the Wagtail admin."""

from __future__ import annotations

import json
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views import View
from wagtail.admin import messages
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views.generic import IndexView, InspectView
from wagtail.admin.viewsets.model import ModelViewSet

from ..enums import State
from ..models import Delivery
from ..services.endpoints import RESEND, resend

NAMESPACE = "gongkai_webhooks_deliveries"


def title_of(delivery: Delivery) -> str:
    """What the receiver was told it is about."""
    item = delivery.payload.get("item") or {}
    return str(item.get("title") or item.get("index_number") or item.get("id") or "—")


class DeliveryIndexView(IndexView):  # type: ignore[misc]  # Wagtail is untyped
    """The log."""

    def get_base_queryset(self) -> QuerySet[Delivery]:
        """Deliveries with the names of their endpoints."""
        return Delivery.objects.select_related("endpoint")


class DeliveryInspectView(InspectView):  # type: ignore[misc]  # Wagtail is untyped
    """One delivery: its course, its text, and the button to send it again."""

    template_name = "gongkai_webhooks/admin/delivery.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What was sent, as it was sent."""
        delivery = self.object
        return {
            **super().get_context_data(**kwargs),
            "delivery": delivery,
            "payload": json.dumps(delivery.payload, ensure_ascii=False, indent=2),
            "may_resend": delivery.state != State.WAITING and self.request.user.has_perm(RESEND),
        }


class ResendView(View):
    """Sends a delivery again, on POST only."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Queue it and go back to it."""
        delivery = get_object_or_404(Delivery, pk=pk)
        try:
            resend(delivery, request.user)
        except ValidationError as error:
            messages.error(request, error.messages[0])
        else:
            messages.success(request, _now("已交付重新发送，编号不变；对方据此识别重复的通知。"))
        return redirect(f"{NAMESPACE}:inspect", pk)


class DeliveryViewSet(ModelViewSet):  # type: ignore[misc]  # Wagtail is untyped
    """The list with its filters, and one delivery."""

    model = Delivery
    name = NAMESPACE
    url_prefix = "gongkai-webhooks/deliveries"
    icon = "list-ul"
    menu_label = _("发送记录")
    menu_name = "gongkai-webhooks-deliveries"
    add_to_admin_menu = False
    inspect_view_enabled = True
    copy_view_enabled = False
    index_view_class = DeliveryIndexView
    inspect_view_class = DeliveryInspectView
    form_fields: list[str] = []
    search_backend_name = None
    list_filter = ["endpoint", "state", "event", "created_at"]
    list_per_page = 50
    ordering = ["-pk"]
    list_display = [
        Column("title", label=_("信息"), accessor=title_of),
        Column("get_event_display", label=_("事项")),
        Column("endpoint", label=_("接收系统")),
        Column("get_state_display", label=_("状态")),
        Column("attempts", label=_("发送次数")),
        Column("status_code", label=_("对方应答")),
        DateColumn("created_at", label=_("产生时间"), sort_key="pk"),
    ]

    def get_urlpatterns(self) -> list[Any]:
        """Wagtail's pages, and one of our own."""
        resend_path = path("resend/<int:pk>/", ResendView.as_view(), name="resend")
        return [*super().get_urlpatterns(), resend_path]
