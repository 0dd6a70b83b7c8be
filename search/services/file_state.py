"""How far the texts of files are read, as the maintenance page shows it."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count

from ..models import ExtractedFile
from .extraction import unread


@dataclass(frozen=True)
class FileState:
    """Number of files by what became of them, in words; ``unread`` are still to be read."""

    counts: tuple[tuple[str, int], ...]
    unread: int


def file_state() -> FileState:
    """The counts."""
    labels = {str(value): str(label) for value, label in ExtractedFile.Outcome.choices}
    rows = ExtractedFile.objects.order_by("status").values_list("status")
    counted = rows.annotate(number=Count("pk"))
    return FileState(
        counts=tuple((labels.get(status, status), number) for status, number in counted),
        unread=unread().count(),
    )
