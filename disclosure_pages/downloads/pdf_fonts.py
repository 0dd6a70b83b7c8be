"""Fonts of the PDF: those of the setting, else of the system, else the reader's own.

reportlab embeds TrueType outlines only. Noto and Source Han come with others (CFF) and cannot be
embedded; where nothing else is there, the file names STSong-Light, which every PDF reader that
knows Chinese replaces by a 宋体 of its own. Such text is found and copied like any other.
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

SETTING = "GONGKAI_REPORT_FONTS"
ROLES = ("title", "text", "heading", "kai")
READERS_OWN, READERS_LATIN = "STSong-Light", "Times-Roman"
# Characters that a font for a Chinese report has.
_SAMPLE = "政府信息公开年度报告镇〔〕"
_WINDOWS = "C:/Windows/Fonts"
_DEBIAN = "/usr/share/fonts/truetype"
_WPS = "/usr/share/fonts/wps-office"
_MAC = "/System/Library/Fonts/Supplemental"
# First what the form of official documents prescribes, then what comes near.
_OF_THE_SYSTEM: dict[str, tuple[str, ...]] = {
    "title": (
        f"{_WINDOWS}/FZXBSJW.TTF",
        f"{_WPS}/FZXBSJW.TTF",
        f"{_WINDOWS}/simsun.ttc",
        f"{_MAC}/Songti.ttc",
        f"{_DEBIAN}/arphic/uming.ttc",
    ),
    "text": (
        f"{_WINDOWS}/simfang.ttf",
        f"{_WPS}/simfang.ttf",
        f"{_WINDOWS}/simsun.ttc",
        f"{_MAC}/Songti.ttc",
        f"{_DEBIAN}/arphic/uming.ttc",
    ),
    "heading": (
        f"{_WINDOWS}/simhei.ttf",
        f"{_WPS}/simhei.ttf",
        "/System/Library/Fonts/STHeiti Medium.ttc",
        f"{_DEBIAN}/wqy/wqy-zenhei.ttc",
        f"{_DEBIAN}/wqy/wqy-microhei.ttc",
    ),
    "kai": (
        f"{_WINDOWS}/simkai.ttf",
        f"{_WPS}/simkai.ttf",
        f"{_MAC}/Kaiti.ttc",
        f"{_DEBIAN}/arphic/ukai.ttc",
    ),
}
# What stands in for a role whose font is nowhere.
_INSTEAD = {"title": ("text",), "kai": ("text", "title"), "heading": (), "text": ("title",)}


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
        candidates = (paths[role],) if role in paths else _OF_THE_SYSTEM[role]
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
    if problem_with(path):
        return None
    name = f"gongkai-{hashlib.sha256(path.encode()).hexdigest()[:12]}"
    if name not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(TTFont(name, path))
    return Face(name, path)


@cache
def problem_with(path: str) -> str:
    """Why a file cannot be the font of a report; empty when it can."""
    if not Path(path).is_file():
        return _("没有这个文件")
    try:
        font = TTFont("gongkai-probe", path)
    except (TTFError, OSError, ValueError, KeyError, IndexError) as error:
        if "postscript outlines" in str(error):
            return _("字形是CFF轮廓，不能嵌入PDF，须用TrueType轮廓的字体")
        return _("不是可用的TrueType字体")
    missing = [each for each in _SAMPLE if ord(each) not in font.face.charToGlyph]
    return _("没有汉字“%s”") % missing[0] if missing else ""
