"""Thirty plain questions of villagers to the demo town: how many are answered among the first
three, with meaning and without.

The questions, and the titles of the pages that answer them, are in ``villagers.jsonl``; they were
written down before any of them was asked.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

from .__main__ import say
from .environment import BACKENDS, prepared

QUESTIONS = Path(__file__).with_name("villagers.jsonl")
FIRST = 3


def main() -> None:
    """Make the demo town, ask with meaning and without, and print what was found."""
    parser = argparse.ArgumentParser(prog="python -m bench.search.villagers", description=__doc__)
    parser.add_argument("--backend", choices=BACKENDS, default="sqlite")
    parser.add_argument("--all", action="store_true", help="print the first hits of each question")
    options = parser.parse_args()
    with prepared(options.backend):
        _ask(show_all=options.all)


def _ask(*, show_all: bool) -> None:
    from django.core.management import call_command
    from django.test import override_settings

    from .settings import EMBEDDER

    call_command("load_demo", verbosity=0)
    questions = [json.loads(line) for line in QUESTIONS.read_text("utf-8").splitlines()]
    for name, embedder in (("letters", None), ("letters and meaning", EMBEDDER)):
        with override_settings(GONGKAI_SEARCH_EMBEDDER=embedder):
            call_command("update_index", verbosity=0)
            if embedder:
                call_command("make_vectors", verbosity=0)
            places = [_place(row, show_all=show_all) for row in questions]
        answered = sum(place is not None and place <= FIRST for place in places)
        first = sum(place == 1 for place in places)
        say(f"{name}: {answered} of {len(places)} among the first {FIRST}, {first} as the first")


def _place(row: dict[str, Any], *, show_all: bool) -> int | None:
    """Place of the first hit that answers a question, among the first ten."""
    from .runs import first_hits

    titles = [page.title for page in first_hits(row["question"], 10)]
    place = next((at for at, title in enumerate(titles, 1) if title in row["pages"]), None)
    if show_all:
        say(f"{place or '-':>3}  {row['question']}: {' / '.join(titles[:FIRST])}")
    return place


if __name__ == "__main__":
    main()
