"""Plain text as HTML: a paragraph for each line, lines of a page joined."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import escape

# A line of a page is broken where the page ends; a paragraph where it has ended.
_ENDS = re.compile(r"[。！？；：”）)】]$|^.{0,12}$")
_BEGINS = re.compile(
    r"[ \u3000]{2}|第[一二三四五六七八九十百0-9]+[条章]"
    r"|[（(]?[一二三四五六七八九十0-9]{1,3}[、.．）)]|附件"
)
_FULL = 0.85


def paragraphs(text: str) -> str:
    """A paragraph for each line."""
    return _html(line for line in text.splitlines())


def joined_paragraphs(text: str) -> str:
    """A paragraph for what a page's width broke into lines."""
    lines = [line.rstrip() for line in text.splitlines() if line.strip()]
    longest = max(map(len, lines), default=0)
    merged: list[str] = []
    open_line = ""
    for line in lines:
        if (
            open_line
            and len(open_line) >= longest * _FULL
            and not _ENDS.search(open_line)
            and not _BEGINS.match(line)
        ):
            merged[-1] += line.strip()
        else:
            merged.append(line.strip())
        open_line = line
    return _html(merged)


def _html(lines: Iterable[str]) -> str:
    return "".join(f"<p>{escape(line.strip(), quote=False)}</p>" for line in lines if line.strip())
