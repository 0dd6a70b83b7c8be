"""The numbers of the statutory forms as figures, so that each can be entered and cited."""

from __future__ import annotations

from collections.abc import Iterator

from ..statutory.forms import REPORT_FORMS, forms_for
from ..statutory.structure import Cell
from .registry import Scope


class FormCells:
    """Every cell of the form of the year; what is counted for it is said by other sources.

    Sources that count a cell list the same code again, and own it then.
    """

    counts_without_column = True
    counted_models = ()

    def __init__(self, scope: Scope | None) -> None:
        forms = forms_for(scope.year) if scope else REPORT_FORMS.values()
        self._cells = {code: (form, cell) for form in forms for code, cell in form.cells.items()}

    def list_figures(self) -> Iterator[tuple[str, str, str, str]]:
        """Code, label, unit and group of each cell; the group is that of its table."""
        for code, (_form, cell) in self._cells.items():
            yield code, cell.label, cell.unit, group_of(cell)

    def compute(self) -> dict[str, int]:
        """Nothing is counted here: sums are made of what the figures are (``figures.py``)."""
        return {}

    def listing_url(self, code: str) -> str:
        """There is no list."""
        return ""


def group_of(cell: Cell) -> str:
    """Group of a cell's figure: ``t2``, ``t3``, ``t4`` or ``s``."""
    return cell.code.partition(".")[0]


def parts_by_code(year: int) -> dict[str, tuple[str, ...]]:
    """Codes of the sums of a year's form, with those of their parts."""
    return {
        code: cell.parts
        for form in forms_for(year)
        for code, cell in form.cells.items()
        if cell.parts
    }
