"""Making the files of a year: one reading of the database, all formats from it.

The items are read once, in one statement, and written line by line to a file with all that they
say; the other formats are made from that. So all formats have the same items, however many are
published meanwhile, and nothing but one chunk of items is ever in memory.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import file_digest
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.conf import settings
from django.core.files import File
from django.db import transaction
from django.utils import timezone
from wagtail.models import Page

from ..formats import FORMATS, FULL_TEXT, TEXT, Format
from ..models import DataFile, stored_name
from ..rooms import catalogue
from ..storage import delete_on_commit, is_stored
from .refreshing import say_that_files_changed
from .truth import FACTS, evidence_of, items_until, version_of

_DAYS = ("written_on", "effective_on", "expires_on", "repealed_on", "published_on")
_TOLD_EVERY = 1000
# Called with the number of items that were read.
Tell = Callable[[int], None]


@dataclass(frozen=True)
class Reading:
    """What was read of a year."""

    made_at: datetime
    version: str
    count: int
    evidence: str


@dataclass(frozen=True)
class Made:
    """A file before it is stored."""

    format: Format
    path: Path
    size: int
    sha256: str


def build(column: Page, year: int, tell: Tell | None = None) -> int:
    """Make all files of a year of a public column; returns the number of items in them.

    Where nothing changed, the files that are there stay, with a later date. Where the year has no
    items any more, they go.
    """
    with TemporaryDirectory(
        prefix="gongkai-open-data-", dir=settings.FILE_UPLOAD_TEMP_DIR
    ) as folder:
        full = Path(folder, f"{year}.{FULL_TEXT}")
        reading = _read(column, year, full, tell)
        if not _is_the_same(column, year, reading, full):
            made = [_write(each, full) for each in FORMATS.values()] if reading.count else []
            _keep(column, year, reading, made)
    return reading.count


def _read(column: Page, year: int, path: Path, tell: Tell | None) -> Reading:
    # The version first: what is read afterwards may be newer than it, which only makes the next
    # download look once more.
    version, made_at = version_of(column), timezone.now()
    exports = catalogue("exports")
    items = items_until(column, year, made_at).with_validity(timezone.localdate())
    rows = exports.rows(items, column, None, (*FACTS, "body"))
    count = 0

    def facts(file: Any) -> Iterator[list[Any]]:
        nonlocal count
        for count, row in enumerate(rows, start=1):
            body = row.pop("body")
            told = [row[name] if name == "title" else row.pop(name) for name in FACTS]
            row[TEXT] = text_of(body)
            file.write(f"{exports.json_line(row)}\n")
            if tell is not None and count % _TOLD_EVERY == 0:
                tell(count)
            yield told

    with path.open("w", encoding="utf-8") as file:
        evidence = evidence_of(facts(file))
    if tell is not None:
        tell(count)
    return Reading(made_at, version, count, evidence)


def text_of(body: Any) -> str:
    """What the body of an item says, as plain text."""
    return "\n".join(body.stream_block.get_searchable_content(body)) if body else ""


@transaction.atomic
def _is_the_same(column: Page, year: int, reading: Reading, full: Path) -> bool:
    """Whether the files that are there say what was read; they are of the later day then."""
    rows = _locked_rows(column, year)
    if rows.keys() != FORMATS.keys() or not all(is_stored(row) for row in rows.values()):
        return False
    if rows[FULL_TEXT].sha256 != _digest(full):
        return False
    for row in rows.values():
        if row.made_at <= reading.made_at:
            _date(row, reading)
            row.save()
    say_that_files_changed()
    return True


def _locked_rows(column: Page, year: int) -> dict[str, DataFile]:
    found = DataFile.objects.select_for_update().filter(column=column, year=year)
    return {row.format: row for row in found}


def _date(row: DataFile, reading: Reading) -> None:
    row.made_at, row.version = reading.made_at, reading.version
    row.item_count, row.evidence = reading.count, reading.evidence
    if row.wanted_at and row.wanted_at <= reading.made_at:
        # Whoever asked later has another task on its way.
        row.wanted_at = None


def _rows(full: Path) -> Iterator[dict[str, Any]]:
    with full.open(encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            del row[TEXT]
            for name in _DAYS:
                if row[name]:
                    row[name] = date.fromisoformat(row[name])
            yield row


def _write(wanted: Format, full: Path) -> Made:
    if wanted.render is None:
        return _made(wanted, full)
    path = full.with_name(f"made.{wanted.code}")
    with path.open("wb") as file:
        for piece in wanted.render(_rows(full)):
            file.write(piece.encode() if isinstance(piece, str) else piece)
    return _made(wanted, path)


def _made(wanted: Format, path: Path) -> Made:
    return Made(wanted, path, path.stat().st_size, _digest(path))


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()


def _keep(column: Page, year: int, reading: Reading, made: list[Made]) -> None:
    """Put new files in the place of the former ones, all at once."""
    stored = {each.format.code: _stored(column, year, each) for each in made}
    try:
        kept = _replace(column, year, reading, made, stored)
    except BaseException:
        _forget(stored)
        raise
    if not kept:
        _forget(stored)


def _stored(column: Page, year: int, made: Made) -> str:
    name = stored_name(column.pk, year, made.format.code)
    with made.path.open("rb") as content:
        return str(DataFile._meta.get_field("file").storage.save(name, File(content)))


@transaction.atomic
def _replace(
    column: Page, year: int, reading: Reading, made: list[Made], stored: dict[str, str]
) -> bool:
    """Write the rows; False where a later reading was faster."""
    rows = _locked_rows(column, year)
    if any(row.made_at > reading.made_at for row in rows.values()):
        return False
    for each in made:
        code = each.format.code
        row = rows.pop(code, None) or DataFile(column=column, year=year, format=code)
        delete_on_commit(row.file.name)
        row.file, row.size, row.sha256 = stored[code], each.size, each.sha256
        _date(row, reading)
        row.save()
    for row in rows.values():
        row.delete()
    say_that_files_changed()
    return True


def _forget(stored: dict[str, str]) -> None:
    for name in stored.values():
        DataFile._meta.get_field("file").storage.delete(name)
