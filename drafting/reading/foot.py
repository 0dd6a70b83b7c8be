"""The foot of a document: who signs it, and the day below."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from .days import DAY, day_of, days_in
from .found import Line, Text
from .head import ORGAN_LINE, ORGAN_WORDS

_SEAL = r"(?:[（(](?:章|盖章|印章|代章|此件[^）)]*)[）)])?"
_DAY_LINE = re.compile(rf"[（(]?{DAY}[）)]?{_SEAL}")
_SIGNED_LINE = re.compile(
    rf"(?P<organ>[\u4e00-\u9fff·（）() \u3000]{{2,40}}?(?:{ORGAN_WORDS}))[ \t\u3000]*{DAY}{_SEAL}"
)
_UNDER_TITLE = re.compile(
    rf"[（(]{DAY}[^（）()]{{0,60}}?(?:通过|公布|发布|印发|批准|公告)?[^（）()]{{0,20}}[）)]"
)
_HISTORY = re.compile(rf"[（(]{DAY}.{{0,2000}}[）)]")
# From here on other texts follow.
_ANNEX = re.compile(r"附[ \u3000]*件[ \u3000]*(?:[0-9一二三四五六七八九十]+)?[ \u3000]*[:：]?")
_PRINTED = re.compile(
    r"(?:抄[ \u3000]*送|印[ \u3000]*发|主[ \u3000]*送|.{0,30}" + DAY + r"[ \u3000]*印发)"
)
# What broken web pages leave behind a name.
_NOISE = re.compile(r"[ \u3000]*&\w{0,6};?$")
_MOST_SIGNERS = 12
# Lines that a document has above its signature at least.
_SHORTEST = 3


@dataclass(frozen=True)
class Foot:
    """Signature and day: spans in the text; organs in the order they sign in."""

    day: date
    day_span: tuple[int, int]
    organs: tuple[tuple[int, int], ...]
    is_last: bool


def read_foot(text: Text) -> Foot | None:
    """The signature: the first day on a line of its own below an organ; else the last day on a
    line of its own before annexes."""
    lines = text.lines
    alone: Foot | None = None
    for index, line in enumerate(lines):
        match = _SIGNED_LINE.fullmatch(line.text)
        day = day_of(match) if match else None
        if match and day and not _PRINTED.fullmatch(line.text):
            organs = (*_signers(lines, index), _span(line, match, "organ"))
            return Foot(day, _day_span(line, match), organs, _ends(lines, index))
        if match := _DAY_LINE.fullmatch(line.text):
            day = day_of(match)
            if day is None:
                continue
            organs = _signers(lines, index)
            foot = Foot(day, _day_span(line, match), organs, _ends(lines, index))
            if organs and index >= _SHORTEST:
                return foot
            if index and (alone is None or not _past_annex(lines, index)):
                alone = foot
    return alone


def day_under_title(
    text: Text, first: int, within: int = 6
) -> tuple[date, tuple[int, int], str] | None:
    """A day in brackets just below the title, as laws and decisions have it."""
    for line in text.lines[: within + first]:
        if line.number <= first:
            continue
        if _UNDER_TITLE.fullmatch(line.text) or _HISTORY.fullmatch(line.text):
            days = list(days_in(line.text))
            if days:
                # What was amended is the text of its last day.
                match, day = days[-1]
                return day, _day_span(line, match), line.text
    return None


def _span(line: Line, match: re.Match[str], group: str) -> tuple[int, int]:
    return line.start + match.start(group), line.start + match.end(group)


def _day_span(line: Line, match: re.Match[str]) -> tuple[int, int]:
    group = "iso" if match["iso"] else "year"
    start = match.start(group)
    end = match.end("iso") if match["iso"] else line.text.find("日", match.end("day") - 1) + 1
    return line.start + start, line.start + (end or match.end())


def _signers(lines: list[Line], index: int) -> tuple[tuple[int, int], ...]:
    """Organs on the lines just above; several sign a joint document."""
    spans: list[tuple[int, int]] = []
    for line in reversed(lines[max(0, index - _MOST_SIGNERS) : index]):
        if not ORGAN_LINE.fullmatch(_NOISE.sub("", line.text)) or _ANNEX.match(line.text):
            break
        text = re.sub(r"[（(](?:章|盖章|印章|代章)[）)]$", "", _NOISE.sub("", line.text)).rstrip()
        spans.append((line.start, line.start + len(text)))
    return tuple(reversed(spans))


def _ends(lines: list[Line], index: int) -> bool:
    return index >= len(lines) - 4


def _past_annex(lines: list[Line], index: int) -> bool:
    return any(_ANNEX.fullmatch(line.text) for line in lines[:index])
