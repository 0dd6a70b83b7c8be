"""Sending a file: by the web server in front, or streamed with ranges.

With ``GONGKAI_REVIEW_ACCEL_LOCATION`` (e.g. ``"/protected/"``) the answer names the file and nginx
sends it, ranges and conditions included. It takes over type, disposition and caching from the
answer, not the rest, so that the location says it again::

    location /protected/ {
        internal;
        alias /srv/gongkai/var/media/;
        add_header X-Content-Type-Options nosniff always;
        add_header Content-Security-Policy "default-src 'none'" always;
    }

Without it a host's ``SENDFILE_BACKEND`` (django-sendfile2 and its like) is asked, as Wagtail does.
Without that either, the file is streamed: whole, or the one range that is asked for (RFC 9110, 14).
Several ranges at once are answered by the whole file, as the RFC allows.
"""

from __future__ import annotations

import mimetypes
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any
from urllib.parse import quote

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header, http_date
from wagtail.utils.sendfile import sendfile as send_by_backend

from ..conf import get_setting

_RANGE = re.compile(r"bytes\s*=\s*(\d{0,18})\s*-\s*(\d{0,18})\s*", re.ASCII)
_PARTIAL, _UNSATISFIABLE = 206, 416


@dataclass(frozen=True)
class Headers:
    """What the answer says of a file.

    Attributes:
        etag: strong, in quotes; empty where the content has no known name.
        save_as: name under which a browser saves it; empty for the file's own.
    """

    content_type: str = "application/octet-stream"
    etag: str = ""
    save_as: str = ""
    as_attachment: bool = False


def sendfile(request: HttpRequest, filename: str, **kwargs: Any) -> HttpResponse:
    """Answer a request with a file of this machine.

    Not for ``SENDFILE_BACKEND``: Wagtail writes the length of the whole file over that of a range.

    Args:
        filename: its absolute path.
        kwargs: as for :class:`Headers`; the type is guessed where it is not given.

    Raises:
        Http404: there is no such file.
    """
    kwargs.setdefault("content_type", mimetypes.guess_type(filename)[0] or Headers.content_type)
    return _send_path(request, Path(filename), Headers(**kwargs))


def send(request: HttpRequest, file: Any, headers: Headers) -> HttpResponse:
    """Answer a request with a stored file (``FieldFile``), wherever its storage keeps it.

    Raises:
        Http404: the storage has no such file.
    """
    try:
        path = Path(file.path)
    except NotImplementedError:
        path = None
    if path and path.is_file():
        return _send_path(request, path, headers)
    if not file.storage.exists(file.name):
        raise Http404
    return _stream(request, lambda: file.storage.open(file.name), file.size, None, headers)


def _send_path(request: HttpRequest, path: Path, headers: Headers) -> HttpResponse:
    try:
        found = path.stat()
    except OSError:
        raise Http404 from None
    if address := _accel_address(path):
        response = _with_headers(HttpResponse(), headers)
        response["X-Accel-Redirect"] = address
        return response
    if getattr(settings, "SENDFILE_BACKEND", ""):
        response = send_by_backend(request, str(path))
        if isinstance(response, HttpResponse):
            # Wagtail writes "None" for what is not compressed.
            del response["Content-Encoding"]
            return _with_headers(response, headers)
        # A backend that streams itself does it without ranges. To close its answer would end the
        # request, and its connections to the database.
        if file := getattr(response, "file_to_stream", None):
            file.close()
    return _stream(request, lambda: path.open("rb"), found.st_size, int(found.st_mtime), headers)


def _accel_address(path: Path) -> str:
    """What nginx reads back to the file; it takes percent signs for what they stand for, so that
    Chinese names, spaces and question marks arrive as they are. Empty: nginx is not to send it."""
    location = str(get_setting("GONGKAI_REVIEW_ACCEL_LOCATION"))
    root = Path(settings.MEDIA_ROOT).absolute()
    if not location or not path.is_relative_to(root):
        return ""
    return f"{location.rstrip('/')}/{quote(path.relative_to(root).as_posix())}"


def _stream(
    request: HttpRequest,
    open_file: Callable[[], IO[bytes]],
    size: int,
    changed: int | None,
    headers: Headers,
) -> HttpResponse:
    bare: HttpResponse = _with_headers(HttpResponse(), headers)
    bare["Accept-Ranges"] = "bytes"
    if changed is not None:
        bare["Last-Modified"] = http_date(changed)
    answer = get_conditional_response(request, headers.etag or None, changed, bare)
    if answer is not None and answer is not bare:
        return answer
    first, last = 0, size - 1
    if request.method == "GET" and _may_be_partial(request, bare):
        wanted = _range_of(request.headers.get("Range", ""), size)
        if wanted is _NOTHING:
            bare.status_code = _UNSATISFIABLE
            bare["Content-Range"] = f"bytes */{size}"
            return bare
        if wanted:
            first, last = wanted
            bare.status_code = _PARTIAL
            bare["Content-Range"] = f"bytes {first}-{last}/{size}"
    bare["Content-Length"] = str(last - first + 1)
    if request.method == "HEAD":
        return bare
    content = open_file()
    part = content if bare.status_code != _PARTIAL else _Part(content, first, last - first + 1)
    response = SentFile(part, status=bare.status_code)
    for name, value in bare.items():
        response[name] = value
    return response


class SentFile(FileResponse, HttpResponse):  # type: ignore[misc]  # Django's types see `content`
    """A streamed file that counts as an ``HttpResponse``: Wagtail takes nothing else from a hook
    (``before_serve_document``), and would send the file in its own way."""

    @property
    def content(self) -> Any:
        """There is none, as in every streamed answer."""
        raise AttributeError("A streamed file has no content; see streaming_content.")

    @content.setter
    def content(self, value: Any) -> None:
        """Nothing to set: the file is the content."""


_NOTHING = (-1, -1)


def _range_of(header: str, size: int) -> tuple[int, int] | None:
    """First and last byte that are asked for; :data:`_NOTHING` where the file ends before; None
    where the whole file is to be sent: no range, several, or none that can be read."""
    found = _RANGE.fullmatch(header.strip())
    if not found or not (found[1] or found[2]):
        return None
    if not found[1]:
        length = min(int(found[2]), size)
        return (size - length, size - 1) if length else _NOTHING
    first = int(found[1])
    last = min(int(found[2]), size - 1) if found[2] else size - 1
    if found[2] and int(found[2]) < first:
        return None
    return (first, last) if first < size else _NOTHING


def _may_be_partial(request: HttpRequest, response: HttpResponse) -> bool:
    """Whether what the client has the beginning of is still this file (``If-Range``)."""
    known = request.headers.get("If-Range", "").strip()
    if not known:
        return True
    return known in {response.get("ETag", ""), response.get("Last-Modified", "")} - {""}


def _with_headers(response: Any, headers: Headers) -> Any:
    response["Content-Type"] = headers.content_type
    if headers.etag:
        response["ETag"] = headers.etag
    if headers.save_as:
        response["Content-Disposition"] = content_disposition_header(
            headers.as_attachment, headers.save_as
        )
    return response


class _Part:
    """Some bytes of a file, read as a file."""

    def __init__(self, file: IO[bytes], start: int, length: int) -> None:
        file.seek(start)
        self._file = file
        self._left = length

    def read(self, size: int = -1) -> bytes:
        """The next bytes, ``size`` at most."""
        wanted = self._left if size < 0 else min(size, self._left)
        data = self._file.read(wanted)
        self._left -= len(data)
        return data

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()
