"""The printed tables of a year with an input, and all that is known, in each number's place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from ..reports.checking import CheckedBreach
from ..statistics.figures import Figures, FigureValue
from ..statutory.structure import GridCell, Table
from .forms import EntryForm
from .numbers import allows_decimals, write_number
from .wording import by_group, group_heading, table_heading


@dataclass(frozen=True)
class Place:
    """One number of the page.

    Attributes:
        code: of the figure, and the name of its input.
        label: what it counts, complete in itself.
        typed: what stands in the input, as it was typed.
        computed: what counts when the input is empty, empty where the system knows nothing.
        stored: what was entered and saved.
        reason: why.
        parts: codes that it is the sum of.
        mistake: what is wrong with what was typed, empty where nothing is.
        state: ``""``, ``"warning"``, ``"error"`` by the rules, ``"mistake"`` where the typing is
            wrong.
        shown: the number that counts, for tables that are only read.
    """

    code: str
    label: str
    unit: str
    typed: str
    computed: str
    stored: str
    reason: str
    parts: tuple[str, ...]
    mistake: str
    state: str
    shown: str

    @property
    def anchor(self) -> str:
        """Id of its input."""
        return anchor_of(self.code)

    @property
    def is_total(self) -> bool:
        """Whether the form makes it the sum of others."""
        return bool(self.parts)

    @property
    def is_corrected(self) -> bool:
        """Whether a number stands in place of what the system computed."""
        return bool(self.typed.strip() and self.computed)

    @property
    def input_mode(self) -> str:
        """Which keys a phone shows."""
        return "decimal" if allows_decimals(self.unit) else "numeric"


Row = list[tuple[GridCell, Place | None]]


@dataclass(frozen=True)
class Sheet:
    """One table of the form."""

    code: str
    title: str
    heading: str
    head: list[Row]
    body: list[Row]
    is_opened: bool

    @property
    def has_totals(self) -> bool:
        """Whether the form makes some of its cells sums of others."""
        return any(place and place.is_total for row in self.body for _grid, place in row)


@dataclass(frozen=True)
class Others:
    """Figures of one group that stand in no table."""

    heading: str
    places: list[Place]
    is_open: bool = field(default=False)


def anchor_of(code: str) -> str:
    """Id of the input of a figure."""
    return f"cell-{code}"


def states_of(
    checked: Iterable[CheckedBreach], mistakes: Mapping[str, str] | None = None
) -> dict[str, str]:
    """How each cell that something is wrong with looks: the worst of what is said about it.

    A warning that was explained marks nothing.
    """
    states: dict[str, str] = {}
    for each in checked:
        if each.is_open:
            for code in each.breach.cells:
                if each.breach.is_error or code not in states:
                    states[code] = "error" if each.breach.is_error else "warning"
    return states | dict.fromkeys(mistakes or {}, "mistake")


class Page:
    """Everything that the page shows of the numbers of a year."""

    def __init__(self, form: EntryForm, checked: Iterable[CheckedBreach]) -> None:
        self._form = form
        self._preview = form.preview
        self._mistakes = form.mistakes
        self._states = states_of(checked, self._mistakes)

    @property
    def sheets(self) -> list[Sheet]:
        """The tables of the form."""
        opened = self._form["totals"].value() or []
        return [self._sheet(table, table.code in opened) for table in self._form.report_form.tables]

    @property
    def others(self) -> list[Others]:
        """The figures that stand in no table."""
        cells = self._form.report_form.cells
        outside = [figure for figure in self._preview if figure.code not in cells]
        groups = []
        for group, figures in by_group(outside):
            places = [self._place(figure) for figure in figures]
            is_open = any(place.typed or place.state for place in places)
            groups.append(Others(group_heading(group), places, is_open))
        return groups

    def _sheet(self, table: Table, is_opened: bool) -> Sheet:
        rows = [[(grid, self._place_at(grid)) for grid in row] for row in table.rows]
        return Sheet(
            code=table.code,
            title=table.title,
            heading=table_heading(table),
            head=rows[: table.head_rows],
            body=rows[table.head_rows :],
            is_opened=is_opened,
        )

    def _place_at(self, grid: GridCell) -> Place | None:
        figure = self._preview.get(grid.code) if grid.code else None
        return self._place(figure) if figure else None

    def _place(self, figure: FigureValue) -> Place:
        code = figure.code
        stored = self._form.figures.get(code) or figure
        computed = None if figure.is_frozen else figure.computed
        return Place(
            code=code,
            label=figure.label,
            unit=figure.unit,
            typed=str(self._form[code].value() or ""),
            computed=write_number(computed),
            stored=write_number(stored.override),
            reason=stored.reason,
            parts=figure.parts,
            mistake=self._mistakes.get(code, ""),
            state=self._states.get(code, ""),
            shown=write_number(figure.value) or _("未填报"),
        )


def locate(figures: Figures, codes: Iterable[str]) -> list[tuple[str, str]]:
    """Ids of inputs and names of figures, for links to them."""
    found = ((code, figures.get(code)) for code in codes)
    return [(anchor_of(code), figure.label) for code, figure in found if figure]
