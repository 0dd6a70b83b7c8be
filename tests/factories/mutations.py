"""Correct reports with one thing changed, and whether the rules notice."""

from collections import Counter
from dataclasses import dataclass, field
from itertools import pairwise
from random import Random

from disclosure_pages.statutory.forms import REPORT_FORMS
from disclosure_pages.statutory.rules.registry import check
from tests.factories.reports import correct_values, facts, following_values

SWAPS = 40
BESIDE = "swapped with the number beside it"
BELOW = "swapped with the number below it"
ANY = "swapped with any number of its table"


def _turned_round(number):
    """12 typed as 21."""
    return int(str(number)[::-1]) if isinstance(number, int) and number >= 0 else number


CHANGES = {
    "one more": lambda number: number + 1,
    "one less": lambda number: number - 1,
    "ten times": lambda number: number * 10,
    "zero": lambda number: 0,
    "digits turned round": _turned_round,
    "left empty": lambda number: None,
}


@dataclass
class Tally:
    """How many changes of a kind were made in a table, and which were not noticed."""

    tried: int = 0
    missed: Counter = field(default_factory=Counter)

    @property
    def caught(self):
        return self.tried - self.missed.total()


def survey(seeds, form="2021", year=2025, with_last_year=False):
    """Tallies by kind of change and code of table. A change counts as noticed when a rule names
    the very cell that was changed (one of the two that were swapped), and nothing less."""
    tallies = {}
    for seed in seeds:
        last = correct_values(form, seed) if with_last_year else {}
        values = following_values(last, seed + 1) if last else correct_values(form, seed)
        for kind, table, cells, changed in _changed(values, form, Random(seed)):
            tally = tallies.setdefault((kind, table), Tally())
            tally.tried += 1
            named = {
                code for breach in check(facts(changed, year, last_year=last))
                for code in breach.cells
            }  # fmt: skip
            if not named.intersection(cells):
                tally.missed["↔".join(cells)] += 1
    return tallies


def _changed(values, form, chance):
    """Kind, table, changed cells and the numbers of each report that differs from ``values``."""
    for table in REPORT_FORMS[form].tables:
        codes = [cell.code for cell in table.cells]
        for code in codes:
            for kind, change in CHANGES.items():
                if (number := change(values[code])) != values[code]:
                    yield kind, table.code, (code,), {**values, code: number}
        for kind, pairs in _swaps(table, codes, chance):
            for one, other in pairs:
                if values[one] != values[other]:
                    swapped = {**values, one: values[other], other: values[one]}
                    yield kind, table.code, (one, other), swapped


def _swaps(table, codes, chance):
    beside = [
        pair for pair in pairwise(codes) if table.by_code[pair[0]].row == table.by_code[pair[1]].row
    ]
    below = [
        (one, other)
        for place, one in enumerate(codes)
        for other in codes[place + 1 :]
        if table.by_code[one].column == table.by_code[other].column
    ]
    pairs = [tuple(chance.sample(codes, 2)) for _time in range(SWAPS)]
    return (BESIDE, beside), (BELOW, chance.sample(below, min(SWAPS, len(below)))), (ANY, pairs)
