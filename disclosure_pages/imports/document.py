"""What a file says, whatever its format: texts and tables in their order."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from .grids import Grid, GridBuilder, unstacked
from .normalise import is_value

# A published report has some hundred paragraphs; a site's page with all its menus some thousand.
MOST_TEXTS = 50_000
MOST_PLACES_OF_ALL = 600_000
# Texts before a table that may say what it is about.
_BEFORE = 4
_FEWEST_CELLS = 3
# A label is broken into no more lines than this.
_BROKEN_LABEL = 6


@dataclass
class Document:
    """A file that was read.

    Attributes:
        flow: paragraphs and tables in their order.
        lines: all texts in their order, those in tables included.
        title: what the file itself says its title is.
        meta: what it says of itself by name, such as ``PubDate``.
        article: where in ``flow`` the text of the report begins and ends, if the format tells.
        has_pictures: whether there are pictures, which may hold what is missing.
        hidden: tables again with the lines and columns that are hidden in them.
    """

    flow: list[str | Grid] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    title: str = ""
    meta: dict[str, str] = field(default_factory=dict)
    article: tuple[int, int] | None = None
    has_pictures: bool = False
    hidden: list[Grid] = field(default_factory=list)
    _places: int = 0

    def add_text(self, text: str) -> None:
        """A paragraph outside of tables."""
        if text.strip() and len(self.flow) < MOST_TEXTS:
            self.flow.append(text.strip())
            self.add_lines(text)

    def add_lines(self, text: str) -> None:
        """Texts as they stand in the file, one below the other."""
        if len(self.lines) < MOST_TEXTS:
            self.lines += [line.strip() for line in text.split("\n") if line.strip()]

    @property
    def is_full(self) -> bool:
        """Whether the tables fill more places than those of any report."""
        return self._places > MOST_PLACES_OF_ALL

    def add_grid(self, grid: Grid) -> None:
        """A table; its texts were added as lines by whoever read it."""
        if not grid.rows:
            return
        self._places += grid.size
        before = [each for each in self.flow[-_BEFORE:] if isinstance(each, str)]
        grid.before = grid.before or before
        self.flow.append(grid)

    def add_hidden(self, grid: Grid) -> None:
        """A table again, with what is hidden in it."""
        self._places += grid.size
        self.hidden.append(grid)

    @property
    def grids(self) -> list[Grid]:
        """The tables, with lines taken apart that hold several."""
        grids = [each for each in self.flow if isinstance(each, Grid)]
        for number, grid in enumerate(grids, start=1):
            grid.place = grid.place or f"第{number}张表"
        return [unstacked(grid) for grid in grids]

    @property
    def paragraphs(self) -> list[str]:
        """Paragraphs of the report itself, without tables."""
        start, end = self.article or (0, len(self.flow))
        return [each for each in self.flow[start:end] if isinstance(each, str)]


def grids_in_text(lines: Sequence[str]) -> list[Grid]:
    """Tables that are typed: cells divided by | or by tabs."""
    grids: list[Grid] = []
    builder: GridBuilder | None = None
    for line in lines:
        cells = _typed_cells(line)
        if not cells:
            if builder:
                grids.append(builder.grid())
            builder = None
            continue
        builder = builder or GridBuilder()
        builder.start_row()
        for cell in cells:
            builder.add(cell)
    if builder:
        grids.append(builder.grid())
    for grid in grids:
        grid.place = "文字表格"
    return grids


def _typed_cells(line: str) -> list[str]:
    for mark in ("|", "\t"):
        if line.count(mark) >= _FEWEST_CELLS - 1:
            cells = [cell.strip() for cell in line.strip(" ").split(mark)]
            if mark == "|" and line.strip().startswith("|"):
                cells = cells[1:]
            if mark == "|" and line.strip().endswith("|"):
                cells = cells[:-1]
            return [] if not any(cells) or set("".join(cells)) <= set("-: ") else cells
    return []


def flow_grid(lines: Sequence[str]) -> Grid:
    """Lines of text as a table: a label, and the numbers that follow it.

    For files in which the cells of the tables stand below each other, or behind each other, with
    nothing that says where one ends.
    """
    rows: list[list[str]] = []
    words: list[str] = []
    numbers: list[str] = []
    for token in (token for line in lines for token in _tokens(line)):
        if is_value(token):
            numbers.append(token)
            continue
        if numbers:
            rows.append([*words[-_BROKEN_LABEL:], *numbers])
            words, numbers = [], []
        words.append(token)
        rows.append([token])
    if numbers:
        rows.append([*words[-_BROKEN_LABEL:], *numbers])
    builder = GridBuilder()
    # Prose without end is no table.
    for row in rows[:_MOST_FLOW_ROWS]:
        builder.start_row()
        for text in row[:_MOST_FLOW_CELLS]:
            builder.add(text)
    grid = builder.grid()
    grid.is_flow, grid.place = True, "正文文字"
    return grid


_LONGEST_HEADING = 15
_MOST_FLOW_ROWS = 2900
_MOST_FLOW_CELLS = 30


def _tokens(line: str) -> Iterator[str]:
    """A line as a whole, or its words and the numbers behind them."""
    line = line.replace("|", "\t")
    pieces = [piece for piece in re.split(r"[\s\u3000]+", line.strip()) if piece]
    if not pieces:
        return
    tail: list[str] = []
    while pieces and is_value(pieces[-1]):
        tail.insert(0, pieces.pop())
    if len(pieces) >= _FEWEST_CELLS and all(len(piece) <= _LONGEST_HEADING for piece in pieces):
        # A line of headings.
        yield from pieces
    elif pieces:
        yield " ".join(pieces)
    yield from tail
