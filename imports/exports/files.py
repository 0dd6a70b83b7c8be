"""Attachments beside an exported sheet: where each lies, and their bytes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Any

FOLDER = "附件"
# What parts paths in a cell, and what no system takes in a file's name.
_UNFIT = re.compile(r'[\x00-\x1f\\/:*?"<>|;；]')
_LONGEST = 80
_AT_ONCE = 1 << 20


def paths_of(item: Any) -> list[str]:
    """Paths of the attachments of an item, relative to the sheet, in their order."""
    return [path_of(each) for each in item.attachments.all()]


def path_of(attachment: Any) -> str:
    """Path of an attachment; its name is the one that the public sees."""
    document = attachment.document
    ending = PurePosixPath(document.filename).suffix
    name = _UNFIT.sub(" ", attachment.title or document.title).strip(" .") or "附件"
    stem = name.removesuffix(ending)[:_LONGEST]
    return f"{FOLDER}/{document.pk}/{stem}{ending}"


def pieces_of(document: Any) -> Iterator[bytes]:
    """The bytes of a document; nothing where the file is lost.

    Raises:
        FileNotFoundError: the storage does not have it.
    """
    with document.file.storage.open(document.file.name, "rb") as file:
        while piece := file.read(_AT_ONCE):
            yield piece
