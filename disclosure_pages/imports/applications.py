"""表三: lines recognised by their labels, numbers by the headings above them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from ..statutory.applications import COLUMNS
from .grids import Grid, Placed
from .labels import GROUP, OWN_COLUMNS, ROWS, SINGLE_OTHER, column_of, is_part_of_results, row_of
from .lines import Heading, Line, aligned, first_full, taken_apart, unknown_line
from .normalise import has_words, reading

_ORDER = tuple(code for code, _label in COLUMNS)
# A single line may be what another page of the table had no room for; in text it is chance.
_FEWEST_IN_TEXT = 5
# Other tables have totals and others, too.
_OWN_LINES = frozenset(ROWS) - {"total", "other"}
# A heading line names several of the columns, or those above 法人或其他组织.
_FEWEST_HEADINGS = 2


@dataclass
class Applications:
    """One copy of 表三.

    Attributes:
        lines: cells by code of the line and of the column.
        by_order: lines whose label nobody knew, taken for what the form has between the others.
        place: where it was found.
    """

    lines: dict[str, dict[str, Placed]] = field(default_factory=dict)
    by_order: dict[str, str] = field(default_factory=dict)
    place: str = ""

    @property
    def written(self) -> int:
        """How many of its cells hold anything."""
        return sum(
            reading(placed.text).is_written
            for line in self.lines.values()
            for placed in line.values()
        )

    @property
    def size(self) -> int:
        """How many lines were found."""
        return len(self.lines)

    @property
    def has_single_other(self) -> bool:
        """Whether 其他处理 is one line, as in the form of 2019."""
        return SINGLE_OTHER in self.lines

    @property
    def is_split(self) -> bool:
        """Whether 其他处理 is three lines, as in the form of 2021."""
        return not {"not_corrected", "unpaid"}.isdisjoint(self.lines)


@dataclass(frozen=True)
class _Read:
    code: str
    cells: dict[str, Placed]
    line: Line
    place: str


def read_applications(grids: Sequence[Grid]) -> Applications | None:
    """The first full copy of 表三 in ``grids``; None where there is none."""
    found: list[Applications] = []
    current: list[_Read] = []
    for read in _lines(grids):
        seen = {each.code for each in current if each.code}
        if read.code and read.code in seen:
            if not _is_written(read):
                continue
            # The same line again: another copy of the table.
            found.append(_copy(current))
            current = []
        current.append(read)
    found.append(_copy(current))
    return first_full(found)


def _is_written(read: _Read) -> bool:
    return any(reading(placed.text).is_written for placed in read.cells.values())


def _lines(grids: Sequence[Grid]) -> Iterator[_Read]:
    columns: dict[str, Heading] = {}
    following = ""
    for grid in grids:
        pending: list[_Read] = []
        known = 0
        for number, line in grid.lines():
            headings = _headings(number, line)
            if headings and not grid.is_flow:
                if OWN_COLUMNS.intersection(headings) == OWN_COLUMNS:
                    columns = {}
                columns.update(headings)
                continue
            read = _read_line(grid, number, line, columns)
            if read is None:
                continue
            known += read.code in _OWN_LINES
            pending.append(read)
        follows = any(each.code and each.code == following for each in pending)
        if follows or known >= (_FEWEST_IN_TEXT if grid.is_flow else 1):
            following = _following([each.code for each in pending if each.code][-1])
            yield from pending


def _following(code: str) -> str:
    """The line that comes after ``code``; empty after the last."""
    place = ROWS.index(code) + 1 if code in ROWS else len(ROWS)
    return ROWS[place] if place < len(ROWS) else ""


def _headings(number: int, line: Sequence[Placed]) -> dict[str, Heading]:
    """Columns that a line of headings names; empty for another line."""
    found: dict[str, Heading] = {}
    for placed in line:
        if reading(placed.text).number is not None:
            return {}
        # Those that reach down from above were named there.
        is_own = placed.cell.row == number
        if is_own and (code := column_of(placed.text)) and code not in found:
            found[code] = Heading(number, placed.first, placed.last)
    is_heading = len(found) >= _FEWEST_HEADINGS and not OWN_COLUMNS.isdisjoint(found)
    return found if is_heading else {}


def _read_line(
    grid: Grid, number: int, line: Sequence[Placed], columns: dict[str, Heading]
) -> _Read | None:
    taken = _taken(line)
    # A line that only repeats cells merged from above says nothing new.
    if taken is None or all(placed.cell.row != number for placed in taken.values):
        return None
    if grid.is_flow:
        fits = bool(taken.label) and len(taken.values) == len(_ORDER)
        cells = dict(zip(_ORDER, taken.values, strict=True)) if fits else {}
        return _Read(taken.label, cells, taken, grid.place) if fits else None
    cells = aligned(taken.values, _ORDER, columns)
    cells = {code: each for code, each in cells.items() if each.cell.row == number}
    # Words of a label in some other table, or a line of another table.
    fewest = 1 if taken.label else len(_ORDER)
    is_line = len(cells) >= fewest or (taken.label and len(taken.values) >= _FEWEST_VALUES)
    return _Read(taken.label, cells, taken, grid.place) if is_line else None


def _taken(line: Sequence[Placed]) -> Line | None:
    """A line with its label, empty where nobody knows it; None for headings of several lines."""
    known = taken_apart(line, row_of, len(_ORDER))
    if known and known.label in {GROUP, SINGLE_OTHER} and known.values:
        # The heading reaches over several lines; this one may have a label of its own.
        following = line[len(known.labels)]
        if following is not known.values[0] and has_words(following.text):
            return unknown_line(line)
    if known and known.label == GROUP:
        return None
    if (
        known
        and known.label == "total"
        and any(is_part_of_results(each.text) for each in known.labels[:-1])
    ):
        # A subtotal, which some add to the form, or a heading that reaches too far down.
        known = replace(known, label="")
    taken = known or unknown_line(line)
    return taken if taken and taken.values else None


_FEWEST_VALUES = 3


def _copy(read: Sequence[_Read]) -> Applications:
    copy = Applications(place="、".join(dict.fromkeys(each.place for each in read if each.place)))
    for each in read:
        if each.code:
            copy.lines[each.code] = each.cells
    _fill_by_order(copy, read)
    if copy.is_split and SINGLE_OTHER in copy.lines:
        # A subtotal, which some add to the form.
        del copy.lines[SINGLE_OTHER]
    return copy


def _fill_by_order(copy: Applications, read: Sequence[_Read]) -> None:
    """Give lines with unknown labels the codes that the form has in their place, if the count
    fits."""
    order = [code for code in ROWS if code not in copy.lines]
    anchors = [
        (place, each.code) for place, each in enumerate(read) if each.code and each.code in ROWS
    ]
    for (start, before), (end, after) in pairwise(anchors):
        unknown = [each for each in read[start + 1 : end] if not each.code]
        between = [
            code for code in order if ROWS.index(before) < ROWS.index(code) < ROWS.index(after)
        ]
        if unknown and len(unknown) == len(between):
            for each, code in zip(unknown, between, strict=True):
                copy.lines[code] = each.cells
                copy.by_order[code] = each.line.labels[-1].text
