"""Drafts of a report as files, for the leader who wants paper; in the admin only."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views.generic import View
from wagtail import hooks
from wagtail.admin.auth import permission_denied
from wagtail.admin.ui.menus.pages import PageMenuItem

from ..models import AnnualReportPage
from .serving import draft_file

URL_NAME = "gongkai_pages_report_draft"
# What is printed, and what is passed on to be changed.
_OFFERED = (("docx", _("下载草稿（Word）")), ("pdf", _("下载草稿（PDF）")))


class DraftView(View):
    """The newest text of a report, public or not, as a file."""

    def get(self, request: HttpRequest, pk: int, file_format: str) -> HttpResponseBase:
        """The file.

        Raises:
            Http404: no such report or format, or one that stands outside a column.
        """
        page = get_object_or_404(AnnualReportPage, pk=pk)
        if not may_print(request.user, page):
            refusal: HttpResponseBase = permission_denied(request)
            return refusal
        draft = page.get_latest_revision_as_object()
        if draft.column_above() is None:
            raise Http404
        return draft_file(draft, request, file_format)


def may_print(user: Any, page: Any) -> bool:
    """Whether ``user`` may have the draft: who edits the page, and who decides on it."""
    return bool(page.permissions_for_user(user).can_edit())


class _DraftItem(PageMenuItem):  # type: ignore[misc]  # Wagtail is untyped
    """An entry of the menu of a report."""

    icon_name = "download"
    priority = 68
    file_format = ""

    @cached_property
    def url(self) -> str:
        """The file."""
        return reverse(URL_NAME, args=[self.page.pk, self.file_format])

    def is_shown(self, user: Any) -> bool:
        """For reports, and who may print them."""
        kind = self.page.specific_class
        return bool(kind and issubclass(kind, AnnualReportPage)) and may_print(user, self.page)


class WordDraftItem(_DraftItem):
    """The draft to be passed on."""

    file_format, label = _OFFERED[0]


class PdfDraftItem(_DraftItem):
    """The draft to be printed."""

    file_format, label = _OFFERED[1]


@hooks.register("register_admin_urls")
def add_drafts() -> list[Any]:
    """Address of drafts."""
    view = DraftView.as_view()
    return [path("annual-reports/<int:pk>/draft/<slug:file_format>/", view, name=URL_NAME)]


@hooks.register("register_page_header_buttons")
def add_to_page_header(
    page: Any, user: Any, view_name: str, next_url: str | None = None
) -> Iterator[PageMenuItem]:
    """In the menu of a report."""
    yield WordDraftItem(page=page)
    yield PdfDraftItem(page=page)
