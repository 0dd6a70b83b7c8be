"""What is found in pages, where it meets Wagtail's admin: the editor's side panel, and the history
of a page."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.viewsets.pages import page_viewset_registry
from wagtail.log_actions import LogFormatter

from .panels import FindingsInEditorMixin
from .services.findings import KEPT_ACTION, REOPENED_ACTION
from .services.masking import FILE_ACTION, TEXT_ACTION


@hooks.register("register_log_actions")
def register_log_actions(actions: Any) -> None:
    """Answers and masks stand in the history of their page."""

    @actions.register_action(KEPT_ACTION)
    class Kept(LogFormatter):
        label = _("保留检查发现的内容")

        def format_message(self, entry: Any) -> str:
            return _now("保留了%(count)s处%(labels)s，理由：%(reason)s") % entry.data

    @actions.register_action(REOPENED_ACTION)
    class Reopened(LogFormatter):
        label = _("撤回处理意见")

        def format_message(self, entry: Any) -> str:
            return _now("撤回了对%(count)s处%(labels)s的处理意见") % entry.data

    @actions.register_action(TEXT_ACTION)
    class TextMasked(LogFormatter):
        label = _("遮盖稿件内容")

        def format_message(self, entry: Any) -> str:
            return _now("遮盖了稿件中的%(count)s处%(labels)s") % entry.data

    @actions.register_action(FILE_ACTION)
    class FileMasked(LogFormatter):
        label = _("遮盖附件内容")

        def format_message(self, entry: Any) -> str:
            if not entry.data["count"]:
                return _now("删去了附件中隐藏的内容，另存为新文件")
            return _now("遮盖了附件中的%(count)s处%(labels)s，另存为新文件") % entry.data


def show_findings_in_editors() -> list[Any]:
    """Give the editors of all page types the side panel, which shows itself for reviewed pages.

    Runs after every other ``register_admin_viewset``: whatever views an app has for its pages,
    they are extended, and not replaced.

    Returns:
        No viewset of its own.
    """
    registry = page_viewset_registry
    for viewset in {*registry.values_by_class.values(), *registry.values_by_exact_class.values()}:
        for name in ("add_view_class", "edit_view_class", "revisions_revert_view_class"):
            view = getattr(viewset, name)
            if not issubclass(view, FindingsInEditorMixin):
                setattr(viewset, name, type(view.__name__, (FindingsInEditorMixin, view), {}))
    return []


hooks.register("register_admin_viewset", show_findings_in_editors, order=1001)
