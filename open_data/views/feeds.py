"""Feeds: kept for everybody until something in their column changes."""

from __future__ import annotations

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import (
    get_conditional_response,
    patch_cache_control,
    set_response_etag,
)
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from wagtail.models import Site

from ..columns import column_or_404
from ..feeds import contents
from ..feeds.feeds import Content, ItemFeed
from ..rooms import search as search_room
from ..rooms import serving


@require_safe
def column(request: HttpRequest, column_pk: int) -> HttpResponse:
    """What is new in a column."""
    return _kept(request, column_pk, contents.of_column)


@require_safe
def category(request: HttpRequest, column_pk: int, code: str) -> HttpResponse:
    """What is new in a category."""
    return _kept(request, column_pk, lambda site, page: contents.of_category(site, page, code))


@require_safe
def organ(request: HttpRequest, column_pk: int, slug: str) -> HttpResponse:
    """What an organ published."""
    return _kept(request, column_pk, lambda site, page: contents.of_organ(site, page, slug))


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """What was found for ``q``, the newest first. It counts as a search of who asks.

    Not kept: an index may hear of a publication some moments after the versions have changed.
    """
    site = _site(request)
    if not search_room("query.language").parse(request.GET.get("q", "")).text:
        return _refused(_("网址中没有检索内容。请写成“?q=检索内容”的形式。"), 400)
    if wait := search_room("rate_limit").seconds_to_wait(request):
        response = _refused(_("检索过于频繁，请在%d秒后再试。") % wait, 429)
        response["Retry-After"] = str(wait)
        return response

    response = _rendered(request, contents.of_search(request, site))
    patch_cache_control(response, no_cache=True)
    set_response_etag(response)
    known = get_conditional_response(request, response["ETag"], None, response)
    return response if known is None else known


def _kept(request: HttpRequest, column_pk: int, say: Callable[..., Content]) -> HttpResponse:
    def build() -> HttpResponse:
        return _rendered(request, say(_site(request), column_or_404(request, column_pk)))

    answer: HttpResponse = serving("answers").kept_response(
        request, name="open_data.feed", column_pk=column_pk, build=build
    )
    return answer


def _rendered(request: HttpRequest, content: Content) -> HttpResponse:
    return ItemFeed(content)(request)


def _refused(sentence: str, status: int) -> HttpResponse:
    response = HttpResponse(sentence, content_type="text/plain; charset=utf-8", status=status)
    patch_cache_control(response, no_store=True)
    return response


def _site(request: HttpRequest) -> Site:
    site = Site.find_for_request(request)
    if site is None:
        raise Http404
    return site
