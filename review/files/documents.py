"""Serving documents, in two steps around Wagtail's own check of collections.

First it is asked whether the visitor may have the file at all: before Wagtail shows a password form
or a login, which would tell that it exists. Last it is sent.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from wagtail.documents.models import document_served

from ..models.files import FileKind
from .readers import Grounds, grounds_of
from .readings import note_reading
from .sending import Headers, send

# Open to everybody: a cache keeps it, and asks every time whether it still may show it.
ASK_EVERY_TIME = "no-cache"
KEEP_NOTHING = "private, no-store"


def ask(document: Any, request: HttpRequest) -> None:
    """Refuse who may not have a document.

    Raises:
        Http404: as for a document that does not exist.
    """
    grounds = grounds_of(request, FileKind.DOCUMENT, document)
    if grounds is None:
        raise Http404
    document.review_grounds = grounds


def serve(document: Any, request: HttpRequest) -> HttpResponse | None:
    """Send a document to who passed all checks.

    None leaves it to Wagtail: where the storage itself sends what is open to everybody
    (``WAGTAILDOCS_SERVE_METHOD``). One query, and two where it is noted who reads.
    """
    grounds: Grounds = document.review_grounds
    is_open = grounds.everybody and not document.collection.get_view_restrictions().exists()
    if is_open and _storage_sends(document):
        return None
    document_served.send(sender=type(document), instance=document, request=request)
    headers = Headers(
        content_type=document.content_type,
        etag=f'"{document.file_hash}"' if document.file_hash else "",
        save_as=document.filename,
        as_attachment=document.content_disposition != "inline",
    )
    response = send(request, document.file, headers)
    protect(response)
    response["Cache-Control"] = ASK_EVERY_TIME if is_open else KEEP_NOTHING
    note_reading(request, response, FileKind.DOCUMENT, document, grounds)
    return response


def protect(response: HttpResponse) -> None:
    """Keep what editors upload from running anything in the site's name, as Wagtail does."""
    if getattr(settings, "WAGTAILDOCS_BLOCK_EMBEDDED_CONTENT", True):
        response["Content-Security-Policy"] = "default-src 'none'"
    response["X-Content-Type-Options"] = "nosniff"


def _storage_sends(document: Any) -> bool:
    method = getattr(settings, "WAGTAILDOCS_SERVE_METHOD", None)
    if method is not None:
        return method in {"redirect", "direct"}
    try:
        return not document.file.path
    except NotImplementedError:
        return True
