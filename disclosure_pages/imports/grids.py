"""A table as a rectangle of places; a merged cell fills several."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from .normalise import reading

# A form has 28 lines of 10 columns; whatever is far beyond that is a mistake or an attack.
MOST_ROWS = 3000
MOST_COLUMNS = 200
MOST_ROWSPAN = 500
MOST_PLACES = 200_000


class TooLarge(ValueError):
    """A table, or all of them, would fill more places than any report does."""


@dataclass(frozen=True, eq=False)
class GridText:
    """A cell, which is the same object in every place that it fills."""

    text: str
    row: int
    column: int
    rowspan: int = 1
    colspan: int = 1


@dataclass(frozen=True)
class Placed:
    """A cell within one line: the places that it fills there."""

    cell: GridText
    first: int
    last: int

    @property
    def text(self) -> str:
        """What stands in it."""
        return self.cell.text


@dataclass
class Grid:
    """A table.

    Attributes:
        rows: places of each line; None where no cell is.
        before: the text that stands before the table, nearest last.
        is_flow: whether it is no table in the file, but made of lines of text.
        place: what to call it when speaking of it, such as 第2张表.
    """

    rows: list[list[GridText | None]] = field(default_factory=list)
    before: list[str] = field(default_factory=list)
    is_flow: bool = False
    place: str = ""

    @property
    def size(self) -> int:
        """How many places it has."""
        return sum(map(len, self.rows))

    def line(self, number: int) -> list[Placed]:
        """The cells of a line, left to right, each once."""
        placed: list[Placed] = []
        for cell, group in groupby(enumerate(self.rows[number]), key=lambda each: each[1]):
            columns = [column for column, _cell in group]
            if cell is not None:
                placed.append(Placed(cell, columns[0], columns[-1]))
        return placed

    def lines(self) -> Iterator[tuple[int, list[Placed]]]:
        """Number and cells of each line."""
        for number in range(len(self.rows)):
            yield number, self.line(number)

    def texts(self) -> Iterator[str]:
        """Text of each cell, once."""
        for number, line in self.lines():
            for placed in line:
                if placed.cell.row == number:
                    yield placed.text


class GridBuilder:
    """Puts cells, which come line by line, into the next free place as a browser does."""

    def __init__(self) -> None:
        self._rows: list[list[GridText | None]] = []
        self._current = -1
        self._places = 0

    def start_row(self) -> None:
        """Begin a line."""
        self._current += 1
        if self._current >= MOST_ROWS:
            raise TooLarge
        self._reach(self._current)

    def skip(self, columns: int) -> None:
        """Leave places of the line empty."""
        for _each in range(min(columns, MOST_COLUMNS)):
            self.add("")

    def add(self, text: str, rowspan: int = 1, colspan: int = 1) -> None:
        """Put a cell into the line."""
        if self._current < 0:
            self.start_row()
        row = self._rows[self._current]
        column = 0
        while column < len(row) and row[column] is not None:
            column += 1
        colspan = max(1, min(colspan, MOST_COLUMNS))
        rowspan = max(1, min(rowspan, MOST_ROWSPAN))
        if column >= MOST_COLUMNS:
            raise TooLarge
        colspan = min(colspan, MOST_COLUMNS - column)
        self._places += rowspan * colspan
        if self._places > MOST_PLACES:
            raise TooLarge
        cell = GridText(text, self._current, column, rowspan, colspan)
        for number in range(self._current, self._current + rowspan):
            self._reach(number)
            line = self._rows[number]
            line.extend([None] * (column + colspan - len(line)))
            for place in range(column, column + colspan):
                # Spans that overlap: the place belongs to the cell that was there before.
                if line[place] is None:
                    line[place] = cell

    def grid(self, before: Sequence[str] = ()) -> Grid:
        """The table; lines that only a span promised are left out."""
        rows = self._rows[: self._current + 1]
        width = max((len(row) for row in rows), default=0)
        return Grid([row + [None] * (width - len(row)) for row in rows], list(before))

    def _reach(self, number: int) -> None:
        while len(self._rows) <= number:
            self._rows.append([])


def unstacked(grid: Grid) -> Grid:
    """``grid`` with lines taken apart that hold several lines of the form.

    Where cells that hold numbers have n of them below each other, it was one line for the eye
    only.
    """
    heights = [_height(line, number) for number, line in grid.lines()]
    if max(heights, default=1) == 1:
        return grid
    builder = GridBuilder()
    for height, (_number, line) in zip(heights, grid.lines(), strict=True):
        for piece in range(height):
            builder.start_row()
            for placed in line:
                pieces = _pieces(placed.text)
                text = pieces[piece] if len(pieces) == height > 1 else placed.text
                builder.add(text, 1, placed.last - placed.first + 1)
    result = builder.grid(grid.before)
    result.place = grid.place
    return result


# Of the seven or fifteen numbers of a line.
_FEWEST_STACKED = 5


def _height(line: Sequence[Placed], number: int) -> int:
    counts = Counter(
        len(pieces)
        for placed in line
        if placed.cell.row == number and _are_numbers(pieces := _pieces(placed.text))
    )
    height, times = max(counts.items(), key=lambda each: each[1], default=(1, 0))
    return height if times >= _FEWEST_STACKED else 1


def _pieces(text: str) -> list[str]:
    return [line for line in text.split("\n") if line.strip()]


def _are_numbers(pieces: Sequence[str]) -> bool:
    return len(pieces) > 1 and all(reading(piece).number is not None for piece in pieces)
