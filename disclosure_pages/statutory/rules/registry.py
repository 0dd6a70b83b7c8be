"""All rules, and the check of a report by them."""

from __future__ import annotations

from .across_years import ACROSS_YEARS
from .arithmetic import ARITHMETIC
from .dates import DATES
from .plausible import PLAUSIBLE
from .prose import PROSE
from .structure import Breach, Facts, Rule

RULES: tuple[Rule, ...] = (*ARITHMETIC, *DATES, *ACROSS_YEARS, *PLAUSIBLE, *PROSE)


def check(facts: Facts) -> list[Breach]:
    """Every breach, in the order of the rules; errors and warnings."""
    return [
        Breach(rule, found.sentence, found.cells) for rule in RULES for found in rule.find(facts)
    ]
