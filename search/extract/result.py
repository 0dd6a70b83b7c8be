"""What reading a file gives."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from time import monotonic
from typing import Any, NamedTuple

# All control characters but tab and line feed, halves of surrogates, and what is no character.
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


class Status(StrEnum):
    """What became of a file."""

    DONE = "done"
    """It has text; some of its pages may be pictures (``pages_without_text``)."""
    NO_TEXT = "no_text"
    """Pages are pictures: scanned and not recognised."""
    EMPTY = "empty"
    """Nothing is in it."""
    ENCRYPTED = "encrypted"
    BROKEN = "broken"
    TOO_LARGE = "too_large"
    """More than anybody may put into a file; see ``reason``."""
    TIMEOUT = "timeout"
    OUT_OF_MEMORY = "out_of_memory"
    UNSUPPORTED = "unsupported"
    """A format whose text cannot be read; see ``format`` and ``reason``."""


class Hidden(StrEnum):
    """Why a reader does not see a text."""

    SHEET = "sheet"
    ROW = "row"
    COLUMN = "column"
    SLIDE = "slide"
    COMMENT = "comment"
    """Comments and annotations."""
    DELETION = "deletion"
    """Deleted, and kept as a tracked change."""
    TEXT = "text"
    """Formatted as hidden."""
    NOTES = "notes"
    """Speaker notes."""
    PROPERTY = "property"
    """Author, company, title and other properties of the document."""
    EMBEDDED = "embedded"
    """Names of files inside the file, which are not read."""


class Part(NamedTuple):
    """Visible text.

    ``place`` tells people where it stands (第3页, 正文); ``page`` is the number of the page, in
    formats that have pages.
    """

    place: str
    text: str
    page: int | None = None


class HiddenPart(NamedTuple):
    """Text that a reader does not see; ``kind`` is one of :class:`Hidden`."""

    kind: str
    place: str
    text: str


@dataclass(frozen=True)
class Extracted:
    """What was read.

    Attributes:
        reason: why the status is what it is, where there are several reasons: a word for
            ``services.extraction_words``.
        format: pdf, docx, xlsx, …, by content; empty where it is not known.
        pages: pages, sheets or slides; 0 for formats that have none.
        pages_without_text: those that show pictures and no text.
        was_cut: there is more text than is kept.
        milliseconds: wall time of the process.
        memory_kib: the most memory that it had.
    """

    status: str
    reason: str = ""
    format: str = ""
    parts: tuple[Part, ...] = ()
    hidden: tuple[HiddenPart, ...] = ()
    pages: int = 0
    pages_without_text: int = 0
    was_cut: bool = False
    milliseconds: int = 0
    memory_kib: int = 0

    @property
    def characters(self) -> int:
        """Number of visible characters."""
        return sum(len(part.text) for part in self.parts)

    def as_json(self) -> dict[str, Any]:
        """Everything, for JSON."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Extracted:
        """Back from :meth:`as_json`.

        Raises:
            TypeError, ValueError, KeyError: it is something else.
        """
        values = dict(data)
        values["parts"] = tuple(Part(*part) for part in values["parts"])
        values["hidden"] = tuple(HiddenPart(*part) for part in values["hidden"])
        Status(values["status"])
        return cls(**values)


class CannotRead(Exception):
    """Reading ends here, with a status of its own."""

    def __init__(self, status: Status, reason: str = "") -> None:
        super().__init__(status, reason)
        self.status = status
        self.reason = reason


class Enough(Exception):
    """As much was read as is kept; what was read so far is the result."""


@dataclass
class Collector:
    """Gathers what a reader finds, within the limits of characters and time."""

    characters: int
    hidden_characters: int
    # Moment (``time.monotonic``) after which no more is read.
    deadline: float
    format: str = ""
    parts: list[Part] = field(default_factory=list)
    hidden: list[HiddenPart] = field(default_factory=list)
    pages: int = 0
    pages_without_text: int = 0
    was_cut: bool = False

    def see(self, place: str, text: str, page: int | None = None) -> None:
        """Add visible text; spaces around lines and empty lines are left out.

        Raises:
            Enough: no more is kept.
        """
        kept = tidy(text)
        if len(kept) > self.characters:
            kept, self.was_cut = kept[: self.characters], True
        if kept:
            self.parts.append(Part(place, kept, page))
            self.characters -= len(kept)
        self.check()

    def hide(self, kind: Hidden, place: str, text: str) -> None:
        """Add text that a reader does not see; beyond the limit nothing is added."""
        kept = tidy(text)[: self.hidden_characters]
        if kept:
            self.hidden.append(HiddenPart(kind.value, place, kept))
            self.hidden_characters -= len(kept)

    def check(self) -> None:
        """Raise :class:`Enough` when limits are reached."""
        if self.was_cut:
            raise Enough
        if monotonic() > self.deadline:
            self.was_cut = True
            raise Enough


def tidy(text: str) -> str:
    """Text without control characters, which no database and no JSON likes, and without empty
    lines and spaces around lines."""
    clean = _CONTROLS.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    lines = (line.strip() for line in clean.split("\n"))
    return "\n".join(line for line in lines if line)
