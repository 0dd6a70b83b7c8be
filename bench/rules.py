"""``python -m bench.rules``: how many wrong numbers the rules of the annual report notice.

Correct reports with random numbers get one wrong number each, or two that changed places. A change
counts as noticed only when a rule names that very cell. Counts are exact and the same on every
machine; ``tests/disclosure_pages/test_rules_mutation.py`` holds those that must not fall.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections import Counter


def main() -> None:
    """Survey each form and print what was noticed."""
    parser = argparse.ArgumentParser(prog="python -m bench.rules", description=__doc__)
    parser.add_argument("--reports", type=int, default=12, help="correct reports to start from")
    options = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.test")
    sys.path.insert(0, "site")
    import django

    django.setup()
    seeds = range(options.reports)
    for form, year, with_last_year in (
        ("2021", 2025, False),
        ("2021", 2025, True),
        ("2019", 2020, False),
        ("2008", 2016, False),
    ):
        _print_survey(form, year, seeds, with_last_year)


def _print_survey(form: str, year: int, seeds: range, with_last_year: bool) -> None:
    from tests.factories.mutations import survey

    beside = "with last year's report" if with_last_year else "alone"
    _say(f"\nForm of {form}, {len(seeds)} reports, {beside}\n")
    _say(f"{'table':8}{'change':38}{'made':>8}{'noticed':>9}{'':>9}")
    missed: Counter[str] = Counter()
    tallies = survey(seeds, form, year, with_last_year)
    for (kind, table), tally in sorted(tallies.items(), key=lambda each: each[0][::-1]):
        share = tally.caught / tally.tried
        _say(f"{table:8}{kind:38}{tally.tried:8}{tally.caught:9}{share:9.1%}")
        missed += tally.missed
    if missed:
        worst = ", ".join(f"{cells} {count}" for cells, count in missed.most_common(12))
        _say(f"Not noticed, most often: {worst}")


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")


if __name__ == "__main__":
    main()
