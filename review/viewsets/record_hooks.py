"""Where records, withdrawal and re-checks meet Wagtail's admin."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.ui.menus.pages import PageMenuItem
from wagtail.admin.viewsets.base import ViewSetGroup
from wagtail.log_actions import LogFormatter

from ..record_policy import may_read_records, register_policy
from ..reviewed import is_reviewed_type
from ..services import rechecks, withdrawal
from ..statistics import ReviewFigures
from .rechecks import RecheckViewSet
from .records import NAMESPACE, RecordViewSet
from .sheet import may_print
from .withdrawal import WithdrawView

# Before anything asks Wagtail's registry of policies.
register_policy()


class RecordsGroup(ViewSetGroup):  # type: ignore[misc]  # Wagtail is untyped
    """The menu 审查台账."""

    menu_label = _("审查台账")
    menu_name = "gongkai-review-registers"
    menu_icon = "clipboard-list"
    # After the queue of what is to be decided.
    menu_order = 91
    items = (RecordViewSet, RecheckViewSet)


@hooks.register("register_admin_viewset")
def add_records() -> RecordsGroup:
    """Records and re-checks."""
    return RecordsGroup()


@hooks.register("register_admin_urls")
def add_withdrawal() -> list[Any]:
    """The page on which a page is taken back."""
    view = WithdrawView.as_view()
    return [
        path("gongkai-review-withdraw/<int:page_id>/", view, name="gongkai_review_withdraw"),
    ]


class _ReviewedPageItem(PageMenuItem):  # type: ignore[misc]  # Wagtail is untyped
    """An entry of the menu of a page that keeps to the review."""

    def is_shown(self, user: Any) -> bool:
        """Only for pages of such types, and users who may."""
        kind = self.page.specific_class
        return bool(kind and is_reviewed_type(kind)) and self.may(user)

    def may(self, user: Any) -> bool:
        """Whether the user may."""
        raise NotImplementedError


class WithdrawMenuItem(_ReviewedPageItem):
    """Leads to the page on which the page is taken back."""

    label = _("撤回…")
    icon_name = "undo"
    url_name = "gongkai_review_withdraw"
    priority = 61

    def may(self, user: Any) -> bool:
        """What is public, and for who may withdraw."""
        return self.page.live and withdrawal.may_withdraw(user, self.page)


class RecordsMenuItem(_ReviewedPageItem):
    """Leads to the records of the page."""

    label = _("审查记录")
    icon_name = "clipboard-list"
    priority = 66

    @cached_property
    def url(self) -> str:
        """The list, narrowed to the page."""
        return f"{reverse(f'{NAMESPACE}:index')}?page_id={self.page.pk}"

    def may(self, user: Any) -> bool:
        """For who reads records."""
        return may_read_records(user, self.page)


class SheetMenuItem(_ReviewedPageItem):
    """The sheet of the page, to print."""

    label = _("下载审查表")
    icon_name = "download"
    url_name = f"{NAMESPACE}:page_sheet"
    priority = 67

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        # A file leads nowhere afterwards.
        super().__init__(*args, **{**kwargs, "next_url": None})

    def may(self, user: Any) -> bool:
        """For who reads records, and who edits the page."""
        return may_print(user, self.page)


@hooks.register("register_page_header_buttons")
def add_to_page_header(
    page: Any, user: Any, view_name: str, next_url: str | None = None
) -> Iterator[PageMenuItem]:
    """In the menu of one page: take it back, its records, its sheet."""
    yield WithdrawMenuItem(page=page, next_url=next_url)
    yield RecordsMenuItem(page=page)
    yield SheetMenuItem(page=page)


@hooks.register("register_page_listing_more_buttons")
def add_to_page_listing(
    page: Any, user: Any, next_url: str | None = None
) -> Iterator[PageMenuItem]:
    """In the menu of a page in a list: the same."""
    yield WithdrawMenuItem(page=page, next_url=next_url)
    yield RecordsMenuItem(page=page)
    yield SheetMenuItem(page=page)


@hooks.register("register_log_actions")
def name_acts(actions: Any) -> None:
    """Words for the history of a page."""
    actions.register_action(withdrawal.LOG_ACTION, _("撤回"), _("撤回已公开的信息"))

    @actions.register_action(rechecks.LOG_ACTION)
    class RecheckFormatter(LogFormatter):  # type: ignore[misc]  # Wagtail is untyped
        """What came of a re-check."""

        label = _("复核")

        def format_message(self, log_entry: Any) -> str:
            """Outcome and reason."""
            return _now("复核：%(outcome)s。%(reason)s") % {
                "outcome": log_entry.data.get("outcome", ""),
                "reason": log_entry.data.get("reason", ""),
            }


@hooks.register("register_gongkai_statistics_source")
def offer_figures() -> type[ReviewFigures]:
    """Count what the review did in a year."""
    return ReviewFigures
