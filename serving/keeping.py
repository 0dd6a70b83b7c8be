"""An answer from memory while it is true, else made by one and kept for all."""

from __future__ import annotations

import time
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.http import parse_etags, parse_http_date_safe

from . import counters, reading, shelf
from .addresses import Address
from .conf import get_setting
from .content import end_of_today
from .entries import Entry, entry_of, etag_of
from .reading import Scopes
from .refusing import refusal
from .shelf import refusals
from .turns import turn

# What a made answer depends on, and the seconds after which it is made anew in any case; None: it
# may not be kept.
Nature = tuple[Scopes, float | None]
_NO_CHANGE = ("Cache-Control", "Content-Location", "Expires", "Vary")
Build = Callable[[], HttpResponseBase]


def true_entry(address: Address) -> Entry | None:
    """What is kept under an address, if the database says that it is still true."""
    found = shelf.own(address.text, address.has_query)
    if found is not None and is_true(found):
        return found
    found = shelf.shared(address.text)
    if found is not None and is_true(found):
        shelf.keep(address.text, found, has_query=address.has_query, share=False)
        return found
    return None


def is_true(entry: Entry) -> bool:
    """Whether nothing that an answer depends on has changed, and no day has ended."""
    return time.time() < entry.until and reading.text(reading.rows(entry.scopes)) == entry.versions


def make(
    request: HttpRequest,
    address: Address,
    build: Build,
    nature: Callable[[HttpResponseBase], Nature | None],
) -> HttpResponseBase:
    """Make an answer, or wait for who is making it, and keep it if it may be kept."""
    if address.text not in refusals:
        with turn(address.text, lambda: true_entry(address)) as found:
            if found is not None:
                counters.WAITED.inc()
                return respond(request, address, found)
            if address.text not in refusals:
                return _make(request, address, build, nature)
    counters.REFUSED.inc()
    return build()


def _make(
    request: HttpRequest,
    address: Address,
    build: Build,
    nature: Callable[[HttpResponseBase], Nature | None],
) -> HttpResponseBase:
    # Both before the answer: what it shows may be newer, which does no harm.
    before = reading.rows(None)
    until = end_of_today()
    day = timezone.localdate().isoformat()
    response = build()
    found = nature(response)
    if found is None or not isinstance(response, HttpResponse) or refusal(request, response):
        refusals.note(address.text)
        counters.REFUSED.inc()
        tell_caches_nothing(response)
        return response
    tell_caches(response, address)
    scopes, seconds = found
    versions = reading.text(before, scopes)
    counters.MISS.inc()
    entry = entry_of(
        response,
        scopes=scopes,
        versions=versions,
        until=until if seconds is None else min(until, time.time() + seconds),
        etag=etag_of(address.text, versions, day),
    )
    # What was made while something changed may show both sides of the change. A backup that is put
    # back some day would make the versions before it true again.
    if request.method == "GET" and reading.text(reading.rows(scopes)) == versions:
        shelf.keep(address.text, entry, has_query=address.has_query)
        return respond(request, address, entry)
    return response


def respond(request: HttpRequest, address: Address, entry: Entry) -> HttpResponse:
    """The answer that an entry gives to a request; without a body, if the client has it."""
    meta = request.META
    now = time.time()
    if ("HTTP_IF_NONE_MATCH" in meta or "HTTP_IF_MODIFIED_SINCE" in meta) and _has_it(
        request, entry, now
    ):
        counters.NOT_MODIFIED.inc()
        return not_modified(entry.etag, dict(entry.headers) | {"Vary": entry.vary})
    encoding = entry.encoding_for(meta.get("HTTP_ACCEPT_ENCODING", ""))
    body, is_new = entry.body(encoding)
    if is_new:
        # Kept anew, with this encoding.
        shelf.keep(address.text, entry, has_query=address.has_query)
    response = HttpResponse(b"" if request.method == "HEAD" else body)
    # As they were accepted once: to check a dozen headers again takes as long as all the rest.
    response.headers._store = dict(entry.store(encoding, len(body)))  # type: ignore[attr-defined]
    modified = entry.modified_header(now)
    if modified is not None:
        response.headers["Last-Modified"] = modified
    return response


def not_modified(etag: str, headers: dict[str, str]) -> HttpResponse:
    """304, with the headers that the whole answer would have had."""
    response = HttpResponseNotModified()
    response.headers["ETag"] = etag
    for name in _NO_CHANGE:
        if headers.get(name):
            response.headers[name] = headers[name]
    return response


def matches(request: HttpRequest, etag: str) -> bool:
    """Whether the client says that it has the answer with this tag, in whatever encoding."""
    given = parse_etags(request.META.get("HTTP_IF_NONE_MATCH", ""))
    return "*" in given or _strong(etag) in {_strong(each) for each in given}


def _strong(etag: str) -> str:
    return etag.removeprefix("W/")


def _has_it(request: HttpRequest, entry: Entry, now: float) -> bool:
    if "HTTP_IF_NONE_MATCH" in request.META:
        return matches(request, entry.etag)
    # The very time that was told: a later one, of the client's own clock, proves nothing.
    since = parse_http_date_safe(request.META.get("HTTP_IF_MODIFIED_SINCE", ""))
    return since == entry.modified and entry.modified_header(now) is not None


def tell_caches(response: HttpResponseBase, address: Address) -> None:
    """Let browsers ask every time, and a CDN that can be purged keep what everybody gets."""
    if response.has_header("Cache-Control"):
        return
    seconds = int(str(get_setting("GONGKAI_SERVING_CDN_SECONDS")))
    patch_cache_control(response, public=True, max_age=0, must_revalidate=True)
    if seconds and address.is_plain:
        patch_cache_control(response, s_maxage=seconds)


def tell_caches_nothing(response: HttpResponseBase) -> None:
    """Let nobody in between keep what was made for somebody, or is an error."""
    if not response.has_header("Cache-Control"):
        patch_cache_control(response, private=True, no_cache=True)
