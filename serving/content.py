"""The tag of what is public: while it is the same, what was made earlier is still true."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.http import HttpRequest
from django.utils import timezone

from . import reading
from .reading import Scopes
from .release import release
from .versions import PUBLIC, column_scope

_KEPT_ON_REQUEST = "_gongkai_content_tags"
_READING = {"GET", "HEAD"}


def scopes_of_column(column_pk: int | None) -> Scopes:
    """What an answer about a column depends on; None, an answer about all of them: everything."""
    return None if column_pk is None else (PUBLIC, column_scope(column_pk))


def content_tag(request: HttpRequest | None, column_pk: int | None) -> str:
    """A text that changes whenever anything public in a column changes, or anywhere (None).

    It holds the local day and the release of the code. Read it before what it is to stand for:
    what is read afterwards may be newer than the tag, which does no harm.

    Args:
        request: of one that only reads, the tag is read once.
        column_pk: key of the column page; where there is no column, of the site's root page.
    """
    kept: dict[int | None, str] = {}
    if request is not None and request.method in _READING:
        kept = request.__dict__.setdefault(_KEPT_ON_REQUEST, kept)
    if column_pk not in kept:
        scopes = scopes_of_column(column_pk)
        kept[column_pk] = tag(reading.text(reading.rows(scopes)))
    return kept[column_pk]


def tag(versions: str) -> str:
    """The tag of something whose versions are known."""
    return f"{timezone.localdate().isoformat()} {release()} {versions}"


def end_of_today() -> float:
    """The moment, in seconds since 1970, at which the local day ends."""
    now = timezone.localtime()
    tomorrow = datetime.combine(now.date() + timedelta(days=1), datetime.min.time())
    return timezone.make_aware(tomorrow).timestamp()
