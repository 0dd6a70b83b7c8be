"""The folder of the files."""

from __future__ import annotations

import logging
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from wagtail.models import Page

from .models import FOLDER, DataFile

logger = logging.getLogger(__name__)

# A file that is being stored has no row yet.
_YOUNG = timedelta(days=1)


def delete_on_commit(name: str | None) -> None:
    """Take a stored file away as soon as the running transaction is stored. Who downloads it just
    then gets the rest of it."""
    if name:
        transaction.on_commit(lambda: _delete(name))


def is_stored(row: DataFile) -> bool:
    """Whether the file of a row is where the row says."""
    name = row.file.name
    return bool(name and row.file.storage.exists(name))


def sweep(column: Page) -> int:
    """Take away what a killed process left behind; returns the number of files."""
    field = DataFile._meta.get_field("file")
    storage = field.storage
    folder = f"{FOLDER}/{column.pk}"
    known = set(DataFile.objects.filter(column=column).values_list("file", flat=True))
    taken = 0
    try:
        names = [f"{folder}/{name}" for name in storage.listdir(folder)[1]]
    except FileNotFoundError:
        return 0
    for name in names:
        if name not in known and storage.get_modified_time(name) < timezone.now() - _YOUNG:
            taken += _delete(name)
    return taken


def _delete(name: str) -> bool:
    try:
        DataFile._meta.get_field("file").storage.delete(name)
    except OSError:
        # Swept away by the next nightly run.
        logger.exception("A file of the open data cannot be deleted")
        return False
    return True
