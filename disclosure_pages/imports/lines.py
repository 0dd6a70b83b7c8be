"""Labels and numbers within one line of a table, and which number belongs to which column."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

from .grids import Placed
from .normalise import has_words, is_unit, is_value, reading


class Copy(Protocol):
    """A table of a report, which may stand in a file several times."""

    @property
    def written(self) -> int:
        """How many of its cells hold anything."""

    @property
    def size(self) -> int:
        """How many cells or lines were found."""


_Copy = TypeVar("_Copy", bound=Copy)


def first_full(copies: Sequence[_Copy]) -> _Copy | None:
    """The first that is about as full as the fullest; None where all are empty.

    Before it may stand an extract, or a copy that nobody filled in; behind it the report of
    another year.
    """
    fullest = max(copies, key=lambda each: (each.written, each.size))
    found = next(
        each
        for each in copies
        if 2 * each.written >= fullest.written and 2 * each.size >= fullest.size
    )
    return found if found.size else None


@dataclass(frozen=True)
class Heading:
    """Where the heading of a column stands: its line, and the places that it fills there."""

    row: int
    first: int
    last: int


Columns = Mapping[str, Heading]


@dataclass(frozen=True)
class Line:
    """A line taken apart.

    Attributes:
        label: what the last label says, as ``name`` gave it.
        labels: the cells up to and with it.
        values: the cells after it in which a number can stand.
    """

    label: str
    labels: tuple[Placed, ...]
    values: tuple[Placed, ...]


def taken_apart(
    line: Sequence[Placed], name: Callable[[str], str], expected: int = 0
) -> Line | None:
    """``line`` with the last label that ``name`` knows; None where it knows none of them.

    A label in several cells, such as （七）｜总计 or 确认或｜重新出具, is tried as a whole, too.
    ``expected`` is how many numbers such a line has.
    """
    found: tuple[int, str] | None = None
    row = max((placed.cell.row for placed in line), default=0)
    for place, placed in enumerate(line):
        # One that reaches down from above names the line only if none of its own does.
        is_better = found is None or placed.cell.row == row or line[found[0]].cell.row < row
        if is_better and has_words(placed.text) and (label := name(placed.text)):
            found = (place, label)
    if found is None:
        words = [(n, each.text) for n, each in enumerate(line) if has_words(each.text)]
        whole = name("".join(text for _n, text in words)) if len(words) > 1 else ""
        if not whole:
            return None
        found = (words[-1][0], whole)
    place, label = found
    return Line(label, tuple(line[: place + 1]), values_after(line, place, expected))


def values_after(line: Sequence[Placed], place: int, expected: int = 0) -> tuple[Placed, ...]:
    """Cells after ``place`` in which numbers can stand, without remarks at the end.

    As many cells as are expected are taken whatever they hold: somebody wrote words in place of a
    number.
    """
    cells = [each for each in line[place + 1 :] if not is_unit(each.text)]
    if expected and len(cells) == expected:
        return tuple(cells)
    while cells and has_words(cells[0].text):
        cells.pop(0)
    while cells and has_words(cells[-1].text):
        cells.pop()
    return tuple(cells)


def unknown_line(line: Sequence[Placed]) -> Line | None:
    """A line whose label nobody knows: words, then numbers."""
    place = -1
    for number, placed in enumerate(line):
        if has_words(placed.text):
            place = number
        elif place >= 0 and reading(placed.text).is_written:
            break
    values = values_after(line, place) if place >= 0 else ()
    return Line("", tuple(line[: place + 1]), values) if values else None


def aligned(values: Sequence[Placed], order: Sequence[str], columns: Columns) -> dict[str, Placed]:
    """Which of ``values`` stands in which column of ``order``.

    As many cells as columns are in the order of the heading, or of the form without one: this
    holds even where spans are wrong. Otherwise the places decide; a cell below several columns
    belongs to none of them. Columns without a cell are left out.
    """
    known = {code: columns[code] for code in order if code in columns}
    sequence = _sequence(order, known)
    if len(values) == len(order):
        return dict(zip(sequence or order, values, strict=True))
    if sequence and values:
        by_place = _by_place(values, known)
        if by_place:
            return by_place
    shorter = without_empty(values, len(order))
    return dict(zip(sequence or order, shorter, strict=True)) if len(shorter) == len(order) else {}


def _sequence(order: Sequence[str], known: Columns) -> list[str]:
    """Columns from left to right; empty where the headings cannot be trusted.

    Headings neither in the order of the form nor with its last column first have wrong spans.
    """
    starts = {each.first for each in known.values()}
    if not order or len(starts) < len(order):
        return []
    sequence = sorted(order, key=lambda code: known[code].first)
    usual = (list(order), [order[-1], *order[:-1]])
    return sequence if sequence in usual else []


def _by_place(values: Sequence[Placed], known: Columns) -> dict[str, Placed]:
    first = min(each.first for each in known.values())
    last = max(each.last for each in known.values())
    # Without empty ones that stand beside the columns.
    values = [
        each for each in values if (each.last >= first and each.first <= last) or each.text.strip()
    ]
    # A cell too few or too many: nobody knows which one.
    if not values or (values[0].first, values[-1].last) != (first, last):
        return {}
    below: dict[str, Placed] = {}
    for code, heading in known.items():
        cells = [
            each for each in values if each.first <= heading.last and each.last >= heading.first
        ]
        written = [each for each in cells if reading(each.text).is_written]
        if len(written or cells) == 1:
            below[code] = (written or cells)[0]
    times = Counter(id(placed.cell) for placed in below.values())
    return {code: placed for code, placed in below.items() if times[id(placed.cell)] == 1}


def without_empty(values: Sequence[Placed], count: int) -> list[Placed]:
    """``values`` without empty ones at the end or the beginning, until ``count`` are left.

    With more than enough at both, nobody knows which of them belong to the line.
    """
    written = [number for number, each in enumerate(values) if each.text.strip()]
    if not written or len(values) <= count:
        return list(values[:count])
    before, after = written[0], len(values) - 1 - written[-1]
    surplus = len(values) - count
    if before + after < surplus or (before and after and before + after > surplus):
        return list(values)
    start = min(before, surplus)
    return list(values[start : start + count])


def numbers_of(line: Sequence[Placed]) -> list[Placed]:
    """Cells of a line that can hold a number."""
    return [each for each in line if is_value(each.text)]
