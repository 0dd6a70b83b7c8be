"""What follows from a change of the synonyms."""

from __future__ import annotations

from django.db import transaction

from ..text import synonyms, words


def announce_change(using: str | None = None) -> None:
    """Have the synonyms read again, and the segmenter told of their words, as soon as the change
    is stored.

    ``using`` names the database whose transaction stores it.
    """
    transaction.on_commit(synonyms.renew, using=using)
    transaction.on_commit(words.renew, using=using)
