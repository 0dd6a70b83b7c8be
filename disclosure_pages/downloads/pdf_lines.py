"""Where lines of Chinese text end: not before closing punctuation, not within a number."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

_NOT_FIRST = frozenset("，。、；：？！）》〉】〕”’…—％‰·,.;:?!)]}%　")
_NOT_LAST = frozenset("（《〈【〔“‘([{￥")
_FUZZ = 0.01


@dataclass(frozen=True)
class Glyph:
    """A character in its font: ``width`` in points, ``url`` of the link that it is part of."""

    character: str
    font: str
    width: float
    is_bold: bool = False
    url: str = ""

    @property
    def look(self) -> tuple[str, bool, str]:
        """What it shares with its neighbours of the same look."""
        return (self.font, self.is_bold, self.url)


def broken(glyphs: Sequence[Glyph], first: float, rest: float) -> Iterator[list[Glyph]]:
    """``glyphs`` in lines no wider than ``first`` and then ``rest`` (points).

    A stretch that has no place to break is broken where the line is full.
    """
    start, room = 0, first
    while start < len(glyphs):
        end = _full(glyphs, start, room)
        if end < len(glyphs):
            end = next((at for at in range(end, start, -1) if _may_break(glyphs, at)), end)
        yield _without_edges(glyphs[start:end])
        start, room = end, rest


def _full(glyphs: Sequence[Glyph], start: int, room: float) -> int:
    """Where the line that begins at ``start`` is full; it takes one character at least."""
    used = 0.0
    for place in range(start, len(glyphs)):
        used += glyphs[place].width
        if used > room + _FUZZ:
            # A space at the end is not seen.
            return place + 1 if glyphs[place].character == " " else max(place, start + 1)
    return len(glyphs)


def _may_break(glyphs: Sequence[Glyph], at: int) -> bool:
    before, after = glyphs[at - 1].character, glyphs[at].character
    if before == " ":
        return True
    if after in _NOT_FIRST or before in _NOT_LAST:
        return False
    return not (before.isascii() and after.isascii() and after != " ")


def _without_edges(line: Sequence[Glyph]) -> list[Glyph]:
    cut = list(line)
    while cut and cut[-1].character == " ":
        cut.pop()
    return cut
