"""What a reader of any format gives: sheets with headings, and rows below them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError


class CannotRead(ValidationError):
    """Nothing can be read from the file; the sentence says why and what to do."""


@dataclass(frozen=True)
class Broken:
    """A cell whose value is not what was written there; ``message`` says what became of it."""

    text: str
    message: str


Cell = str | Broken
# Number of the line as the sheet counts, and its cells from the first column on.
Line = tuple[int, list[Cell]]


@dataclass(frozen=True)
class RawRow:
    """One row: its cells by heading, and what is wrong with the row as a whole."""

    line: int
    cells: Mapping[str, Cell]
    fault: str = ""


@dataclass(frozen=True)
class SheetHeadings:
    """Headings of a sheet, as they are written, and the fields that they seem to mean."""

    sheet: str
    line: int
    headings: list[str]
    guessed: dict[str, str]


@dataclass
class Sheet:
    """A sheet with headings.

    ``rows`` gives its rows anew at every call; what is left out of them is said in ``notes``.
    """

    title: str
    line: int
    headings: Sequence[str]
    rows: Callable[[], Iterator[RawRow]]
    notes: list[str] = field(default_factory=list)


@dataclass
class Book:
    """All sheets of a file that have headings, and sentences about the others."""

    sheets: list[Sheet]
    notes: list[str] = field(default_factory=list)
