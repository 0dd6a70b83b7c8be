"""Where fonts for the PDF are found, by their use in an official document."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import product
from pathlib import Path

ROLES = ("title", "text", "heading", "kai")
_WINDOWS = "C:/Windows/Fonts"
_DEBIAN = "/usr/share/fonts/truetype"
_WPS = "/usr/share/fonts/wps-office"
_MAC = "/System/Library/Fonts/Supplemental"
# With TrueType outlines: first what the form of official documents prescribes, then what comes
# near.
TRUETYPE: dict[str, tuple[str, ...]] = {
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
# Noto and Source Han, with CFF outlines. Systems put them into folders of different names.
FOLDERS = ("/usr/share/fonts", "/usr/local/share/fonts", "/Library/Fonts")
_FILES = (
    "Noto{style}CJK-{weight}.ttc",
    "Noto{style}CJKsc-{weight}.otf",
    "Noto{style}SC-{weight}.otf",
    "SourceHan{style}-{weight}.ttc",
    "SourceHan{style}SC-{weight}.otf",
    "SourceHan{style}CN-{weight}.otf",
)
# 小标宋 is bolder than the 宋 of a text. What has no 楷 prints it like the text.
_CUTS: dict[str, tuple[str, tuple[str, ...]]] = {
    "title": ("Serif", ("Bold", "SemiBold", "Regular")),
    "text": ("Serif", ("Regular", "Medium")),
    "heading": ("Sans", ("Regular", "Medium", "Bold")),
}


def files_for(role: str) -> Iterator[str]:
    """Files of this system that may do for ``role``, the best first; some are not there."""
    yield from TRUETYPE[role]
    if role in _CUTS:
        style, weights = _CUTS[role]
        installed = _installed(FOLDERS)
        for weight, file in product(weights, _FILES):
            if path := installed.get(file.format(style=style, weight=weight)):
                yield path


@cache
def _installed(folders: tuple[str, ...]) -> dict[str, str]:
    """Paths of the collections and OpenType fonts in ``folders``, by name of the file."""
    return {
        path.name: str(path)
        for folder in reversed(folders)
        for path in sorted(Path(folder).rglob("*.[ot]t[cf]"), reverse=True)
    }
