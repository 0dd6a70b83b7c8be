"""A table of a form as it is read on a page: every number knows the headings that it stands under.

The forms merge their headings in three levels and stack blocks with headings of their own, where
``scope`` alone leaves it to the reader's software to guess. So each number names its headings.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from ..downloads.grid import Place, places
from ..statutory.structure import Table

_ABOVE = frozenset({"col", "colgroup"})
_BESIDE = frozenset({"row", "rowgroup"})


@dataclass(frozen=True)
class ReadingCell:
    """A cell of the page.

    Attributes:
        text: what a heading says, empty where a number stands.
        code: of the figure that stands here, empty for a heading.
        scope: of a heading, as in HTML; empty for numbers and remarks.
        name: what others refer to a heading by, unique in the table.
        headings: names of the headings of a number, outer before inner.
        label_column: of a heading at the side, its place from the edge (1, 2, 3), else 0.
    """

    text: str
    code: str
    scope: str
    name: str
    headings: tuple[str, ...]
    rowspan: int
    colspan: int
    label_column: int


Row = tuple[ReadingCell, ...]


@dataclass(frozen=True)
class ReadingTable:
    """The rows above the numbers, and the groups of rows below them.

    ``label_columns`` is how many columns of headings stand at the side.
    """

    head: tuple[Row, ...]
    groups: tuple[tuple[Row, ...], ...]
    label_columns: int


@cache
def reading_table(table: Table) -> ReadingTable:
    """``table`` for reading."""
    lines = _lines(places(table))
    beginnings = [
        row
        for row, line in enumerate(lines)
        if row >= table.head_rows and _begins_group(line, len(table.widths))
    ]
    starts = sorted({table.head_rows, *beginnings})
    ends = [*starts[1:], len(lines)]
    labels = min((each.column for each in places(table) if each.cell.code), default=0)
    head = range(table.head_rows)
    return ReadingTable(
        head=tuple(tuple(_cells(lines, row, head, labels)) for row in head),
        groups=tuple(
            tuple(
                tuple(_cells(lines, row, [*head, *range(start, end)], labels))
                for row in range(start, end)
            )
            for start, end in zip(starts, ends, strict=True)
            if start < end
        ),
        label_columns=labels,
    )


def _lines(found: tuple[Place, ...]) -> list[list[Place]]:
    lines: list[list[Place]] = [[] for _ in range(max(each.row for each in found) + 1)]
    for each in found:
        lines[each.row].append(each)
    return lines


def _begins_group(line: list[Place], width: int) -> bool:
    """Whether a line is nothing but a heading over all columns."""
    return len(line) == 1 and line[0].cell.is_header and line[0].cell.colspan == width


def _cells(
    lines: list[list[Place]], row: int, within: range | list[int], labels: int
) -> Iterator[ReadingCell]:
    """Cells of a line; the headings of its numbers stand in the lines ``within``."""
    headings = [each for number in within for each in lines[number] if each.cell.is_header]
    for place in lines[row]:
        cell = place.cell
        over = [each for each in headings if cell.code and _is_heading_of(each, place)]
        yield ReadingCell(
            text=cell.text,
            code=cell.code,
            scope=cell.scope,
            name=_name(place) if cell.is_header else "",
            headings=tuple(_name(each) for each in over),
            rowspan=cell.rowspan,
            colspan=cell.colspan,
            label_column=place.column + 1
            if cell.scope in _BESIDE and place.column < labels and cell.colspan <= labels
            else 0,
        )


def _is_heading_of(heading: Place, number: Place) -> bool:
    cell = heading.cell
    down = range(heading.row, heading.row + cell.rowspan)
    right = range(heading.column, heading.column + cell.colspan)
    if cell.scope in _ABOVE:
        return heading.row < number.row and number.column in right
    if number.row in down:
        return heading.column < number.column
    # A heading over all columns, at the beginning of its group.
    return heading.row < number.row and number.column in right


def _name(place: Place) -> str:
    return f"r{place.row}c{place.column}"
