"""What the vocabularies tell Wagtail and the apps below: permissions, words of the log, jobs."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.urls import include, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.widgets import Button

from .models import Organ
from .services import merging, organs
from .viewsets.bulk_edit import BulkEditItems
from .viewsets.review_by import DueReviewsPanel

hooks.register("register_bulk_action", BulkEditItems)

_ACTIONS = (
    ("gongkai_catalogue.organ.rename", _("更名"), _("由“%(from)s”更名为“%(to)s”，自%(on)s起")),
    ("gongkai_catalogue.organ.merge", _("并入其他机构"), _("自%(on)s起并入“%(into)s”")),
    ("gongkai_catalogue.organ.dissolve", _("撤销机构"), _("自%(on)s起撤销")),
    (merging.ACTION, _("合并词表中的值"), _("“%(from)s”并入“%(to)s”：%(reason)s")),
    (
        merging.ITEM_ACTION,
        _("随词表合并改动"),
        _("%(vocabulary)s由“%(from)s”改为“%(to)s”，内容未变，不需要重新审查"),
    ),
    ("gongkai_catalogue.item.review_by", _("复核"), _("已复核，下次复核日期：%(next)s")),
)


@hooks.register("register_log_actions")
def log_actions(actions: Any) -> None:
    """Our actions in the words of the office."""
    from wagtail.log_actions import LogFormatter

    for name, label, sentence in _ACTIONS:

        def message(self: Any, entry: Any, sentence: Any = sentence) -> str:
            try:
                return str(sentence) % entry.data
            except (KeyError, TypeError):
                return str(sentence).partition("：")[0]

        formatter = type("Formatter", (LogFormatter,), {"label": label, "format_message": message})
        actions.register_action(name)(formatter)


@hooks.register("register_gongkai_office_permissions")
def office_permissions() -> list[str]:
    """The office keeps the vocabularies in order and shares filters."""
    return [
        merging.PERMISSION,
        "gongkai_catalogue.view_vocabularymerge",
        "gongkai_catalogue.share_savedfilter",
    ]


@hooks.register("register_admin_urls")
def admin_pages() -> list[Any]:
    """Pages of the catalogue's own in the admin."""
    from . import urls

    return [path("gongkai-catalogue/", include(urls))]


@hooks.register("construct_homepage_panels")
def due_reviews(request: Any, panels: list[Any]) -> None:
    """What is due for review."""
    panels.append(DueReviewsPanel())


@hooks.register("register_page_listing_more_buttons")
def review_button(page: Any, user: Any, next_url: str | None = None, **kwargs: Any) -> Any:
    """已复核 beside an item that its office edits."""
    if hasattr(page, "review_by") and page.live and page.permissions_for_user(user).can_edit():
        url = reverse("gongkai_catalogue:review_by", args=[page.pk])
        query = f"?{urlencode({'next': next_url})}" if next_url else ""
        yield Button(_("已复核"), url + query, icon_name="calendar-check", priority=60)


@hooks.register("register_snippet_listing_buttons")
def vocabulary_buttons(snippet: Any, user: Any, next_url: str | None = None) -> Any:
    """What else may be done with an organ or a term than editing it."""
    query = f"?{urlencode({'next': next_url})}" if next_url else ""
    if isinstance(snippet, Organ) and not snippet.valid_until and user.has_perm(organs.PERMISSION):
        for name, label, icon in (
            ("organ_rename", _("更名"), "edit"),
            ("organ_merge", _("并入其他机构"), "link"),
            ("organ_dissolve", _("撤销"), "cross"),
        ):
            url = reverse(f"gongkai_catalogue:{name}", args=[snippet.pk])
            yield Button(label, url + query, icon_name=icon, priority=40)
    vocabulary = next(
        (name for name, model in merging.MODELS.items() if isinstance(snippet, model)), None
    )
    if vocabulary and merging.may_merge(user):
        url = reverse("gongkai_catalogue:merge", args=[vocabulary, snippet.pk])
        yield Button(_("合并重复项"), url + query, icon_name="link", priority=50)


@hooks.register("register_gongkai_scheduled_jobs")
def jobs() -> list[dict[str, Any]]:
    """What broke off is taken up at night."""
    return [
        {
            "name": "gongkai_catalogue.continue_merges",
            "command": ["continue_merges"],
            "at": "00:40",
        }
    ]
