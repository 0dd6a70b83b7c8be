"""Read the files of documents that were not read yet."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from ...services.extraction import extract_missing

_LINES = 100


class Command(BaseCommand):
    """Goes on where it was ended; a file that was read is not read again."""

    help = "Read the files of documents for the search, as far as they were not."

    def add_arguments(self, parser: CommandParser) -> None:
        """``--again`` reads all, e.g. after the limits were changed."""
        parser.add_argument(
            "--again", action="store_true", help="Read all files, those that were read included."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Read them, with a line for every hundredth part of the work."""
        shown = 0

        def tell(done: int, total: int) -> None:
            nonlocal shown
            if options["verbosity"] and (done == total or done - shown >= total / _LINES):
                shown = done
                self.stdout.write(f"{done} of {total} files")

        number = extract_missing(tell, again=options["again"])
        if options["verbosity"]:
            self.stdout.write(f"{number} files read.")
