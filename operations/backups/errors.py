"""What keeps a backup from being made or put back."""

from __future__ import annotations


class BackupError(Exception):
    """The text names place, cause and cure."""
