"""Fonts of the PDF: those of the setting, else of the system, else the reader's own.

Fonts with TrueType outlines come first, which are embedded as they are; those with others (CFF,
such as Noto) are converted. Where no Chinese font is installed, the file names STSong-Light, which
every PDF reader that knows Chinese replaces by a 宋体 of its own. Such text is found and copied
like any other.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from pathlib import Path

from django.utils.translation import gettext as _
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.ttfonts import TTFError, TTFont

from ..conf import get_setting
from .pdf_outlines import EmbeddingForbiddenError, OutlineFont
from .pdf_system_fonts import ROLES, files_for

SETTING = "GONGKAI_REPORT_FONTS"
READERS_OWN, READERS_LATIN = "STSong-Light", "Times-Roman"
# Characters that a font for a Chinese report has.
_SAMPLE = "政府信息公开年度报告镇〔〕"
# What stands in for a role whose font is nowhere.
_INSTEAD = {
    "title": ("text",),
    "kai": ("text", "title"),
    "heading": ("text", "title"),
    "text": ("title",),
}


@dataclass(frozen=True)
class Face:
    """A font that reportlab knows by ``name``; ``path`` is empty for the reader's own."""

    name: str
    path: str = ""

    def has(self, character: str) -> bool:
        """Whether it has a shape for ``character``."""
        if not self.path:
            # Latin letters of the reader's own 宋体 are as wide as they should not be.
            return not character.isascii()
        return ord(character) in pdfmetrics.getFont(self.name).face.charToGlyph


@dataclass(frozen=True)
class Faces:
    """Fonts by role."""

    by_role: dict[str, Face]

    @property
    def has_bold(self) -> bool:
        """Whether headings have a font of their own, which stands out by itself."""
        return self.by_role["heading"] != self.by_role["text"]

    def pieces(self, text: str, role: str) -> Iterator[tuple[str, str]]:
        """``text`` cut into stretches, each with the name of a font that has its characters."""
        found = ((self._name_for(character, role), character) for character in text)
        for name, characters in groupby(found, key=lambda each: each[0]):
            yield name, "".join(character for _name, character in characters)

    def _name_for(self, character: str, role: str) -> str:
        for face in (self.by_role[role], self.by_role["text"]):
            if face.has(character):
                return face.name
        return READERS_LATIN if character.isascii() else READERS_OWN


def faces() -> Faces:
    """The fonts to print with."""
    setting = get_setting(SETTING)
    chosen = setting if isinstance(setting, dict) else {}
    return _faces(tuple(sorted((str(role), str(path)) for role, path in chosen.items())))


@cache
def _faces(chosen: tuple[tuple[str, str], ...]) -> Faces:
    pdfmetrics.registerFont(UnicodeCIDFont(READERS_OWN))
    paths = dict(chosen)
    found: dict[str, Face] = {}
    for role in ROLES:
        candidates = (paths[role],) if role in paths else files_for(role)
        if face := next(filter(None, map(_load, candidates)), None):
            found[role] = face
    missing = Face(READERS_OWN)
    return Faces(
        {
            role: found.get(role)
            or next((found[other] for other in _INSTEAD[role] if other in found), missing)
            for role in ROLES
        }
    )


def _load(path: str) -> Face | None:
    font, _problem = _read(path)
    if font is None:
        return None
    if font.fontName not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(font)
    return Face(font.fontName, path)


def problem_with(path: str) -> str:
    """Why a file cannot be the font of a report; empty when it can."""
    return _read(path)[1]


@cache
def _read(path: str) -> tuple[TTFont | None, str]:
    """The font in a file, or why there is none."""
    if not Path(path).is_file():
        return None, _("没有这个文件")
    name = f"gongkai-{hashlib.sha256(path.encode()).hexdigest()[:12]}"
    try:
        try:
            font = TTFont(name, path)
        except TTFError as error:
            if "postscript outlines" not in str(error):
                raise
            font = OutlineFont(name, path)
    except EmbeddingForbiddenError:
        return None, _("字体的许可不允许嵌入文件")
    except Exception:  # noqa: BLE001 - both libraries raise anything on a broken file
        return None, _("不是可用的字体")
    missing = [each for each in _SAMPLE if ord(each) not in font.face.charToGlyph]
    return (None, _("没有汉字“%s”") % missing[0]) if missing else (font, "")
