"""The search page."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from . import rate_limit
from .pages import page_links
from .query.language import parse
from .searching import page_size, search
from .sources import Source, open_source
from .unavailable import RETRY_AFTER, SearchUnavailable


@require_safe
def search_page(request: HttpRequest) -> HttpResponse:
    """What was found for ``q``; a page with a box where nothing was asked."""
    parsed = parse(request.GET.get("q", ""))
    query = parsed.text
    source = open_source(request, query)
    if query and (wait := rate_limit.seconds_to_wait(request)):
        return _too_many(request, source, wait)
    try:
        context = _searched(request, source, query) if query else _not_searched(source)
    except SearchUnavailable:
        return _unavailable(request, source, query)
    notices = [*source.notices, *context.pop("page_notices", [])]
    if parsed.was_cut:
        notices.insert(0, _("检索内容过长，只检索了前%s个字。") % len(query))
    return render(
        request,
        source.template_name,
        {
            **context,
            "page": source.page,
            "query": query,
            "notices": notices,
            "kept_values": [
                (name, each)
                for name, value in source.parameters.items()
                if name != "q"
                for each in (value if isinstance(value, list) else [value])
            ],
        },
    )


def _too_many(request: HttpRequest, source: Source, wait: int) -> HttpResponse:
    context = {"base_template": source.base_template, "page": source.page, "seconds": wait}
    response = render(request, "gongkai_search/limited.html", context, status=429)
    response["Retry-After"] = str(wait)
    return response


def _unavailable(request: HttpRequest, source: Source, query: str) -> HttpResponse:
    context = {"base_template": source.base_template, "page": source.page, "query": query}
    response = render(request, "gongkai_search/unavailable.html", context, status=503)
    response["Retry-After"] = str(RETRY_AFTER)
    add_never_cache_headers(response)
    return response


def _not_searched(source: Source) -> dict[str, Any]:
    return {"state": "empty", "total": 0, **source.context(None)}


def _searched(request: HttpRequest, source: Source, query: str) -> dict[str, Any]:
    context = search(request, source, query, page_size(), request.GET.get("page", ""))
    if page_obj := context.get("page_obj"):
        context["page_links"] = page_links(page_obj, dict(source.parameters))
    return context
