"""Noting who was served what is not public."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone

from ..models.files import FileKind, FileReading
from .readers import Grounds

# A viewer asks for a large file piece by piece: these are one reading, not fifty.
_ONE_READING = timedelta(minutes=10)
_SENT = {200, 206}


def note_reading(
    request: HttpRequest,
    response: HttpResponseBase,
    kind: FileKind,
    file: Any,
    grounds: Grounds,
) -> None:
    """Note that a file which is not open to everybody was sent to somebody.

    An answer without content (``HEAD``, "not modified", a range that the file does not have) is no
    reading. A piece from the middle is one of its own only when no other piece of the same content
    was sent to the reader in the last ten minutes. A query for the latter, and one to write.
    """
    if grounds.everybody or request.method != "GET" or response.status_code not in _SENT:
        return
    user = request.user
    reading = FileReading(
        kind=kind,
        file_id=file.pk,
        file_title=file.title,
        file_name=file.file.name,
        file_hash=file.file_hash,
        page_id=grounds.page and grounds.page.pk,
        page_title=grounds.page.draft_title if grounds.page else "",
        reader_id=str(user.pk or ""),
        reader_name=_name_of(user),
    )
    if not (_is_a_later_piece(request) and _was_noted(reading)):
        reading.save()


def _is_a_later_piece(request: HttpRequest) -> bool:
    """Whether what is asked for begins after the first byte. Asked of the request, since with a web
    server in front the answer does not know."""
    wanted = request.headers.get("Range", "").replace(" ", "")
    return bool(wanted) and not wanted.startswith("bytes=0-")


def _was_noted(reading: FileReading) -> bool:
    return FileReading.objects.filter(
        kind=reading.kind,
        file_id=reading.file_id,
        file_hash=reading.file_hash,
        reader_id=reading.reader_id,
        at__gt=timezone.now() - _ONE_READING,
    ).exists()


def _name_of(user: Any) -> str:
    if not user.is_authenticated:
        return ""
    name, account = user.get_full_name(), user.get_username()
    return f"{name}（{account}）" if name and name != account else account
