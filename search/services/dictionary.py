"""What follows from a change of the search dictionary."""

from __future__ import annotations

from django.db import transaction

from ..text import words


def announce_change(using: str | None = None) -> None:
    """Have the dictionary read again as soon as the change is stored.

    ``using`` names the database whose transaction stores it.
    """
    transaction.on_commit(words.renew, using=using)
