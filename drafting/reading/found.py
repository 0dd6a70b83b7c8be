"""What was read, and the text it was read from, line by line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

FIELDS = (
    "title",
    "document_number",
    "written_on",
    "organ",
    "effective_on",
    "expires_on",
    "genre",
    "kind",
    "topic",
    "keywords",
)
_SENTENCE_ENDS = "。！？；\n"
_LONGEST_SOURCE = 80


@dataclass(frozen=True)
class Suggestion:
    """One value that the text gives for one field.

    Attributes:
        field: one of :data:`FIELDS`.
        value: as the field takes it: days as ISO 8601, names as written.
        source: the sentence that it stands in, cut around it where it is long.
        start, end: place in the text, in characters; equal where the value is computed.
        why: a Chinese sentence for the person who decides.
        certainty: 0 to 1; rough, for the order of rivals and for what to leave unsaid.
        line: number of the line, from 1, without empty ones.
    """

    field: str
    value: str
    source: str
    start: int
    end: int
    why: str
    certainty: float
    line: int = 0


@dataclass(frozen=True)
class Line:
    """A line that is not empty: ``text`` without spaces around it, at ``start``."""

    text: str
    start: int
    number: int

    @property
    def end(self) -> int:
        """Just after the last character."""
        return self.start + len(self.text)


class Text:
    """A text and its lines."""

    def __init__(self, text: str) -> None:
        self.text = text

    @cached_property
    def lines(self) -> list[Line]:
        """Lines that are not empty."""
        return list(self._lines())

    def _lines(self) -> Iterator[Line]:
        number = 0
        for match in re.finditer(r"[^\n]+", self.text):
            stripped = match[0].strip()
            if stripped:
                number += 1
                start = match.start() + match[0].index(stripped[0])
                yield Line(stripped, start, number)

    def line_at(self, position: int) -> int:
        """Number of the line that holds a place."""
        return next((each.number for each in self.lines if position <= each.end), 0)

    def sentence_at(self, start: int, end: int) -> str:
        """The sentence around a place, not longer than people read at a glance."""
        first = max(self.text.rfind(mark, 0, start) for mark in _SENTENCE_ENDS) + 1
        ends = [at for mark in _SENTENCE_ENDS if (at := self.text.find(mark, end)) >= 0]
        last = min(ends, default=len(self.text))
        if last < len(self.text) and self.text[last] != "\n":
            last += 1
        prefix = suffix = ""
        if last - first > _LONGEST_SOURCE:
            room = max(_LONGEST_SOURCE - (end - start), 0) // 2
            if start - room > first:
                first, prefix = start - room, "…"
            if end + room < last:
                last, suffix = end + room, "…"
        return prefix + " ".join(self.text[first:last].split()) + suffix

    def found(
        self, field: str, value: str, span: tuple[int, int], why: str, sure: float
    ) -> Suggestion:
        """A suggestion whose value stands at ``span``."""
        start, end = span
        return Suggestion(
            field, value, self.sentence_at(start, end), start, end, why, sure, self.line_at(start)
        )
