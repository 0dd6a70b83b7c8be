"""Where sheets and the register of postings meet Wagtail and the other rooms."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.viewsets.base import ViewSetGroup
from wagtail.admin.widgets.button import Button
from wagtail.log_actions import LogFormatter

from .notes import posting_notes, sheet_links
from .panels import OverduePanel
from .permissions import ADD_POSTING, CHANGE_POSTING, OF_EDITORS, OF_OFFICE
from .public import has_sheet
from .services.postings import POST, TAKE_DOWN
from .sheets.serving import serve_sheets
from .statistics import PostingFigures
from .viewsets.boards import NoticeBoardViewSet
from .viewsets.postings import PostingViewSet

# Within Wagtail's own link of the chain, which sees to passwords and logins.
hooks.register("on_serve_page", serve_sheets, order=100)
hooks.register("register_gongkai_page_links", sheet_links)
hooks.register("register_gongkai_page_notes", posting_notes)


class NoticesGroup(ViewSetGroup):  # type: ignore[misc]  # Wagtail is untyped
    """The menu 公示张贴."""

    menu_label = _("公示张贴")
    menu_name = "gongkai-notices"
    menu_icon = "site"
    menu_order = 245
    items = (PostingViewSet, NoticeBoardViewSet)


@hooks.register("register_admin_viewset")
def register_group() -> NoticesGroup:
    """Its pages and its place in the menu."""
    return NoticesGroup()


@hooks.register("register_gongkai_editor_permissions")
def allow_editors() -> list[str]:
    """Editors keep the register of their organs' boards."""
    return list(OF_EDITORS)


@hooks.register("register_gongkai_office_permissions")
def allow_the_office() -> list[str]:
    """The office keeps all of it."""
    return list(OF_OFFICE)


@hooks.register("construct_homepage_panels")
def add_overdue(request: HttpRequest, panels: list[Any]) -> None:
    """到期应撤, for who keeps the register."""
    if request.user.has_perm(CHANGE_POSTING):
        panels.append(OverduePanel())


@hooks.register("register_gongkai_statistics_source")
def register_figures() -> type[PostingFigures]:
    """Count postings."""
    return PostingFigures


@hooks.register("register_gongkai_api_routers")
def api_router() -> Any:
    """Where items and guides hang, in the public API."""
    from .api import router

    return router


@hooks.register("register_gongkai_demo_content")
def demo_content(column: Any, *, accounts: dict[str, Any], **loaded: Any) -> None:
    """Boards of the demo town, and what was posted on them."""
    from .demo import load

    load(column, accounts["editor"])


def _buttons(page: Any, user: Any, **kwargs: Any) -> Iterator[Button]:
    """登记张贴 and 打印张贴版 beside a public item or guide."""
    if not page.live or not has_sheet(page):
        return
    address = page.get_url()
    if address:
        yield Button(_("打印张贴版"), f"{address}?sheet=", icon_name="download", priority=62)
    if user.has_perm(ADD_POSTING):
        item = getattr(page, "index_number", "") or page.get_full_url() or ""
        target = reverse("gongkai_notices_postings:add")
        yield Button(
            _("登记张贴"), f"{target}?{urlencode({'item': item})}", icon_name="list-ul", priority=63
        )


@hooks.register("register_page_listing_more_buttons")
def listing_buttons(page: Any, user: Any, next_url: str | None = None, **kwargs: Any) -> Any:
    """In lists."""
    return _buttons(page, user)


@hooks.register("register_page_header_buttons")
def header_buttons(page: Any, user: Any, next_url: str | None = None, **kwargs: Any) -> Any:
    """On the page's own form."""
    return _buttons(page, user)


@hooks.register("register_log_actions")
def name_log_actions(actions: Any) -> None:
    """What the history tells."""

    @actions.register_action(POST)
    class Posted(LogFormatter):  # type: ignore[misc]  # Wagtail is untyped
        label = _("登记张贴")

        def format_message(self, log_entry: Any) -> str:
            """Where."""
            return str(_("登记在%(board)s张贴")) % {"board": log_entry.data.get("board", "")}

    @actions.register_action(TAKE_DOWN)
    class TakenDown(LogFormatter):  # type: ignore[misc]  # Wagtail is untyped
        label = _("登记撤下")

        def format_message(self, log_entry: Any) -> str:
            """When."""
            return str(_("登记%(day)s撤下")) % {"day": log_entry.data.get("day", "")}
