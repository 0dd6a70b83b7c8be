"""表二: blocks below each other, in one table or in several, each with headings of its own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from .grids import Grid, Placed
from .labels import NEW_COLUMNS, OLD_COLUMNS, disclosed_column_of, disclosed_of
from .lines import Heading, Line, aligned, first_full, taken_apart
from .normalise import plain, reading

# Line and column as recognised → the code of the form's cell.
_NEW = {
    **{
        (line, column): f"t2.{line}.{column}"
        for line in ("regulations", "normative")
        for column in ("made", "abolished", "in_force")
    },
    **{
        (line, "decisions"): f"t2.{line}.decisions"
        for line in ("licences", "penalties", "coercion")
    },
    ("fees", "amount"): "t2.fees.amount",
}
_OLD = {
    **{
        (line, column): f"t2a.{line}.{code}"
        for line in ("regulations", "normative")
        for column, code in (
            ("made19", "made"),
            ("disclosed", "disclosed"),
            ("disclosed_total", "total"),
        )
    },
    **{
        (line, column): f"t2a.{line}.{column}"
        for line in ("licences", "services", "penalties", "coercion")
        for column in ("before", "change", "decisions")
    },
    ("fees", "before"): "t2a.fees.before",
    ("fees", "change"): "t2a.fees.change",
    ("procurement", "projects"): "t2a.procurement.projects",
    ("procurement", "purchases"): "t2a.procurement.amount",
}
CODES = {"2021": _NEW, "2019": _OLD}
# What a block has where its headings are missing.
_RULES = ("regulations", "normative")
_NO_HEADINGS = {
    **dict.fromkeys(_RULES, ("made", "abolished", "in_force")),
    **dict.fromkeys(("licences", "penalties", "coercion"), ("decisions",)),
    "fees": ("amount",),
}
_FEWEST_IN_TEXT = 3
_TEN_THOUSAND = Decimal(10000)


@dataclass
class Disclosed:
    """表二.

    Attributes:
        cells: by line and column.
        in_yuan: lines whose heading gives amounts in 元 instead of 万元.
        headings: columns that were named.
        place: where it was found.
    """

    cells: dict[tuple[str, str], Placed] = field(default_factory=dict)
    in_yuan: set[str] = field(default_factory=set)
    headings: set[str] = field(default_factory=set)
    place: str = ""

    @property
    def written(self) -> int:
        """How many of its cells hold anything."""
        return sum(reading(placed.text).is_written for placed in self.cells.values())

    @property
    def size(self) -> int:
        """How many cells were found."""
        return len(self.cells)

    @property
    def is_old(self) -> bool | None:
        """Whether it has the columns of 2019; None where nothing tells."""
        new, old = len(NEW_COLUMNS & self.headings), len(OLD_COLUMNS & self.headings)
        return None if new == old else old > new

    def amount(self, line: str, number: Decimal, unit: str) -> Decimal:
        """An amount of money in 万元."""
        in_yuan = unit == "元" or (not unit and line in self.in_yuan)
        return number / _TEN_THOUSAND if in_yuan else number


def read_disclosed(grids: Sequence[Grid]) -> Disclosed | None:
    """The first full copy of 表二 in ``grids``; None where there is none."""
    found = [Disclosed()]
    for grid in grids:
        part = _of(grid)
        if part is None:
            continue
        if not found[-1].cells.keys().isdisjoint(part.cells):
            found.append(Disclosed())
        whole = found[-1]
        whole.cells.update(part.cells)
        whole.in_yuan |= part.in_yuan
        whole.headings |= part.headings
        whole.place = "、".join(filter(None, (whole.place, grid.place)))
    return first_full(found)


def _of(grid: Grid) -> Disclosed | None:
    found = Disclosed()
    columns: dict[str, Heading] = {}
    named = in_headings = False
    for number, line in grid.lines():
        headings = _headings(number, line)
        named = named or any("第二十条" in plain(placed.text)[:12] for placed in line)
        if headings:
            # In text each heading is a line of its own.
            columns = {**columns, **headings} if grid.is_flow and in_headings else headings
            in_headings = True
            found.headings.update(headings)
            _note_unit(found, line)
            continue
        taken = taken_apart(line, disclosed_of, len(columns))
        if taken is None or not taken.values:
            continue
        in_headings = False
        if taken.label == "fees" and _is_in_yuan([*taken.labels, *line]):
            found.in_yuan.add("fees")
        for column, placed in _cells(taken, columns, is_flow=grid.is_flow).items():
            if placed.cell.row == number:
                found.cells.setdefault((taken.label, column), placed)
    if grid.is_flow and len(found.cells) < _FEWEST_IN_TEXT:
        return None
    return found if found.cells and (found.headings or named) else None


def _headings(number: int, line: Sequence[Placed]) -> dict[str, Heading]:
    found: dict[str, Heading] = {}
    for placed in line:
        if reading(placed.text).number is not None:
            return {}
        code = disclosed_column_of(placed.text)
        if code and code not in found:
            found[code] = Heading(number, placed.first, placed.last)
    return found


def _cells(taken: Line, columns: dict[str, Heading], *, is_flow: bool) -> dict[str, Placed]:
    if is_flow:
        orders = (_order(taken.label, columns), _NO_HEADINGS.get(taken.label, ()))
        order = next((each for each in orders if len(each) == len(taken.values)), ())
        return dict(zip(order, taken.values, strict=True)) if order else {}
    order = _order(taken.label, columns)
    if len(order) == 1:
        written = [each for each in taken.values if reading(each.text).is_written]
        same = {reading(each.text).number for each in written}
        if written and len(same) == 1:
            return {order[0]: written[0]}
        if not written:
            return {order[0]: taken.values[0]}
    return aligned(taken.values, order, columns)


def _order(label: str, columns: dict[str, Heading]) -> tuple[str, ...]:
    """Columns that the line has, left to right."""
    ordered = tuple(sorted(columns, key=lambda code: (columns[code].row, columns[code].first)))
    fits = any((label, column) in codes for codes in CODES.values() for column in ordered)
    return ordered if fits else _NO_HEADINGS.get(label, ordered)


def _note_unit(found: Disclosed, line: Sequence[Placed]) -> None:
    for placed in line:
        column = disclosed_column_of(placed.text)
        if column in {"amount", "purchases"} and _is_in_yuan([placed]):
            found.in_yuan.add("fees" if column == "amount" else "procurement")


def _is_in_yuan(line: Sequence[Placed]) -> bool:
    """Whether 元 is the unit that is named, and 万元 is not."""
    text = plain("".join(placed.text for placed in line if reading(placed.text).number is None))
    return "元" in text and "万" not in text
