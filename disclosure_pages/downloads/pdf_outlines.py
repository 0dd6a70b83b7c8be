"""Fonts with PostScript outlines (CFF), such as Noto and Source Han, in the PDF.

reportlab embeds TrueType outlines only. A font of the other kind is registered with the widths of
all its characters; when a document is finished, the shapes that it uses are converted and embedded.
So one registered font serves all documents, and a document costs what it uses.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTCollection
from fontTools.ttLib import TTFont as FontFile
from reportlab.pdfbase.ttfonts import TTFont, TTFontFace

_COLLECTION = b"ttcf"
# Words in the name of a family whose shapes are those of the mainland.
_MAINLAND = frozenset({"SC", "CN"})
# Of the size of a character: how far a converted curve may be from its original.
_TOLERANCE = 0.001
# Shapes that a font keeps for the next document; a report uses some 600, a font has 45 000.
_MOST_SHAPES = 4096
# OS/2.fsType: may not be embedded; not in part, or as bitmaps only.
_FORBIDDEN, _NOT_IN_PART = 0x0002, 0x0300
_FAMILY, _POSTSCRIPT = 1, 6


class EmbeddingForbiddenError(ValueError):
    """The font says that it must not be embedded."""


@dataclass(frozen=True)
class _Facts:
    """What a part of a font takes over from it; lengths in its own units."""

    units: int
    ascent: int
    descent: int
    family: str
    name: str
    # For FontBuilder.setupOS2.
    os2: dict[str, int]
    italic: float
    blank: int
    # By character.
    glyphs: dict[int, int]
    advances: dict[int, int]


class OutlineFont(TTFont):  # type: ignore[misc]  # reportlab is untyped
    """A font with CFF outlines, as reportlab knows its own.

    Raises:
        EmbeddingForbiddenError: see there.
        Exception: whatever fontTools and reportlab raise on a file that is no such font.
    """

    def __init__(self, name: str, path: str) -> None:
        face = OutlineFace(path)
        super().__init__(name, BytesIO(face.truetype(())), shapable=False)
        self.face = face


class OutlineFace(TTFontFace):  # type: ignore[misc]  # reportlab is untyped
    """Shapes and widths of a font with CFF outlines."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._number = _number_in(path)
        self._shapes: dict[int, Any] = {}
        with _opened(path, self._number) as font:
            self._facts = _facts_of(font)
        super().__init__(BytesIO(self.truetype(())))
        self.charToGlyph = self._facts.glyphs
        self.charWidths = {
            code: self._pdfScale(advance) for code, advance in self._facts.advances.items()
        }

    def addSubsetObjects(self, doc: Any, fontname: str, subset: list[int]) -> Any:
        """Add a part of the font to a document; reportlab calls it."""
        part = TTFontFace(BytesIO(self.truetype(subset)))
        return part.addSubsetObjects(doc, fontname, subset)

    def truetype(self, codes: Iterable[int]) -> bytes:
        """A TrueType font with the characters ``codes``, as far as this one has them."""
        facts = self._facts
        glyphs = {code: facts.glyphs[code] for code in codes if code in facts.glyphs}
        shapes = self._converted({0, *glyphs.values()})
        names = {glyph: f"g{glyph}" if glyph else ".notdef" for glyph in shapes}
        advances = {0: facts.blank} | {glyphs[code]: facts.advances[code] for code in glyphs}
        builder = FontBuilder(facts.units, isTTF=True)
        builder.setupGlyphOrder(list(names.values()))
        builder.setupCharacterMap({code: names[glyph] for code, glyph in glyphs.items()})
        builder.setupGlyf({names[glyph]: shape for glyph, shape in shapes.items()})
        builder.setupHorizontalMetrics(
            {
                names[glyph]: (advances[glyph], getattr(shape, "xMin", 0))
                for glyph, shape in shapes.items()
            }
        )
        builder.setupHorizontalHeader(ascent=facts.ascent, descent=facts.descent)
        builder.setupNameTable({"familyName": facts.family, "psName": facts.name})
        builder.setupOS2(**facts.os2)
        builder.setupPost(italicAngle=facts.italic, keepGlyphNames=False)
        file = BytesIO()
        builder.save(file)
        return file.getvalue()

    def _converted(self, glyphs: set[int]) -> dict[int, Any]:
        """Shapes of ``glyphs`` with TrueType outlines, in order."""
        if len(self._shapes) > _MOST_SHAPES:
            self._shapes.clear()
        if missing := glyphs - self._shapes.keys():
            with _opened(self._path, self._number) as font:
                drawn, names = font.getGlyphSet(), font.getGlyphOrder()
                for glyph in missing:
                    pen = TTGlyphPen(None)
                    # Outlines of the two kinds turn the other way round.
                    tolerance = self._facts.units * _TOLERANCE
                    drawn[names[glyph]].draw(Cu2QuPen(pen, tolerance, reverse_direction=True))
                    self._shapes[glyph] = pen.glyph()
        return {glyph: self._shapes[glyph] for glyph in sorted(glyphs)}


@contextmanager
def _opened(path: str, number: int) -> Iterator[FontFile]:
    """The font in a file.

    Raises:
        ValueError: its outlines are of another kind.
    """
    with FontFile(path, fontNumber=number, lazy=True) as font:
        if "CFF " not in font:
            raise ValueError(path)
        try:
            yield font
        finally:
            # Its parts refer to each other in circles, and would take up some 50 MB until Python
            # looks for such circles.
            font["CFF "].cff.__dict__.clear()
            font.tables.clear()


def _facts_of(font: FontFile) -> _Facts:
    """Raises EmbeddingForbiddenError: see there."""
    os2, line, said = font["OS/2"], font["hhea"], font["name"].getDebugName
    if os2.fsType == _FORBIDDEN or os2.fsType & _NOT_IN_PART:
        raise EmbeddingForbiddenError(said(_POSTSCRIPT))
    metrics, names = font["hmtx"].metrics, font.getBestCmap()
    return _Facts(
        units=font["head"].unitsPerEm,
        ascent=line.ascent,
        descent=line.descent,
        family=said(_FAMILY),
        name=said(_POSTSCRIPT),
        os2={
            "usWeightClass": os2.usWeightClass,
            "sTypoAscender": os2.sTypoAscender,
            "sTypoDescender": os2.sTypoDescender,
            "sCapHeight": getattr(os2, "sCapHeight", os2.sTypoAscender),
            "fsType": os2.fsType,
        },
        italic=font["post"].italicAngle,
        blank=metrics[font.getGlyphName(0)][0],
        glyphs={code: font.getGlyphID(name) for code, name in names.items()},
        advances={code: metrics[name][0] for code, name in names.items()},
    )


def _number_in(path: str) -> int:
    """Which font of a collection is the one for the mainland; 0 for a file with one font."""
    with Path(path).open("rb") as file:
        if file.read(len(_COLLECTION)) != _COLLECTION:
            return 0
    with TTCollection(path, lazy=True) as collection:
        families = [font["name"].getDebugName(_FAMILY) or "" for font in collection]
    # The shortest name: others are for code (Mono) or half as wide (HW).
    fitting = [name for name in families if _MAINLAND & set(name.split())]
    return families.index(min(fitting, key=len)) if fitting else 0
