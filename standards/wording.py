"""Texts made comparable: the same heading or matter, however somebody spaced or bracketed it."""

from __future__ import annotations

import re
import unicodedata

_BLANKS = re.compile(r"[\s\u200b\ufeff]+")


def bare(text: str) -> str:
    """``text`` without blanks, full-width letters and brackets as half-width ones."""
    return _BLANKS.sub("", unicodedata.normalize("NFKC", text))


def tidy(text: str) -> str:
    """``text`` with single blanks, its line breaks kept."""
    lines = (re.sub(r"[^\S\n]+", " ", line).strip() for line in text.replace("\r", "").split("\n"))
    return "\n".join(line for line in lines if line)


def one_line(text: str) -> str:
    """``text`` in one line; Chinese words broken over two lines are put together again."""
    joined = re.sub(r"(?<=[^\x00-\x7f])\n(?=[^\x00-\x7f])", "", tidy(text))
    return joined.replace("\n", " ")
