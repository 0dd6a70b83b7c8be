"""Text of the PDF, set as Chinese is: lines end where they may, and are as wide as the page.

reportlab's own paragraphs begin lines with commas, and leave the right edge ragged.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any, Literal

from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.platypus import Flowable

from . import paper
from .model import Run
from .pdf_fonts import Faces
from .pdf_lines import Glyph, broken

# Of the size of a character: how far its foot stands above the lower edge of its square, how much
# room may be put between two, and the line around letters that makes them bold.
_FOOT, _MOST_SPREAD, _STROKE = 0.12, 0.15, 0.02
# Fill and stroke (ISO 32000-1, table 106).
_FILL, _FILL_AND_STROKE = 0, 2
# Lines of a paragraph that stay together at the end of a page and at the beginning of the next.
_TOGETHER = 2


@dataclass(frozen=True)
class Look:
    """How a text is set; sizes and indents in points."""

    role: str = "text"
    size: float = paper.TEXT_SIZE
    leading: float = paper.LINE_HEIGHT
    align: Literal["both", "left", "centre", "right"] = "both"
    first: float = 2 * paper.TEXT_SIZE
    left: float = 0
    right: float = 0

    def but(self, **changed: Any) -> Look:
        """The same, changed."""
        return replace(self, **changed)


class Text(Flowable):  # type: ignore[misc]  # reportlab is untyped
    """A text of one or several lines.

    Args:
        outline: level in the reader's outline, from 0; None: it is not in it.
    """

    def __init__(self, glyphs: Sequence[Glyph], look: Look, outline: int | None = None) -> None:
        super().__init__()
        self._glyphs = glyphs
        self._look = look
        self._outline = outline
        self._lines: list[list[Glyph]] | None = None
        self._begins = self._ends = True
        self.keepWithNext = outline is not None

    def wrap(self, width: float, _height: float) -> tuple[float, float]:
        """Size that it takes in a column of ``width``."""
        look = self._look
        self._room = width - look.left - look.right
        if self._lines is None:
            self._lines = list(broken(self._glyphs, self._room - look.first, self._room))
        self.width, self.height = width, len(self._lines) * look.leading
        return self.width, self.height

    def split(self, width: float, height: float) -> list[Flowable]:
        """In two, for the end of a page."""
        self.wrap(width, height)
        lines = self._lines or []
        count = int(height / self._look.leading + 0.001)
        count = min(count, len(lines) - _TOGETHER)
        if count < _TOGETHER or self._outline is not None:
            return []
        head, tail = Text((), self._look), Text((), self._look)
        head._lines, head._begins, head._ends = lines[:count], self._begins, False
        tail._lines, tail._begins, tail._ends = lines[count:], False, self._ends
        return [head, tail]

    def minWidth(self) -> float:
        """As narrow as a table may make it."""
        return self._look.size

    def draw(self) -> None:
        """Line by line, from the top."""
        if self._outline is not None:
            self._add_to_outline()
        lines, look = self._lines or [], self._look
        foot = (look.leading - look.size) / 2 + look.size * _FOOT
        for number, line in enumerate(lines):
            y = self.height - (number + 1) * look.leading + foot
            is_last = self._ends and number == len(lines) - 1
            indent = look.first if self._begins and number == 0 else 0
            self._draw_line(line, y, indent, is_last=is_last)

    def _draw_line(self, line: list[Glyph], y: float, indent: float, *, is_last: bool) -> None:
        look = self._look
        free = self._room - indent - sum(glyph.width for glyph in line)
        spread = 0.0
        if look.align == "both" and not is_last and len(line) > 1:
            spread = free / (len(line) - 1)
            spread = spread if spread <= look.size * _MOST_SPREAD else 0
        shift = {"centre": free / 2, "right": free}.get(look.align, 0)
        x = look.left + indent + shift
        for (font, is_bold, url), glyphs in groupby(line, key=lambda glyph: glyph.look):
            stretch = list(glyphs)
            width = sum(glyph.width + spread for glyph in stretch)
            said = "".join(glyph.character for glyph in stretch)
            self._draw_stretch(said, (x, y), font, spread, is_bold=is_bold)
            if url:
                top = y + look.size * (1 - _FOOT)
                box = (x, y - look.size * _FOOT, x + width, top)
                self.canv.linkURL(url, box, relative=1)
            x += width

    def _draw_stretch(
        self, said: str, place: tuple[float, float], font: str, spread: float, *, is_bold: bool
    ) -> None:
        text = self.canv.beginText(*place)
        text.setFont(font, self._look.size)
        text.setCharSpace(spread)
        if is_bold:
            self.canv.setLineWidth(self._look.size * _STROKE)
        text.setTextRenderMode(_FILL_AND_STROKE if is_bold else _FILL)
        text.textOut(said)
        text.setTextRenderMode(_FILL)
        text.setCharSpace(0)
        self.canv.drawText(text)

    def _add_to_outline(self) -> None:
        key = f"heading-{id(self)}"
        self.canv.bookmarkHorizontal(key, 0, self.height)
        said = "".join(glyph.character for glyph in self._glyphs)
        self.canv.addOutlineEntry(said, key, self._outline, closed=0)


class Setter:
    """Sets text in the fonts at hand."""

    def __init__(self, faces: Faces) -> None:
        self._faces = faces

    @property
    def font(self) -> str:
        """Name of the font of running text."""
        return self._faces.by_role["text"].name

    def text(self, said: str, look: Look, outline: int | None = None) -> Text:
        """Text of one look."""
        return Text(self._glyphs(said, look), look, outline)

    def running(self, marker: str, runs: Iterable[Run], look: Look) -> Text:
        """Running text with bold stretches and links."""
        glyphs = self._glyphs(marker, look)
        for run in runs:
            role = "heading" if run.bold else look.role
            glyphs += self._glyphs(run.text, look.but(role=role), run.url)
        return Text(glyphs, look)

    def width(self, said: str, look: Look) -> float:
        """Width of a line in points."""
        return sum(glyph.width for glyph in self._glyphs(said, look))

    def _glyphs(self, said: str, look: Look, url: str = "") -> list[Glyph]:
        # A stroke around small letters would fill them.
        is_bold = look.role == "heading" and look.size >= paper.CAPTION_SIZE
        is_bold = is_bold and not self._faces.has_bold
        return [
            Glyph(character, name, stringWidth(character, name, look.size), is_bold, url)
            for name, piece in self._faces.pieces(said, look.role)
            for character in piece
        ]
