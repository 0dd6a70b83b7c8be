"""The address of a withdrawn page: it answers 410 and says what became of the page."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from wagtail.url_routing import RouteResult

if TYPE_CHECKING:
    from .models import Withdrawal

GONE = 410
# What of a page a template may show although the page is not public.
_TELLING = ("seo_title", "search_description", "summary", "keywords", "index_number")


class WithdrawnNoticeMixin:
    """Answers for a page that was withdrawn; stands before ``Page`` in the bases.

    ``withdrawn_template`` is the template of the notice. Its context has ``withdrawal``, and
    ``page``, which stands where the page does and says no more than the notice.
    """

    withdrawn_template = "gongkai_review/withdrawn.html"

    def route(self, request: HttpRequest, path_components: list[str]) -> Any:
        """As for any page; where the page is not public, ask whether it was withdrawn."""
        page: Any = self
        if not path_components and not page.live and (found := withdrawal_of(page)):
            return RouteResult(page, kwargs={"withdrawal": found})
        return super().route(request, path_components)  # type: ignore[misc]  # of Page

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """The page, or the notice where :meth:`route` found one; a preview is always the page."""
        withdrawal = kwargs.pop("withdrawal", None)
        if withdrawal is not None:
            return notice_response(self, request, withdrawal)
        return super().serve(request, *args, **kwargs)  # type: ignore[misc]  # of Page


def withdrawal_of(page: Any) -> Withdrawal | None:
    """The withdrawal that a page, or the page that it repeats, is under."""
    from .models import Withdrawal

    keys = [key for key in (page.pk, page.alias_of_id) if key]
    return Withdrawal.objects.filter(page_id__in=keys, ended_at=None).order_by("-at").first()


def notice_response(page: Any, request: HttpRequest, withdrawal: Withdrawal) -> TemplateResponse:
    """410 Gone with the notice. Nobody keeps it, since the page may become public again."""
    response = TemplateResponse(
        request,
        page.withdrawn_template,
        {
            "page": _in_words_of(withdrawal, page),
            "withdrawal": withdrawal,
        },
        status=GONE,
    )
    response["X-Robots-Tag"] = "noindex"
    add_never_cache_headers(response)
    return response


def _in_words_of(withdrawal: Withdrawal, page: Any) -> Any:
    """The page's place in the tree, with nothing that it says itself: its row may hold a draft."""
    hidden = copy.copy(page)
    hidden.title = hidden.draft_title = withdrawal.title or _("已撤回的信息")
    for name in _TELLING:
        if hasattr(hidden, name):
            setattr(hidden, name, "")
    return hidden
