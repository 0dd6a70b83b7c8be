"""Pages, menu, panel, permissions and log actions of the monitor in the Wagtail admin."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import include, path, reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from .panels import FindingsPanel
from .permissions import OFFICE, may_look
from .services.running import RUN_ACTION
from .services.settings import SETTINGS_ACTION


class MonitorMenuItem(MenuItem):  # type: ignore[misc]  # Wagtail is untyped
    """监测, for who has something to see there."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Only for who may look."""
        return may_look(request.user)


@hooks.register("register_admin_urls")
def add_pages() -> list[Any]:
    """All pages below one address."""
    return [path("gongkai-monitor/", include(f"{__package__}.urls"))]


@hooks.register("register_admin_menu_item")
def add_to_menu() -> MenuItem:
    """Near the items."""
    return MonitorMenuItem(
        _("监测"),
        reverse_lazy("gongkai_monitor:index"),
        name="gongkai-monitor",
        icon_name="warning",
        order=165,
    )


@hooks.register("construct_homepage_panels")
def add_panel(request: HttpRequest, panels: list[Any]) -> None:
    """The own list of who works for an organ; everything for the office."""
    panels.append(FindingsPanel())


@hooks.register("register_gongkai_office_permissions")
def allow_the_office() -> list[str]:
    """The office sees everything, has it looked at, and sets the numbers."""
    return list(OFFICE)


@hooks.register("register_permissions")
def offer_permissions() -> QuerySet[Any]:
    """For the page on which groups are edited."""
    names = [name.rpartition(".")[2] for name in OFFICE]
    return Permission.objects.filter(content_type__app_label="gongkai_monitor", codename__in=names)


@hooks.register("register_log_actions")
def name_log_actions(actions: Any) -> None:
    """What the history tells besides Wagtail's own."""
    actions.register_action(RUN_ACTION, _("立即监测"), _("启动了一次监测"))
    actions.register_action(SETTINGS_ACTION, _("修改监测设置"), _("修改了监测设置"))
