"""Where standard catalogues meet Wagtail's admin and the other rooms."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import path
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.log_actions import LogFormatter
from wagtail.snippets.models import register_snippet

from .monitor_rules import BlankRows, LateRows
from .panels import StandardsPanel
from .statistics import StandardFigures
from .views.addresses import IMPORT, STATUTORY
from .views.importing import ImportView
from .views.statutory import StatutoryView
from .viewsets import StandardsGroup

register_snippet(StandardsGroup)


@hooks.register("register_gongkai_office_permissions")
def allow_the_office_catalogues() -> list[str]:
    """The disclosure office keeps the catalogues of its column."""
    return [
        f"gongkai_standards.{action}_{model}"
        for model in ("standardcatalogue", "standardrow")
        for action in ("add", "change", "delete", "view")
    ]


@hooks.register("register_admin_urls")
def add_pages() -> list[Any]:
    """Import, and the categories of the law."""
    return [
        path("gongkai-standards/import/", ImportView.as_view(), name=IMPORT),
        path("gongkai-standards/statutory/", StatutoryView.as_view(), name=STATUTORY),
    ]


@hooks.register("construct_homepage_panels")
def add_coverage(request: HttpRequest, panels: list[Any]) -> None:
    """How far the catalogues are fulfilled, for who keeps them or answers for rows."""
    panels.append(StandardsPanel())


@hooks.register("register_gongkai_monitor_rules")
def monitor_rules() -> list[Any]:
    """Rows without content, and rows that were late."""
    return [BlankRows(), LateRows()]


@hooks.register("register_gongkai_statistics_source")
def register_figures() -> type[StandardFigures]:
    """Count rows, and those that were kept."""
    return StandardFigures


@hooks.register("register_gongkai_api_routers")
def api_router() -> Any:
    """The table in the public API."""
    from .api import router

    return router


@hooks.register("register_gongkai_demo_content")
def demo_content(column: Any, **loaded: Any) -> None:
    """The township's standard catalogue in the demo."""
    from .demo.loader import load

    load(column)


@hooks.register("register_log_actions")
def register_actions(actions: Any) -> None:
    """Name what happens to catalogues in the history."""

    @actions.register_action("gongkai_standards.import")
    class ImportFormatter(LogFormatter):
        label = _("导入标准目录")

        def format_message(self, log_entry: Any) -> str:
            """From which file, and what it changed."""
            if "created" not in log_entry.data:
                return str(_("导入了标准目录"))
            return str(
                _("从“%(file)s”导入：新增%(created)d项，变更%(changed)d项，删除%(removed)d项")
                % log_entry.data
            )

    @actions.register_action("gongkai_standards.build_statutory_tree")
    class BuildFormatter(LogFormatter):
        label = _("生成法定事项的类别")

        def format_message(self, log_entry: Any) -> str:
            """How many were bound and made; the demo's log tells only where it comes from."""
            if "bound" not in log_entry.data:
                return str(_("按《条例》生成了法定事项的类别"))
            return str(_("按《条例》对应%(bound)d个类别，新建%(created)d个") % log_entry.data)
