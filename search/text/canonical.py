"""The canonical form of a text: what two spellings of the same thing have in common."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

import opencc

# 〇 and 々, the unified ideographs with extensions A to H, and the compatibility ideographs (those
# that NFKC leaves as they are).
HAN = "\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"
# Soft hyphens, zero-width characters, marks of direction and of a glyph's variant: in pasted texts
# they stand inside of words, and nobody sees them.
_UNSEEN = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]")
# A longer word than any; what is longer (a key, an encoded file) is cut, in text and query alike.
LONGEST_WORD = 64

RUNS = re.compile(rf"[{HAN}]+|[0-9]{{1,{LONGEST_WORD}}}|[^\W_0-9{HAN}]{{1,{LONGEST_WORD}}}")
_ALL_HAN = re.compile(rf"[{HAN}]+")


@cache
def _converter() -> opencc.OpenCC:
    return opencc.OpenCC("t2s")


class CharacterTable(dict[int, str]):
    """Maps a character to its plain form: half-width, simplified, lower case.

    Character by character, so that a part of a text is written as in the whole of it: where a
    phrase is simplified as a phrase, the part that a visitor types may come out otherwise. Made
    for ``str.translate``; fills itself.
    """

    def __missing__(self, code: int) -> str:
        character = chr(code)
        if unicodedata.category(character) == "Cf" or _UNSEEN.match(character):
            self[code] = ""
            return ""
        plain = unicodedata.normalize("NFKC", character)
        # A lone surrogate is no text.
        simplified = "".join(
            _converter().convert(each) if _ALL_HAN.match(each) else each for each in plain
        )
        self[code] = simplified.lower()
        return self[code]


CHARACTERS = CharacterTable()


def plain(text: str) -> str:
    """``text`` in half-width, simplified and lower-case characters, with all its punctuation."""
    return unicodedata.normalize("NFC", text).translate(CHARACTERS)


def canonical(text: str) -> str:
    """The runs of Han characters, of other letters and of digits in ``text``, joined by spaces.

    Punctuation, brackets, spaces and symbols only separate, so that ``泗政〔2013〕12号``,
    ``泗政[2013]12号`` and ``泗政 2013 12 号`` become one.
    """
    return " ".join(RUNS.findall(plain(text)))


def is_han(run: str) -> bool:
    """Whether a run of a canonical text consists of Han characters."""
    return bool(_ALL_HAN.match(run))
