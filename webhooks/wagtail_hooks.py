"""What the notifications add to the Wagtail admin."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.viewsets.base import ViewSetGroup

from . import operations_hooks  # noqa: F401 - registers
from .services.delivering import DISABLED_ACTION
from .services.endpoints import RESEND_ACTION, SECRET_ACTION, TEST_ACTION
from .viewsets.deliveries import DeliveryViewSet
from .viewsets.endpoints import EndpointViewSet


class WebhooksGroup(ViewSetGroup):  # type: ignore[misc]  # Wagtail is untyped
    """The menu 变更通知."""

    menu_label = _("变更通知")
    menu_name = "gongkai-webhooks"
    menu_icon = "globe"
    menu_order = 170
    items = (EndpointViewSet, DeliveryViewSet)


@hooks.register("register_admin_viewset")
def register_group() -> WebhooksGroup:
    """Its pages and its place in the menu."""
    return WebhooksGroup()


@hooks.register("register_gongkai_office_permissions")
def allow_the_office_the_notifications() -> list[str]:
    """The disclosure office looks after who is told; nobody else needs to."""
    allowed = [
        f"gongkai_webhooks.{action}_endpoint" for action in ("add", "change", "delete", "view")
    ]
    return [*allowed, "gongkai_webhooks.view_delivery", "gongkai_webhooks.resend_delivery"]


@hooks.register("register_log_actions")
def name_log_actions(actions: Any) -> None:
    """What the history of an endpoint tells besides Wagtail's own."""
    actions.register_action(SECRET_ACTION, _("生成密钥"), _("生成了新的密钥"))
    actions.register_action(TEST_ACTION, _("发送测试"), _("发送了测试通知"))
    actions.register_action(RESEND_ACTION, _("重新发送"), _("重新发送了一条通知"))
    actions.register_action(DISABLED_ACTION, _("自动停用"), _("因发送失败自动停用"))
