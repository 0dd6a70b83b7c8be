"""Who wrote a text, and therefore does not decide about it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.contrib.auth import get_user_model
from wagtail.models import Page

from .models import DraftAuthor, Release


def authors_of(page: Any) -> set[Any]:
    """Keys of the people who wrote or changed what is not public yet of a page: since its last
    publication, or from the beginning."""
    released = released_revisions([page.pk]).get(page.pk)
    written = DraftAuthor.objects.filter(page_id=page.pk)
    revisions = page.revisions.exclude(user=None)
    if released:
        written = written.filter(revision_id__gt=released)
        revisions = revisions.filter(pk__gt=released)
    found = set(written.values_list("user_id", flat=True))
    found |= set(revisions.values_list("user_id", flat=True).order_by().distinct())
    if not released and page.owner_id:
        found.add(page.owner_id)
    return found


def released_revisions(page_ids: Iterable[int]) -> dict[int, int]:
    """The revision that is public of each of some pages; what was written after it is a draft.

    Pages of a type that keeps no releases, such as categories, tell it themselves. Two queries.
    """
    keys = list(page_ids)
    live = Page.objects.filter(pk__in=keys, live=True).exclude(live_revision=None)
    released = Release.objects.filter(page_id__in=keys).exclude(revision_id=None)
    return {
        **dict(live.values_list("pk", "live_revision_id")),
        **dict(released.values_list("page_id", "revision_id")),
    }


def names_of(keys: Iterable[Any]) -> list[str]:
    """Names of people, as records keep them."""
    users = get_user_model()._default_manager.filter(pk__in=list(keys))
    return sorted(name_of(user) for user in users)


def name_of(user: Any) -> str:
    """Full name and user name of a person; empty for the system."""
    if user is None:
        return ""
    full = user.get_full_name()
    return f"{full}（{user.get_username()}）" if full else str(user.get_username())
