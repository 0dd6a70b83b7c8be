"""The page cache: anonymous readers get a page that was made before, as long as it is true."""

from __future__ import annotations

from collections.abc import Callable

from django.core.exceptions import MiddlewareNotUsed
from django.db import DatabaseError
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.cache import patch_vary_headers

from . import counters, pages
from .addresses import Address, is_anonymous, page_address
from .conf import get_setting
from .keeping import make, respond, tell_caches_nothing, true_entry


class PageCacheMiddleware:
    """Stands before all middleware that makes or changes answers.

    Kept are pages of Wagtail, and what views marked with :func:`.pages.kept_page` answer; nothing
    personal, nothing with a token, no error, no preview. Whether a kept page is still true the
    database says, for each request.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        if not get_setting("GONGKAI_SERVING_PAGES"):
            raise MiddlewareNotUsed
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not is_anonymous(request):
            return self._personal(request)
        address = page_address(request)
        if address is None:
            return self.get_response(request)
        try:
            entry = true_entry(address)
        except DatabaseError:
            # Whether it is true nobody can say. The page itself says what is the matter.
            return self.get_response(request)
        if entry is not None:
            counters.HIT.inc()
            return respond(request, address, entry)
        if not pages.may_keep(request):
            return self.get_response(request)
        return self._make(request, address)

    def _make(self, request: HttpRequest, address: Address) -> HttpResponseBase:
        def build() -> HttpResponseBase:
            response = self.get_response(request)
            # With a session another page comes, and perhaps one in large text.
            patch_vary_headers(response, ["Cookie"])
            return response

        return make(request, address, build, lambda _response: pages.nature_of(request))

    def _personal(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        is_reading = request.method in {"GET", "HEAD"}
        if is_reading and request.resolver_match is not None and pages.may_keep(request):
            tell_caches_nothing(response)
        return response
