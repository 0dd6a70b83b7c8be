"""A text that is put together from pieces, and can be written back into them.

What is looked for may be split: over the cells of a table, over runs of other formatting, over
lines. So it is looked for in the whole text, and what replaces it goes back to where each character
stood.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple


class Replacement(NamedTuple):
    """``new`` instead of what stands from ``start`` to ``end`` in the text."""

    start: int
    end: int
    new: str


class Pieces:
    """Pieces in their order, and what stands between them."""

    def __init__(self) -> None:
        self._texts: list[str] = []
        # Start and end of each piece in the text, and what takes its new content.
        self._spans: list[tuple[int, int, Callable[[str], None]]] = []
        self._ends: list[tuple[int, Callable[[], None]]] = []
        self._size = 0
        self._separator = ""

    @property
    def text(self) -> str:
        """The whole text."""
        return "".join(self._texts)

    def add(self, text: str, write: Callable[[str], None]) -> None:
        """Add a piece; ``write`` is called with its new content where that changes."""
        if text and self._separator:
            self._append(self._separator)
            self._separator = ""
        self._spans.append((self._size, self._size + len(text), write))
        self._append(text)

    def separate(self, separator: str) -> None:
        """Have what is added next stand apart: on another line, or further on by one cell. Empty
        cells count, so that cells stand under their headings; empty lines do not."""
        if separator != "\n":
            self._separator += separator
        elif self._size:
            self._separator = separator

    def then(self, finish: Callable[[], None]) -> None:
        """Have ``finish`` called when a piece that was added since the last call of this method
        has changed."""
        self._ends.append((len(self._spans), finish))

    def replace(self, replacements: Iterable[Replacement]) -> None:
        """Write into the pieces what changes; replacements do not overlap."""
        characters = list(self.text)
        for replacement in replacements:
            self._replace(characters, replacement)
        changed: set[int] = set()
        text = self.text
        for index, (start, end, write) in enumerate(self._spans):
            new = "".join(characters[start:end])
            if new != text[start:end]:
                write(new)
                changed.add(index)
        first = 0
        for last, finish in self._ends:
            if changed.intersection(range(first, last)):
                finish()
            first = last

    def _append(self, text: str) -> None:
        self._texts.append(text)
        self._size += len(text)

    @staticmethod
    def _replace(characters: list[str], replacement: Replacement) -> None:
        start, end, new = replacement
        places = list(range(start, end))
        if len(new) != len(places):
            # Spaces, hyphens, line ends and the like stay where they are.
            places = [place for place in places if characters[place].isalnum()]
        if len(new) == len(places):
            for place, character in zip(places, new, strict=True):
                if characters[place] not in {"\t", "\n"}:
                    characters[place] = character
            return
        for place in range(start + 1, end):
            if characters[place] not in {"\t", "\n"}:
                characters[place] = ""
        characters[start] = new
