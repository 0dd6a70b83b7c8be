"""表四: a line of fifteen numbers, or any other arrangement of the same blocks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from ..statutory.applications import DISPUTES, OUTCOMES, TOTAL
from .grids import Grid, Placed
from .labels import OWN_OUTCOMES, dispute_of, outcome_of
from .lines import first_full, numbers_of, without_empty
from .normalise import reading

_OUTCOMES = (*(code for code, _label in OUTCOMES), TOTAL)
ORDER = tuple((block, outcome) for block, _label in DISPUTES for outcome in _OUTCOMES)


@dataclass
class Disputes:
    """One copy of 表四: cells by block and outcome, and where they were found."""

    cells: dict[tuple[str, str], Placed] = field(default_factory=dict)
    place: str = ""

    @property
    def written(self) -> int:
        """How many of its cells hold anything."""
        return sum(reading(placed.text).is_written for placed in self.cells.values())

    @property
    def size(self) -> int:
        """How many cells were found."""
        return len(self.cells)


def read_disputes(grids: Sequence[Grid]) -> Disputes | None:
    """The first full copy of 表四 in ``grids``; None where there is none."""
    found: list[Disputes] = []
    spread = Disputes()
    for grid in grids:
        start = _start(grid)
        if start is None:
            continue
        whole = _one_line(grid, start)
        if whole:
            found.append(Disputes(whole, grid.place))
        if not grid.is_flow:
            for key, cells in _by_headings(grid).items():
                # Two numbers below the same heading: its spans are wrong.
                if len(cells) == 1:
                    spread.cells.setdefault(key, cells[0])
            spread.place = "、".join(filter(None, (spread.place, grid.place)))
    found.append(spread)
    return first_full(found)


def _start(grid: Grid) -> int | None:
    """The line in which the first result stands; None in another table."""
    first: int | None = None
    outcomes: set[str] = set()
    for number, line in grid.lines():
        for placed in line:
            if placed.cell.row == number and (outcome := outcome_of(placed.text)):
                if outcome in OWN_OUTCOMES and first is None:
                    first = number
                outcomes.add(outcome)
    return first if len(OWN_OUTCOMES & outcomes) > 1 else None


def _one_line(grid: Grid, start: int) -> dict[tuple[str, str], Placed]:
    """Fifteen numbers in one line, in the order of the form; those that are filled in first."""
    empty: dict[tuple[str, str], Placed] = {}
    for number, line in grid.lines():
        is_heading = any(
            placed.cell.row == number and outcome_of(placed.text) in OWN_OUTCOMES for placed in line
        )
        if number < start or (is_heading and not grid.is_flow):
            continue
        values = [each for each in numbers_of(line) if each.cell.row == number]
        if len(values) > len(ORDER) and not grid.is_flow:
            below = _below_headings(grid, number, values)
            rest = [each for each in values if each not in below]
            if any(reading(each.text).is_written for each in rest):
                continue
            values = below if len(below) == len(ORDER) else without_empty(values, len(ORDER))
        if len(values) != len(ORDER):
            continue
        cells = dict(zip(ORDER, values, strict=True))
        if any(reading(placed.text).is_written for placed in values):
            return cells
        empty = empty or cells
    return {} if grid.is_flow else empty


def _below_headings(grid: Grid, number: int, values: Sequence[Placed]) -> list[Placed]:
    """Those of ``values`` that have a result above them."""
    return [
        placed
        for placed in values
        if any(
            (cell := grid.rows[above][placed.first]) is not None and outcome_of(cell.text)
            for above in range(number)
        )
    ]


def _by_headings(grid: Grid) -> dict[tuple[str, str], list[Placed]]:
    """Numbers by the results and blocks that stand above and beside them."""
    only = _only_block(grid)
    found: dict[tuple[str, str], list[Placed]] = {}
    start = _start(grid) or 0
    if grid.rows[start][-1] is None:
        # Lines of numbers are longer than that of the headings.
        return found
    for number, line in grid.lines():
        if grid.rows[number][-1] is None:
            continue
        for placed in line:
            if placed.cell.row != number or reading(placed.text).number is None:
                continue
            around = _around(grid, number, placed)
            outcome = next(filter(None, map(outcome_of, around)), "")
            block = _block(grid, number, placed) or only
            if outcome and block:
                found.setdefault((block, outcome), []).append(placed)
    return found


def _around(grid: Grid, number: int, placed: Placed) -> list[str]:
    """Texts to the left and above, nearest first."""
    left = [cell.text for cell in reversed(grid.rows[number][: placed.first]) if cell is not None]
    above = [
        cell.text for row in reversed(grid.rows[:number]) if (cell := row[placed.first]) is not None
    ]
    return [*left, *above]


def _block(grid: Grid, number: int, placed: Placed) -> str:
    """The block whose heading is nearest, beside or above; without merged cells, a heading also
    holds for the empty places behind it."""
    for cell in reversed(grid.rows[number][: placed.first]):
        if cell is not None and (block := dispute_of(cell.text)):
            return block.replace("suits", "")
    for row in reversed(grid.rows[:number]):
        texts = [cell.text.strip() if cell else "" for cell in row[placed.first :: -1]]
        heading = next(filter(None, texts), "")
        if block := dispute_of(heading):
            return block.replace("suits", "")
    return ""


def _only_block(grid: Grid) -> str:
    """The block that the table's own words name, or else the text before it, if it is one only."""
    named = {block for text in grid.texts() if (block := dispute_of(text))} - {"suits"}
    if not named:
        nearest = filter(None, map(dispute_of, reversed(grid.before)))
        named = {next(nearest, "")} - {"suits", ""}
    return named.pop() if len(named) == 1 else ""
