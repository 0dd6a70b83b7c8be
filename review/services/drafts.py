"""What is noted of every revision."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from ..models import DraftAuthor
from .files import note_draft


def note(page: Any, revision: Any, user: Any, previous: Any = None) -> None:
    """Keep who wrote a revision, and which files it refers to.

    Args:
        previous: the old revision that this one brings back; who wrote that one wrote this one too.
    """
    people = set()
    if user is not None and user.pk:
        people.add(user.pk)
    if previous is not None:
        if previous.user_id:
            people.add(previous.user_id)
        earlier = DraftAuthor.objects.filter(page_id=page.pk, revision_id=previous.pk)
        people |= set(earlier.values_list("user_id", flat=True))
    DraftAuthor.objects.bulk_create(
        [
            DraftAuthor(page_id=page.pk, revision_id=revision.pk, user_id=person)
            for person in people
        ],
        ignore_conflicts=True,
    )
    note_draft(page)


def note_authors(revisions: Iterable[Any]) -> None:
    """Keep who wrote some new revisions of pages, in one statement; none where nobody did."""
    rows = [
        DraftAuthor(
            page_id=int(revision.object_id), revision_id=revision.pk, user_id=revision.user_id
        )
        for revision in revisions
        if revision is not None and revision.user_id
    ]
    if rows:
        DraftAuthor.objects.bulk_create(rows, ignore_conflicts=True)
