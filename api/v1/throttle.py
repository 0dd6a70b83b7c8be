"""How many requests one client may make, and the headers that say so.

The headers are those of draft-ietf-httpapi-ratelimit-headers-10. Who the client is, and how it is
counted without keeping its address, is told by the search (docs/adr/0008-rate-limit.md).
"""

from __future__ import annotations

import math
from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from ..conf import get_setting
from ..rooms import room
from .problems import Problem

SETTING = "GONGKAI_API_RATE_LIMIT"
_POLICY = "default"


def take(request: HttpRequest) -> Any | None:
    """Count this request; None where there is no limit.

    Raises:
        Problem: the client has to wait.
    """
    limit = cast("tuple[int, float] | None", get_setting(SETTING))
    if limit is None:
        return None
    allowance = room("gongkai_search", "rate_limit").take(request, SETTING, limit)
    if allowance.is_exceeded:
        raise Problem(
            "too-many-requests",
            _("%(window)s秒内最多请求%(limit)s次，请在%(wait)s秒后再试。")
            % {
                "window": math.ceil(allowance.window),
                "limit": allowance.limit,
                "wait": allowance.reset,
            },
            headers={**headers_of(allowance), "Retry-After": str(allowance.reset)},
        )
    return allowance


def headers_of(allowance: Any) -> dict[str, str]:
    """``RateLimit-Policy`` (what holds) and ``RateLimit`` (what is left, and until when)."""
    window = math.ceil(allowance.window)
    return {
        "RateLimit-Policy": f'"{_POLICY}";q={allowance.limit};w={window}',
        "RateLimit": f'"{_POLICY}";r={allowance.remaining};t={allowance.reset}',
    }


def tell(response: HttpResponse, allowance: Any | None) -> None:
    """Say in ``response`` what the client has left."""
    if allowance is not None:
        for name, value in headers_of(allowance).items():
            response[name] = value
