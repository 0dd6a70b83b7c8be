"""What drafting adds to the Wagtail admin, and to the pages of items."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import include, path, reverse, reverse_lazy
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component
from wagtail.admin.widgets.button import HeaderButton
from wagtail.log_actions import LogFormatter

from .permissions import may_draft
from .services.drafting import ACTION
from .views.comparing import serve_comparisons
from .views.editing import ReadMenuItem, read_in_forms
from .views.quick import ICON
from .word.notes import Notes

hooks.register("register_admin_viewset", read_in_forms, order=1002)
hooks.register("register_page_action_menu_item", lambda: ReadMenuItem(order=5))
# Within Wagtail's own link of the chain, which sees to passwords and logins.
hooks.register("on_serve_page", serve_comparisons, order=100)


@hooks.register("register_admin_urls")
def add_pages() -> list[Any]:
    """快速起草."""
    from . import urls

    return [path("gongkai-drafting/", include(urls))]


class DraftingMenuItem(MenuItem):  # type: ignore[misc]  # Wagtail is untyped
    """Shown to who may add items."""

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether there is a category for them."""
        return may_draft(request.user)


@hooks.register("register_admin_menu_item")
def add_to_menu() -> DraftingMenuItem:
    """Before the registers: it is what an editor comes for."""
    return DraftingMenuItem(
        _("快速起草"),
        reverse_lazy("gongkai_drafting:quick"),
        name="gongkai-drafting",
        icon_name=ICON,
        order=80,
    )


class DraftingPanel(Component):
    """The way in on the admin's home."""

    name = "gongkai_drafting"
    template_name = "gongkai_drafting/admin/home.html"
    order = 150


@hooks.register("construct_homepage_panels")
def add_to_home(request: HttpRequest, panels: list[Any]) -> None:
    """For who may add items."""
    if may_draft(request.user):
        panels.append(DraftingPanel())


@hooks.register("register_gongkai_item_list_buttons")
def add_to_list(request: HttpRequest) -> list[HeaderButton]:
    """Beside the way to an empty form, for who may add items."""
    if not may_draft(request.user):
        return []
    url = reverse("gongkai_drafting:quick")
    return [HeaderButton(_("快速起草"), url=url, icon_name=ICON, priority=1010)]


@hooks.register("register_log_actions")
def name_log_actions(actions: Any) -> None:
    """The history of an item says that it was made from a document."""

    @actions.register_action(ACTION)
    class Drafted(LogFormatter):  # type: ignore[misc]  # Wagtail is untyped
        label = _("从文件起草")

        def format_message(self, entry: Any) -> str:
            told = "".join(Notes(entry.data.get("notes", {})).told())
            name = entry.data.get("name") or _now("粘贴的正文")
            return _now("从“%(name)s”起草。%(told)s") % {"name": name, "told": told}
