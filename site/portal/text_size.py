"""The large-text switch (适老化): a link, a cookie, no script."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

COOKIE = "gongkai_text"
SIZES = ("normal", "large")
ONE_YEAR = 365 * 24 * 60 * 60


@never_cache
@require_safe
def set_text_size(request: HttpRequest) -> HttpResponse:
    """Remember the size the reader chose for a year and go back to the page they came from.

    Query parameters: ``size`` (``normal`` or ``large``), ``next`` (an address of this site).
    A GET is allowed to set this cookie, since it changes nothing on the server and nobody
    else's page.
    """
    size = request.GET.get("size", "")
    if size not in SIZES:
        return HttpResponseBadRequest(
            _("参数 size 只能是 normal（标准字号）或 large（大字号）。"),
            content_type="text/plain; charset=utf-8",
        )
    response = HttpResponseRedirect(safe_next(request))
    if size == "normal":
        response.delete_cookie(COOKIE, samesite="Lax")
    else:
        response.set_cookie(
            COOKIE,
            size,
            max_age=ONE_YEAR,
            secure=request.is_secure(),
            httponly=True,
            samesite="Lax",
        )
    return response


def safe_next(request: HttpRequest) -> str:
    """Return the address to go back to, the home page when it is not one of this site."""
    wanted = request.GET.get("next", "")
    allowed = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if allowed else "/"
