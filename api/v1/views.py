"""What stands beside the operations: the documents on them, and what is no address at all."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.urls import resolve, reverse
from django.utils.translation import gettext as _

from . import problems
from .answering import answer
from .openapi import document


def openapi(request: HttpRequest) -> HttpResponse:
    """The OpenAPI document."""
    return answer(document(reverse("gongkai_api:entry")))


def docs(request: HttpRequest) -> HttpResponse:
    """The same for people."""
    return HttpResponse(status=204)


def nothing_here(request: HttpRequest) -> HttpResponse:
    """Lead to the same address with a slash at its end, or tell that there is nothing."""
    if not request.path.endswith("/"):
        match = resolve(f"{request.path_info}/")
        if match.url_name != "nothing":
            query = request.META.get("QUERY_STRING", "")
            address = f"{request.path}/{'?' if query else ''}{query}"
            return HttpResponsePermanentRedirect(address)
    raise problems.not_found(_("接口没有这个地址，请看说明页中的地址。"))
