"""Days and spans as documents write them: ``2013年3月1日``, ``二〇一三年三月一日``, ``两年``."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from datetime import date, timedelta

_DIGITS = {
    "〇": 0, "○": 0, "Ｏ": 0, "O": 0, "o": 0, "零": 0, "0": 0, "一": 1, "二": 2, "两": 2, "三": 3,
    "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9,
}  # fmt: skip
_GAP = r"[ \t\u3000]*"
_YEAR = rf"[〇○ＯOo零一二三四五六七八九]{{4}}|[0-9０-９](?:{_GAP}[0-9０-９]){{3}}"
_NUMBER = r"[一二三四五六七八九十]{1,3}|[0-9０-９]{1,2}"
DAY = (
    rf"(?:(?P<year>{_YEAR}){_GAP}年{_GAP}(?P<month>{_NUMBER}){_GAP}月{_GAP}(?P<day>{_NUMBER}){_GAP}[日号]"
    r"|(?P<iso>(?:19|20)[0-9]{2}[-/.][0-9]{1,2}[-/.][0-9]{1,2}))"
)
SPAN = r"(?P<amount>[一二两三四五六七八九十]{1,3}|[0-9０-９]{1,3})[ ]?(?P<unit>年|个月|日|天)"
_DAY = re.compile(DAY)
_LAST_TEN = 10


def number_of(text: str) -> int:
    """A number below a hundred (or of Arabic digits) in either script.

    Raises:
        ValueError: it is none.
    """
    if text.isdecimal():
        return int(text)
    if "十" in text:
        tens, _ten, ones = text.partition("十")
        return (_DIGITS[tens] if tens else 1) * _LAST_TEN + (_DIGITS[ones] if ones else 0)
    if len(text) == 1 and text in _DIGITS:
        return _DIGITS[text]
    raise ValueError(text)


def day_of(match: re.Match[str]) -> date | None:
    """The day that :data:`DAY` matched; None where the calendar has no such day."""
    try:
        if match["iso"]:
            year, month, day = map(int, re.split(r"[-/.]", match["iso"]))
            return date(year, month, day)
        year = int("".join(str(_digit(each)) for each in re.sub(r"\s", "", match["year"])))
        return date(year, number_of(match["month"]), number_of(match["day"]))
    except (ValueError, KeyError):
        return None


def _digit(character: str) -> int:
    return int(character) if character.isdecimal() else _DIGITS[character]


def days_in(text: str) -> Iterator[tuple[re.Match[str], date]]:
    """Days in a text, with their places."""
    for match in _DAY.finditer(text):
        if day := day_of(match):
            yield match, day


def after(day: date, amount: int, unit: str) -> date:
    """``day`` moved on by a span; the last day of a shorter month stands for a missing one.

    Raises:
        ValueError, OverflowError: the calendar ends before.
    """
    if unit in {"日", "天"}:
        return day + timedelta(days=amount)
    months = amount * 12 if unit == "年" else amount
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
