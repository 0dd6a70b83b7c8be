"""Whether what a stored file says is still public, word for word.

A file may be sent while every item in it is public and as it was: what was added since makes it
old, not wrong, and it names the day it is of. What was withdrawn, closed, moved or corrected since
makes it wrong. This is not left to signals, which a bulk change or a backup that is put back never
sends: it is compared with the database before a file is sent, as far as anything changed at all
since it was compared last (the content tag of the column says so).

The comparison reads one line of every item of the year: its key, its published revision and moment,
its title and address. Items published after the file's moment are left out on both sides.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from hashlib import sha256
from typing import Any

from django.db.models import Q
from wagtail.models import Page

from ..columns import items_of
from ..models import DataFile
from ..rooms import serving
from ..storage import is_stored
from . import refreshing

# What an item is told by, in the order of the digest.
FACTS = ("pk", "live_revision_id", "last_published_at", "title", "url_path")
_AT_ONCE = 5000


def version_of(column: Page) -> str:
    """Digest of the column's content tag: it changes with everything public in it. One query."""
    tag = serving("content").content_tag(None, column.pk)
    return sha256(tag.encode()).hexdigest()


def items_until(column: Page, year: int, moment: datetime) -> Any:
    """Public items of a year that were published by a moment, in the order of their keys."""
    published = Q(last_published_at__lte=moment) | (
        # What was brought in without a publication of its own.
        Q(last_published_at=None) & (Q(first_published_at=None) | Q(first_published_at__lte=moment))
    )
    return items_of(column).filter(published, published_year=year).order_by("pk")


def evidence_of(facts: Iterable[Iterable[Any]]) -> str:
    """Digest of what some items are told by."""
    digest = sha256()
    for each in facts:
        digest.update("\x1f".join(map(_text, each)).encode())
        digest.update(b"\x1e")
    return digest.hexdigest()


def may_be_sent(file: DataFile, column: Page) -> bool:
    """Whether a file is still true; one that is not is taken away, and made anew in the
    background. One query where nothing changed since this was asked last."""
    if not file.file:
        return False
    if not is_stored(file):
        # The database came back from a backup, the file did not.
        refreshing.take_away(column, file.year, file.evidence)
        return False
    version = version_of(column)
    if file.version == version:
        return True
    facts = items_until(column, file.year, file.made_at).values_list(*FACTS)
    if evidence_of(facts.iterator(chunk_size=_AT_ONCE)) == file.evidence:
        # All formats were made of one reading.
        same = DataFile.objects.filter(column=column, year=file.year, evidence=file.evidence)
        same.update(version=version)
        return True
    refreshing.take_away(column, file.year, file.evidence)
    return False


def _text(value: Any) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)
