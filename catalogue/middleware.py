"""The site of a visitor's request, kept while nothing public changes."""

from __future__ import annotations

from collections.abc import Callable
from copy import copy
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from wagtail.models import Site

from .kept import kept, tag_of_everything

_PAGES = "wagtail_serve"
_READING = {"GET", "HEAD"}


class KeptSiteMiddleware:
    """Spares Wagtail the three queries with which it looks for the site and its root page.

    Wagtail keeps the site on the request; this puts it there. A host may do without.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *view: Any) -> None:
        """Before a page of the tree is looked for."""
        match = request.resolver_match
        is_visitor = settings.SESSION_COOKIE_NAME not in request.COOKIES
        if match is None or match.url_name != _PAGES or not is_visitor:
            return
        if request.method not in _READING:
            return
        name = ("site", request.get_host(), request.get_port())
        found = kept(tag_of_everything(request), name, lambda: (_site_of(request),))[0]
        if found is not None:
            # Whoever serves a page may write on it; what is kept stays as it is.
            site = copy(found)
            site.root_page = copy(found.root_page)
            request._wagtail_site = site  # type: ignore[attr-defined]  # Wagtail's own memory


def _site_of(request: HttpRequest) -> Site | None:
    site: Site | None = Site._find_for_request(request)
    if site is not None:
        site.root_page = site.root_page.specific
    return site
