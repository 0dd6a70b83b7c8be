"""How far the texts of files are read, as the maintenance page shows it."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import Any

from django.apps import apps
from django.db.models import Count


@dataclass(frozen=True)
class FileState:
    """Number of files by status, with the status in words; ``waiting`` are still to be read."""

    counts: tuple[tuple[str, int], ...]
    waiting: int


def file_state() -> FileState | None:
    """The counts; None where no files are read."""
    model = _model()
    if model is None:
        return None
    field = model._meta.get_field("status")
    labels = dict(field.flatchoices)
    rows = model.objects.order_by("status").values_list("status").annotate(number=Count("pk"))
    counts = tuple((str(labels.get(status, status)), number) for status, number in rows)
    waiting = sum(number for status, number in rows if status in {"waiting", "pending", "queued"})
    return FileState(counts, waiting)


def extract_missing() -> None:
    """Have all files read that were not, in the background."""
    import_module(f"{__package__}.extraction").schedule_missing()


def _model() -> Any:
    try:
        return apps.get_app_config("gongkai_search").get_model("ExtractedFile")
    except LookupError:
        return None
