"""How the figures of a year stand: what is filled in, what the rules say, what may be done."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ..reports.checking import check_statistics
from ..reports.facts import facts_of
from ..statistics import services
from ..statistics.figures import Figures
from ..statistics.models import AnnualStatistics
from ..statutory.forms import form_for
from ..statutory.structure import Table
from .wording import table_heading


@dataclass(frozen=True)
class Filled:
    """How many inputs of a table have a number."""

    code: str
    heading: str
    filled: int
    total: int

    @property
    def is_complete(self) -> bool:
        """Whether nothing is missing."""
        return self.filled == self.total


def filled_in(table: Table, figures: Figures) -> Filled:
    """How far a table is; sums come by themselves."""
    known = [figures.get(cell.code) for cell in table.inputs]
    filled = sum(figure is not None and figure.value is not None for figure in known)
    return Filled(table.code, table_heading(table), filled, len(known))


def overview_of(statistics: AnnualStatistics, user: Any) -> dict[str, Any]:
    """Template context of the panel on the page of the statistics."""
    figures = services.figures_of(statistics)
    checked = check_statistics(statistics, facts=facts_of(statistics, figures=figures))
    report_form = form_for(statistics.year)
    return {
        "statistics": statistics,
        "report_form": report_form,
        "tables": [filled_in(table, figures) for table in report_form.tables],
        "errors": [each for each in checked if each.breach.is_error],
        "warnings": [each for each in checked if not each.breach.is_error],
        "has_column": figures.scope.column is not None,
        "may_change": user.has_perm(services.CHANGE_PERMISSION),
        "may_freeze": user.has_perm(services.FREEZE_PERMISSION),
    }
