"""The check of a year's report by the rules, with what the office said about each warning."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ..statistics.models import AnnualStatistics, RuleRemark
from ..statutory.rules.registry import check
from ..statutory.rules.structure import Breach, Facts
from .facts import facts_of


@dataclass(frozen=True)
class CheckedBreach:
    """A breach, and the remark on it if there is one."""

    breach: Breach
    remark: RuleRemark | None

    @property
    def is_open(self) -> bool:
        """Whether it keeps the report from being signed off."""
        return self.breach.is_error or self.remark is None


def check_statistics(
    statistics: AnnualStatistics, page: Any = None, facts: Facts | None = None
) -> list[CheckedBreach]:
    """Every breach of a year, errors first; ``facts`` where they are at hand already."""
    # The roll-up knows of breaches itself.
    from ..roll_up.checking import breaches_of

    remarks = {
        remark.key: remark
        for remark in RuleRemark.objects.filter(statistics=statistics).select_related("user")
    }
    breaches = [*check(facts or facts_of(statistics, page)), *breaches_of(statistics)]
    checked = [CheckedBreach(breach, remarks.get(breach.key)) for breach in breaches]
    return sorted(checked, key=lambda each: not each.breach.is_error)


def open_breaches(checked: Sequence[CheckedBreach]) -> list[CheckedBreach]:
    """Errors, and warnings that nobody has said anything about."""
    return [each for each in checked if each.is_open]
