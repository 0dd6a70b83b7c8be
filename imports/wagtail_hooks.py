"""What the imports add to the Wagtail admin and to the public lists."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.viewsets.base import ViewSetGroup
from wagtail.log_actions import LogFormatter

from .printing import hooks as printing_hooks  # noqa: F401 - registers
from .services import checking, receiving, running, undoing
from .views.files import EXPORTED
from .viewsets.batches import BatchViewSet
from .viewsets.mappings import MappingViewSet

_MAPPINGS = [f"gongkai_imports.{action}_importmapping" for action in ("change", "delete", "view")]


class ImportsGroup(ViewSetGroup):  # type: ignore[misc]  # Wagtail is untyped
    """The menu 批量导入."""

    menu_label = _("批量导入")
    menu_name = "gongkai-imports"
    menu_icon = "upload"
    menu_order = 155
    items = (BatchViewSet, MappingViewSet)


@hooks.register("register_admin_viewset")
def register_group() -> ImportsGroup:
    """Its pages and its place in the menu."""
    return ImportsGroup()


@hooks.register("register_gongkai_editor_permissions")
def allow_editors_to_import() -> list[str]:
    """Who drafts items may draft many at once."""
    return ["gongkai_imports.add_importbatch"]


@hooks.register("register_gongkai_office_permissions")
def allow_the_office_to_import() -> list[str]:
    """The office may publish what the old site had published, and looks after the mappings."""
    return ["gongkai_imports.add_importbatch", "gongkai_imports.publish_history", *_MAPPINGS]


@hooks.register("register_log_actions")
def name_log_actions(actions: Any) -> None:
    """What the history tells besides Wagtail's own."""
    actions.register_action(receiving.RECEIVED, _("接收表格"), _("上传了要导入的表格"))
    actions.register_action(checking.CHECKED, _("检查表格"), _("检查了表格中的各行"))
    actions.register_action(running.RAN, _("导入"), _("导入了表格中的条目"))
    actions.register_action(undoing.UNDONE, _("撤销导入"), _("撤销了整批导入"))

    @actions.register_action(EXPORTED)
    class ExportFormatter(LogFormatter):  # type: ignore[misc]  # Wagtail is untyped
        label = _("导出条目")

        def format_message(self, log_entry: Any) -> str:
            """How many, and how."""
            data = log_entry.data
            return str(_("导出了%(items)s条，格式为%(form)s")) % {
                "items": data.get("items", ""),
                "form": data.get("format", ""),
            }
