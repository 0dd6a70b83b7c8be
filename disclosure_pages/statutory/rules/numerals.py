"""Numbers as prose writes them: 12, 1,048, 十二, 一千零四十八, 二〇."""

from __future__ import annotations

from decimal import Decimal

from .structure import Number

_DIGITS = {digit: value for value, digit in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_UNITS = {"十": 10, "百": 100, "千": 1000}
_TEN_THOUSAND = "万"

# A number of pieces; the groups of a pattern that uses it are n (the number) and vague.
COUNT = (
    r"(?P<vague>近|约|大约|超过?|逾|不到|不足|至少|不少于)?"
    r"(?<![\d.第~\-])(?P<n>\d{1,3}(?:,\d{3}){1,4}|\d{1,12}(?!\d)|[零〇一二两三四五六七八九十百千万]{1,12})"
    r"(?P<more>[余多]|以上)?"
)
AMOUNT = (
    r"(?P<vague>近|约|超过?|逾)?"
    r"(?<![\d.])(?P<n>\d{1,12}(?:,\d{3}){0,4}(?:\.\d{1,6})?|零)(?P<more>[余多])?"
)


def number_of(text: str) -> Number | None:
    """The number that ``text`` writes, or None when it is no number, such as 十十."""
    plain = text.replace(",", "")
    if plain.isascii():
        return Decimal(plain) if "." in plain else int(plain)
    if all(character in _DIGITS for character in plain):
        return int("".join(str(_DIGITS[character]) for character in plain))
    head, _unit, tail = plain.rpartition(_TEN_THOUSAND)
    upper, lower = (_below_ten_thousand(part) for part in (head, tail))
    if upper is None or lower is None:
        return None
    return upper * 10000 + lower


def _below_ten_thousand(text: str) -> int | None:
    total, digit, last = 0, None, 10000
    for character in text:
        if character in _DIGITS:
            if digit:
                return None
            digit = _DIGITS[character]
            continue
        unit = _UNITS.get(character)
        if unit is None or unit >= last:
            return None
        # 十二 is twelve: the one before it is not written.
        total += unit * (digit or (1 if digit is None else 0))
        digit, last = None, unit
    return total + (digit or 0)
