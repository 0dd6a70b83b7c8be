"""The outermost middleware: a name, a line and a count for each request."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from . import counters, request_ids
from .conf import get_setting

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponseBase

logger = logging.getLogger("gongkai.access")
_OK = 200
# In the past: nginx keeps the answer and asks, before it gives it again, whether it still holds.
_KEPT_BUT_ASKED = "@1"


class RequestMiddleware:
    """Names each request, counts it, and writes one line about it.

    Put it first: what other middleware answers (a redirect, a kept page) is a request too. The line
    says view, method, status and milliseconds; no address, no path, no query, no person.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        self.writes = bool(get_setting("GONGKAI_OPERATIONS_ACCESS_LOG"))
        self.tells_proxy = bool(get_setting("GONGKAI_OPERATIONS_PROXY_KEEPS_PAGES"))

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        request_id = request_ids.accepted(request.headers.get(request_ids.HEADER, ""))
        token = request_ids.current.set(request_id)
        started = time.perf_counter()
        try:
            response = self.get_response(request)
            seconds = time.perf_counter() - started
            view = _view_of(request)
            counters.count_request(view, request.method or "", response.status_code, seconds)
            if self.writes:
                logger.info(
                    "request",
                    extra={
                        "request_id": request_id,
                        "view": view,
                        "method": request.method,
                        "status": response.status_code,
                        "milliseconds": round(1000 * seconds, 1),
                    },
                )
        finally:
            request_ids.current.reset(token)
        response.headers[request_ids.HEADER] = request_id
        if self.tells_proxy and may_be_kept(request, response):
            response.headers["X-Accel-Expires"] = _KEPT_BUT_ASKED
        return response


def _view_of(request: HttpRequest) -> str:
    match = request.resolver_match
    return match.view_name or match._func_path if match else ""


def may_be_kept(request: HttpRequest, response: HttpResponseBase) -> bool:
    """Whether an answer is the same for everybody and can be asked after.

    That is: a public one (``Cache-Control: public``) with an ETag, so that "does it still hold" has
    an answer, without a cookie, and without what is left to one client alone.
    """
    return (
        request.method in ("GET", "HEAD")
        and response.status_code == _OK
        and not response.streaming
        and not response.cookies
        and response.has_header("ETag")
        and not response.has_header("RateLimit")
        and "public" in response.headers.get("Cache-Control", "")
    )
