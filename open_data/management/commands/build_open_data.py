"""``manage.py build_open_data``: the files of the open data; for every night."""

from __future__ import annotations

import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from wagtail.models import Page

from ...columns import all_columns
from ...formats import FORMATS
from ...models import DataFile
from ...services import building, years
from ...services.truth import version_of
from ...storage import is_stored, sweep

_TOLD_EVERY = 5.0  # seconds


class Command(BaseCommand):
    """Goes on where it was ended: years of which nothing changed since are passed over."""

    help = "Make the yearly files of the open data, those that are out of date."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which of them."""
        parser.add_argument("--column", type=int, help="Key of one column's page; else all.")
        parser.add_argument("--year", type=int, help="One year; else all.")
        parser.add_argument("--force", action="store_true", help="Also what is up to date.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Make them, the newest year first."""
        columns = [each for each in all_columns() if options["column"] in (None, each.pk)]
        if options["column"] is not None and not columns:
            raise CommandError(f"No public column has the key {options['column']}.")
        failed = []
        for column in columns:
            for year in years.years_of(column):
                if options["year"] in (None, year) and not self._build(column, year, options):
                    failed.append(f"{column.pk}/{year}")
            swept = sweep(column)
            if swept:
                self.stdout.write(f"{column.pk}: {swept} files of ended runs deleted")
        if failed:
            raise CommandError(f"Not made: {', '.join(failed)}. The reasons stand above.")

    def _build(self, column: Page, year: int, options: dict[str, Any]) -> bool:
        if not options["force"] and _is_fresh(column, year):
            self._tell(options, f"{column.pk}/{year}: up to date")
            return True
        started = told = time.monotonic()

        def tell(count: int) -> None:
            nonlocal told
            if time.monotonic() - told > _TOLD_EVERY:
                told = time.monotonic()
                self._tell(options, f"{column.pk}/{year}: {count} items read")

        try:
            count = building.build(column, year, tell)
        except OSError as error:
            # A full disk; the other years may be smaller.
            self.stderr.write(f"{column.pk}/{year}: {error}")
            return False
        seconds = time.monotonic() - started
        self._tell(options, f"{column.pk}/{year}: {count} items in {seconds:.1f} s")
        return True

    def _tell(self, options: dict[str, Any], line: str) -> None:
        if options["verbosity"]:
            self.stdout.write(line)


def _is_fresh(column: Page, year: int) -> bool:
    rows = DataFile.objects.filter(column=column, year=year, wanted_at=None)
    fresh = [row for row in rows.filter(version=version_of(column)) if is_stored(row)]
    return len(fresh) == len(FORMATS)
