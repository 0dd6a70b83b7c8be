"""Where reviewing and approving meet Wagtail's admin."""

from __future__ import annotations

from typing import Any

from django.templatetags.static import static
from django.urls import include, path, reverse_lazy
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail import hooks

from .editing import RefusalsInBulkPublish, change_page_menu, guard_page_views
from .home import change_home
from .queue import ICON, ReviewMenuItem
from .together import DecideTogether

hooks.register("construct_homepage_panels", change_home)
hooks.register("construct_page_action_menu", change_page_menu)
# Last: the views that other apps have for their pages are extended.
hooks.register("register_admin_viewset", guard_page_views, order=1000)
# After Wagtail's own action of the same name, which it replaces; before those of other apps.
hooks.register("register_bulk_action", RefusalsInBulkPublish, order=50)
hooks.register("register_bulk_action", DecideTogether)


@hooks.register("insert_editor_js")
def save_what_is_typed_meanwhile() -> str:
    """Masking a draft must not lose what Wagtail wrongly takes for saved."""
    script = static("gongkai_review/admin/autosave-again.js")
    return format_html('<script src="{}"></script>', script)


@hooks.register("register_admin_urls")
def add_admin_pages() -> list[Any]:
    """Pages of the review's own in the admin."""
    from .. import urls

    return [path("gongkai-review/", include(urls))]


@hooks.register("register_admin_menu_item")
def add_queue_to_menu() -> ReviewMenuItem:
    """The queue stands before what is looked up only now and then."""
    return ReviewMenuItem(
        _("审查"),
        reverse_lazy("gongkai_review:queue"),
        name="gongkai-review",
        icon_name=ICON,
        order=90,
    )
