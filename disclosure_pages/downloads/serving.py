"""Answers with a file of a report.

A file is made when it is asked for, and kept beside a digest of all that it says: it is sent again
only while the report says the same.
"""

from __future__ import annotations

import hashlib
from typing import Any

from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotAllowed
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.http import content_disposition_header, quote_etag
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from ..conf import get_setting
from .document import document_of
from .formats import FORMATS, Format
from .model import ReportDocument

# Raised when files look otherwise though the report says the same.
_VERSION = 2
_LONGEST_NAME = 80


def public_file(page: Any, request: HttpRequest, file_format: str) -> HttpResponseBase:
    """The public report as a file; that the reader may see ``page`` was settled before.

    Raises:
        Http404: no such format.
    """
    wanted = _wanted(file_format)
    if request.method not in {"GET", "HEAD"}:
        return HttpResponseNotAllowed(["GET", "HEAD"])
    report = document_of(page, request, with_rules=wanted.with_rules)
    etag = _etag(report, wanted)
    unchanged = get_conditional_response(request, etag=quote_etag(etag))
    # Asked before the file is made: most who come back have it.
    if unchanged is not None:
        response = unchanged
    else:
        response = _answer(report, wanted, _kept(page, report, wanted, etag))
    response["ETag"] = quote_etag(etag)
    # A page may be closed or corrected at any time, and caches between do not know.
    patch_cache_control(response, private=True, no_cache=True)
    return response


def draft_file(page: Any, request: HttpRequest, file_format: str) -> HttpResponseBase:
    """A draft as a file, which is not kept anywhere.

    Raises:
        Http404: no such format.
    """
    wanted = _wanted(file_format)
    report = document_of(page, request, is_draft=True, with_rules=wanted.with_rules)
    response = _answer(report, wanted, wanted.render(report))
    patch_cache_control(response, private=True, no_store=True)
    return response


def file_name(report: ReportDocument, ending: str) -> str:
    """The title as the name of a file."""
    title = "".join(" " if each in '\\/:*?"<>|\r\n\t' else each for each in report.title)
    draft = _("（草稿）") if report.is_draft else ""
    return f"{title[:_LONGEST_NAME].strip(' .')}{draft}.{ending}"


def _wanted(file_format: str) -> Format:
    if file_format not in FORMATS:
        raise Http404
    return FORMATS[file_format]


def _etag(report: ReportDocument, wanted: Format) -> str:
    made_by = f"{_VERSION}|{wanted.code}|{get_language()}|{get_setting('GONGKAI_REPORT_FONTS')}"
    return hashlib.sha256(f"{made_by}|{report.digest}".encode()).hexdigest()[:32]


def _kept(page: Any, report: ReportDocument, wanted: Format, etag: str) -> bytes:
    """The file that was made before, if the report has not changed since; else a new one.

    One place for each page and format, so that what is kept does not grow with changes.
    """
    seconds = int(str(get_setting("GONGKAI_REPORT_DOWNLOAD_SECONDS")))
    if not seconds:
        return wanted.render(report)
    key = f"gongkai_pages.download.{page.pk}.{wanted.code}"
    kept = cache.get(key)
    if kept and kept[0] == etag:
        found: bytes = kept[1]
        return found
    content = wanted.render(report)
    cache.set(key, (etag, content), seconds)
    return content


def _answer(report: ReportDocument, wanted: Format, content: bytes) -> HttpResponse:
    response = HttpResponse(content, content_type=wanted.content_type)
    response["Content-Length"] = str(len(content))
    response["Content-Disposition"] = content_disposition_header(
        as_attachment=True, filename=file_name(report, wanted.code)
    )
    return response
