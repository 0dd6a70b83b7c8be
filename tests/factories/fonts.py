"""Small fonts with PostScript outlines, so that tests need none of the machine."""

from __future__ import annotations

from itertools import count
from pathlib import Path

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.t2CharStringPen import T2CharStringPen
from fontTools.ttLib import TTCollection, TTFont

UNITS, WIDTH = 1000, 800
# Characters that a font is asked for before it is printed with.
SAMPLE = "政府信息公开年度报告镇〔〕"
_numbers = count(1)


def cff_font(characters: str, *, family: str = "Test Song SC", embedding: int = 0) -> TTFont:
    """A font whose characters are black drops, each of a height of its own.

    Its PostScript name is new each time, as reportlab knows fonts by it.

    Args:
        embedding: ``OS/2.fsType``.
    """
    codes = sorted({*map(ord, characters + SAMPLE)})
    names = {code: f"cid{number:05}" for number, code in enumerate(codes, start=1)}
    name = f"TestSong{next(_numbers)}"
    shapes = {".notdef": _drop(10)} | {
        glyph: _drop(200 + number % 500) for number, glyph in enumerate(names.values())
    }
    builder = FontBuilder(UNITS, isTTF=False)
    builder.setupGlyphOrder([".notdef", *names.values()])
    builder.setupCharacterMap(names)
    builder.setupCFF(name, {"FullName": name}, shapes, {})
    builder.setupHorizontalMetrics(dict.fromkeys(shapes, (WIDTH, 50)))
    builder.setupHorizontalHeader(ascent=880, descent=-120)
    builder.setupNameTable({"familyName": family, "styleName": "Regular", "psName": name})
    builder.setupOS2(sTypoAscender=880, sTypoDescender=-120, sCapHeight=700, fsType=embedding)
    builder.setupPost()
    return builder.font


def saved(path: Path, *fonts: TTFont) -> str:
    """A file with the fonts: a collection where there are several."""
    if len(fonts) == 1:
        fonts[0].save(path)
    else:
        collection = TTCollection()
        collection.fonts = list(fonts)
        collection.save(path)
    return str(path)


def _drop(height: int):
    pen = T2CharStringPen(WIDTH, None)
    pen.moveTo((50, 0))
    pen.lineTo((750, 0))
    pen.curveTo((750, height), (500, height), (400, height))
    pen.curveTo((300, height), (50, height), (50, 0))
    pen.closePath()
    return pen.getCharString()
