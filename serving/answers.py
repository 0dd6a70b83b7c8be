"""Kept answers for views that know what they depend on: the public API, feeds, lists of files."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.template.response import SimpleTemplateResponse
from django.utils import timezone

from . import counters, reading
from .addresses import is_anonymous, named_address
from .content import scopes_of_column
from .entries import etag_of
from .keeping import (
    make,
    matches,
    not_modified,
    respond,
    tell_caches,
    tell_caches_nothing,
    true_entry,
)

_VARY = "Accept-Encoding"


def kept_response(
    request: HttpRequest,
    *,
    name: str,
    column_pk: int | None,
    build: Callable[[], HttpResponse],
) -> HttpResponse:
    """The answer that ``build`` makes, from memory while nothing public has changed.

    A client that has it is told so (304) before anything is built or looked for. Errors, cookies,
    streams and private answers are never kept. Somebody's own request, with a session or a token,
    is answered by ``build`` alone.

    Args:
        request: GET or HEAD; the answer depends on its scheme, host, path and query, the language
            and public content, and on nothing else.
        name: tells answers of this kind from others at the same address.
        column_pk: the column whose content the answer is made of; None: of any column.
        build: makes the answer; what it raises goes through.
    """
    if not is_anonymous(request):
        response = build()
        tell_caches_nothing(response)
        return response
    address = named_address(request, name)
    if address is None:
        response = build()
        tell_caches_nothing(response)
        return response
    scopes = scopes_of_column(column_pk)
    if "HTTP_IF_NONE_MATCH" in request.META:
        versions = reading.text(reading.rows(scopes))
        etag = etag_of(address.text, versions, timezone.localdate().isoformat())
        if matches(request, etag) and request.META["HTTP_IF_NONE_MATCH"].strip() != "*":
            counters.NOT_MODIFIED.inc()
            told = HttpResponse()
            tell_caches(told, address)
            return not_modified(
                etag, {"Cache-Control": told.headers["Cache-Control"], "Vary": _VARY}
            )
    entry = true_entry(address)
    if entry is not None:
        counters.HIT.inc()
        return respond(request, address, entry)

    def built() -> HttpResponse:
        made = build()
        if isinstance(made, SimpleTemplateResponse) and not made.is_rendered:
            made.render()
        return made

    return make(request, address, built, lambda _response: (scopes, None))  # type: ignore[return-value]  # what ``build`` makes
