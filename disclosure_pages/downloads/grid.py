"""Where the cells of a printed table stand, counted in rows and columns from 0."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from ..statutory.structure import GridCell, Table


@dataclass(frozen=True)
class Place:
    """A cell and the first row and column that it covers."""

    row: int
    column: int
    cell: GridCell


@cache
def places(table: Table) -> tuple[Place, ...]:
    """Every cell of ``table``, in reading order; spans push cells to the right as in HTML."""
    taken: set[tuple[int, int]] = set()
    found = []
    for row, cells in enumerate(table.rows):
        column = 0
        for cell in cells:
            while (row, column) in taken:
                column += 1
            found.append(Place(row, column, cell))
            taken.update(
                (row + down, column + right)
                for down in range(cell.rowspan)
                for right in range(cell.colspan)
            )
    return tuple(found)


def numbers_by_place(table: Table) -> dict[str, tuple[int, int]]:
    """Row and column of every number, by code."""
    return {
        place.cell.code: (place.row, place.column) for place in places(table) if place.cell.code
    }
