"""Texts of labels and numbers as they are compared: whatever differs only in how it was typed is
the same."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache

from opencc import OpenCC

Number = int | Decimal

# What people write for none at all: the number is there, and it is 0.
ZERO_WORDS = frozenset({"零", "〇", "○", "Ο", "О", "O", "o", "无", "没有"})
# What people write where there is nothing to write, or where the form does not apply to them. No
# number was published then, and we do not make one up: such a cell is as one left empty.
NO_NUMBER = frozenset({"", "/", "\\", "|", "-", "*", ".", "…", "...", "×", "x", "X"})

# And control characters, which programs for texts put around fields and at the end of cells.
_SPACES = re.compile(r"[\s\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202f\u2060\ufeff\u00ad]+")
# A number before a label: （一） 1. 一、 ①, which is 1 in NFKC.
_CHINESE = "一二三四五六七八九十"
_NUMBERING = re.compile(
    rf"^(?:[(\[【〔](?:\d{{1,2}}|[{_CHINESE}]{{1,3}})[)\]】〕][.、,:;]?"
    rf"|(?:[{_CHINESE}]{{1,3}})[.、,:;)]"
    r"|\d{1,2}(?:[.、,:;)]|(?=[^\W\d_])))"
)
_DASHES = re.compile(r"[‐‑‒–—―−－─━﹣ー_~～]+")
_COUNT_UNITS = "件条项个次人篇份宗起例"
_NUMBER = re.compile(
    r"(?P<sign>[+-]?)(?P<digits>\d+(?:\.\d*)?|\.\d+)(?P<scale>万?)(?P<unit>元|["
    + _COUNT_UNITS
    + r"])?"
)
_THOUSANDS = re.compile(r"^([+-]?\d{1,3})((?:[,，'’ ]\d{3})+)(?!\d)")
_UNIT_BEHIND = re.compile(rf"(?<=\w)\((?:单位:?)?[{_COUNT_UNITS}]数?\)$")
_CJK = re.compile(r"[\u3400-\u9fff]")
# They point to a note below the table: 12① is no 121.
_MARKS = re.compile(r"[\u00b2\u00b3\u00b9\u2070-\u2079①-⒇❶-➓]|(?<=\w)\s*[*＊†‡※]+")
_SAME = (("其它", "其他"), ("帐", "账"), ("反覆", "反复"), ("纪录", "记录"))


@lru_cache(maxsize=8192)
def plain(text: str) -> str:
    """``text`` without spaces and marks of notes, in the usual width of letters, digits and
    punctuation, and in simplified characters: some sites show their pages in traditional ones,
    too."""
    bare = _SPACES.sub("", unicodedata.normalize("NFKC", _MARKS.sub("", text)))
    return bare if bare.isascii() else _simplifier().convert(bare)


@cache
def _simplifier() -> OpenCC:
    return OpenCC("t2s")


@lru_cache(maxsize=8192)
def normal(text: str) -> str:
    """A label without its number, unit of counting, punctuation, quotation marks and spaces."""
    bare = _UNIT_BEHIND.sub("", plain(text))
    for _again in range(3):
        shorter = _NUMBERING.sub("", bare, count=1)
        if shorter == bare or not shorter:
            break
        bare = shorter
    bare = "".join(letter for letter in bare if unicodedata.category(letter)[0] in "LN")
    for written, meant in _SAME:
        bare = bare.replace(written, meant)
    return bare


def has_words(text: str) -> bool:
    """Whether there are Chinese characters in it that are no number and no unit."""
    return bool(_CJK.search(text)) and not is_value(text) and not is_unit(text)


@dataclass(frozen=True)
class Reading:
    """What a cell holds in place of a number.

    Attributes:
        number: the number, None where there is none.
        is_written: whether something stands in the cell, be it readable or not.
        unit: 元 or 万元 where the cell says it, else empty.
    """

    number: Decimal | None
    is_written: bool
    unit: str = ""


@lru_cache(maxsize=8192)
def reading(text: str) -> Reading:
    """The number that a cell holds."""
    text = _MARKS.sub("", text)
    lines = [line for line in text.split("\n") if line.strip()]
    # Two lines of digits are two numbers, or one broken in two: nobody knows.
    if sum(bool(re.search(r"\d", line)) for line in lines) > 1:
        return Reading(None, True)
    bare = _joined(_DASHES.sub("-", unicodedata.normalize("NFKC", text)).strip())
    bare = bare.strip("()[]【】。;；,，、:：\"'“”‘’")
    if bare in ZERO_WORDS:
        return Reading(Decimal(0), True)
    if bare in NO_NUMBER or not bare.strip("-/\\"):
        return Reading(None, False)
    found = _NUMBER.fullmatch(bare)
    return _number(found) if found else Reading(None, True)


def _joined(bare: str) -> str:
    """``bare`` without spaces and separators of thousands, where they are no more than that."""
    bare = _SPACES.sub(" ", re.sub(r"\s*([,，])\s*", r"\1", bare))
    thousands = _THOUSANDS.match(bare)
    if thousands:
        bare = thousands[1] + re.sub(r"\D", "", thousands[2]) + bare[thousands.end() :]
    return bare if re.search(r"\d \d", bare) else bare.replace(" ", "")


def _number(found: re.Match[str]) -> Reading:
    number = Decimal(found["sign"].replace("+", "") + found["digits"])
    unit, scale = found["unit"] or "", found["scale"]
    if unit == "元":
        return Reading(number, True, f"{scale}元")
    if scale and not unit:
        # 3万 is 30,000; in a cell of amounts it is written for 3万元.
        return Reading(number, True, scale)
    return Reading(number * (10000 if scale else 1), True)


@lru_cache(maxsize=8192)
def is_value(text: str) -> bool:
    """Whether ``text`` can stand in the place of a number: one, a dash, or nothing."""
    found = reading(text)
    return found.number is not None or not found.is_written


def is_unit(text: str) -> bool:
    """Whether a cell holds nothing but a measure word."""
    return plain(text).strip("()") in _UNITS


_UNITS = frozenset({*_COUNT_UNITS, "元", "万元", "件数", "单位", "人次", "单位:万元", "单位:件"})
