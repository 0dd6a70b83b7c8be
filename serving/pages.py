"""Which pages are kept, and what they depend on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import Resolver404, resolve
from wagtail.models import Page

from .columns import scopes_of_page
from .content import scopes_of_column
from .keeping import Nature

View = TypeVar("View", bound=Callable[..., HttpResponseBase])
_MARK = "gongkai_kept"
_SERVE = "wagtail_serve"
# A page model that says ``gongkai_is_kept = False`` is made anew each time; one that shows what
# changes by itself says after how many seconds its pages are made anew.
IS_KEPT = "gongkai_is_kept"
SECONDS = "gongkai_kept_seconds"


def kept_page(view: View) -> View:
    """Let the page cache keep what a view answers to anonymous requests.

    For a view whose answer depends on the address and on public content alone. It is made anew
    after any public change.
    """
    setattr(view, _MARK, True)
    return view


def may_keep(request: HttpRequest) -> bool:
    """Whether the view at an address lets its answers be kept."""
    match: Any = request.resolver_match
    if match is None:
        try:
            match = resolve(request.path_info, getattr(request, "urlconf", None))
        except Resolver404:
            return False
    return match.url_name == _SERVE or hasattr(match.func, _MARK)


def nature_of(request: HttpRequest) -> Nature | None:
    """What the answer to a request depends on, now that it was made."""
    match: Any = request.resolver_match
    if match is None or not may_keep(request):
        return None
    if match.url_name != _SERVE:
        return scopes_of_column(None), None
    route: Any = getattr(request, "_wagtail_route_for_request", None)
    page: Page | None = route[0] if route else None
    if page is None or not getattr(page, IS_KEPT, True):
        return None
    seconds: float | None = getattr(page, SECONDS, None)
    return scopes_of_page(page), seconds
