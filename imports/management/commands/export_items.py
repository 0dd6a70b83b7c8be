"""Write all items of a column to a file that ``import_items`` reads back."""

from __future__ import annotations

import os
from argparse import ArgumentParser
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from ...exports.formats import FORMATS
from ...exports.reach import all_columns, items_for


class Command(BaseCommand):
    help = (
        "Write the items of a column to OUT: .xlsx and .csv with plain text, .jsonl with formatted"
        " text, .zip with that and all attachments. import_items reads each of them back."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("out", type=Path, metavar="OUT", help="file; its ending says the form")
        parser.add_argument("--column", help="key or slug of the column; needed with several")
        parser.add_argument(
            "--all-states", action="store_true", help="drafts and withdrawn items as well"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Write beside the file and put it in place when it is whole."""
        out: Path = options["out"]
        wanted = FORMATS.get(out.suffix.removeprefix(".").lower())
        if wanted is None:
            raise CommandError(
                f"{out}: the ending says the form; it must be one of "
                f"{', '.join(f'.{code}' for code in FORMATS)}."
            )
        column = _column(options["column"])
        items = items_for(None, column, drafts=options["all_states"])
        count = items.count()
        try:
            _write(out, wanted.pieces(items, column))
        except OSError as error:
            raise CommandError(f"{out} cannot be written: {error.strerror}.") from error
        self.stdout.write(f"{count} items of “{column.title}” were written to {out}.")


def _write(out: Path, pieces: Any) -> None:
    with NamedTemporaryFile(dir=out.parent, prefix=f".{out.name}.", delete=False) as file:
        try:
            for piece in pieces:
                file.write(piece)
            file.flush()
            os.fsync(file.fileno())
        except BaseException:
            Path(file.name).unlink()
            raise
    Path(file.name).chmod(0o600)
    Path(file.name).replace(out)


def _column(asked: str | None) -> Any:
    columns = all_columns()
    if asked:
        columns = [each for each in columns if asked in {str(each.pk), each.slug}]
    if len(columns) == 1:
        return columns[0]
    known = "; ".join(f"{each.pk} {each.slug} “{each.title}”" for each in all_columns())
    if not columns:
        raise CommandError(f"There is no column {asked!r}. There are: {known or 'none'}.")
    raise CommandError(f"Say with --column which of these is meant: {known}.")
