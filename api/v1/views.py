"""What stands beside the operations: the documents on them, and what is no address at all."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.urls import resolve, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from ..conf import get_setting
from ..rooms import room
from . import problems, reference
from .answering import answer
from .openapi import document
from .pagination import HIGHEST_LIMIT, LIMIT
from .throttle import SETTING


def openapi(request: HttpRequest) -> HttpResponse:
    """The OpenAPI document."""
    kept_response = room("gongkai_serving", "answers").kept_response
    response: HttpResponse = kept_response(
        request,
        name="gongkai_api.openapi",
        column_pk=None,
        build=lambda: answer(document(reverse("gongkai_api:entry"))),
    )
    return response


@room("gongkai_serving", "pages").kept_page
@require_safe
def docs(request: HttpRequest) -> HttpResponse:
    """The same for people, in the look of the site."""
    root = reverse("gongkai_api:entry")
    made = document(root)
    host = request.build_absolute_uri("/").rstrip("/")
    context = {
        "title": made["info"]["title"],
        "version": made["info"]["version"],
        "description": made["info"]["description"],
        "groups": reference.groups(made, host),
        "parts": reference.parts(made),
        "problems": problems.KINDS,
        "root": f"{host}{root}",
        "limit": get_setting(SETTING),
        "highest_limit": HIGHEST_LIMIT,
        "default_limit": LIMIT,
    }
    return render(request, "gongkai_api/docs.html", context)


def nothing_here(request: HttpRequest) -> HttpResponse:
    """Lead to the same address with a slash at its end, or tell that there is nothing."""
    if not request.path.endswith("/"):
        match = resolve(f"{request.path_info}/")
        if match.url_name != "nothing":
            query = request.META.get("QUERY_STRING", "")
            address = f"{request.path}/{'?' if query else ''}{query}"
            return HttpResponsePermanentRedirect(address)
    raise problems.not_found(_("接口没有这个地址，请看说明页中的地址。"))
