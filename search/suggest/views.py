"""Suggestions as JSON, for the script of the search box and for anybody who asks."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

from .. import rate_limit
from ..query.language import parse
from ..sources import open_source
from ..unavailable import RETRY_AFTER, SearchUnavailable, told_apart
from .suggestions import Suggestion, suggest

# Seconds. What was unpublished must not be told for long; who deletes a letter asks again.
_FRESH_FOR = 30


@require_safe
def suggestions(request: HttpRequest) -> JsonResponse:
    """A list of what is suggested for ``q``: ``text``, ``kind`` (phrase, query, title), and of
    titles the ``url``. Too many requests are answered with 429 and an empty list, and with 503
    where the search engine does not answer."""
    text = parse(request.GET.get("q", "")).text
    if not text:
        return _answer([])
    if wait := rate_limit.seconds_to_wait(request, rate_limit.SUGGESTIONS):
        return _refusal(429, wait)
    try:
        return _answer(suggested(request, text))
    except SearchUnavailable:
        return _refusal(503, RETRY_AFTER)


def suggested(request: HttpRequest, text: str) -> list[dict[str, str]]:
    """What is suggested for a text, as the answer tells it.

    Raises:
        SearchUnavailable: the search engine does not answer.
    """
    with told_apart():
        return [_shown(each, request) for each in suggest(text, open_source(request, text))]


def _refusal(status: int, wait: int) -> JsonResponse:
    response = _answer([], status=status)
    response["Retry-After"] = str(wait)
    response["Cache-Control"] = "no-store"
    return response


def _answer(rows: list[dict[str, str]], status: int = 200) -> JsonResponse:
    response = JsonResponse(rows, safe=False, status=status)
    response["Cache-Control"] = f"private, max-age={_FRESH_FOR}"
    response["X-Robots-Tag"] = "noindex"
    return response


def _shown(suggestion: Suggestion, request: HttpRequest) -> dict[str, str]:
    row = {"text": suggestion.text, "kind": suggestion.kind}
    if url := _url(suggestion.object, request):
        row["url"] = url
    return row


def _url(obj: Any, request: HttpRequest) -> str:
    """The address of an object, empty where it has none: of a page as Wagtail knows it."""
    if hasattr(obj, "get_url"):
        return obj.get_url(request) or ""
    return str(obj.get_absolute_url()) if hasattr(obj, "get_absolute_url") else ""
