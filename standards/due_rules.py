"""公开时限 as a rule: what kind it is, and how many days it leaves."""

from __future__ import annotations

import re
from dataclasses import dataclass

from .enums import COUNTED_KINDS, DueKind
from .wording import bare

_DIGITS = "零〇一二三四五六七八九"
_NUMBER = r"([0-9]{1,4}|[零〇一二两三四五六七八九十百]{1,5})"
_WORKING = re.compile(_NUMBER + r"个?(?:工作日|法定工作日)")
_DAYS = re.compile(_NUMBER + r"(?:个自然日|个?日历日|日|天)(?:之?内|以内)")
_HOURS = re.compile(_NUMBER + r"个?小时")
# How long something is shown is no time within which it is due.
_SHOWN_FOR = re.compile(
    r"(?:公示(?:时间|时限|期限?)?|公示期限?|公开期限)(?:为|不少于|不低于|至少)?"
    + _NUMBER
    + r"个?(?:工作日|日|天)"
)
# In the order in which they are asked: what is counted comes before.
_WORDS: tuple[tuple[str, DueKind], ...] = (
    (r"实时|即时|当日|当天|立即", DueKind.REALTIME),
    (r"每月|按月|月度", DueKind.MONTHLY),
    (r"每季|按季|季度", DueKind.QUARTERLY),
    (r"每年|按年|年度|每半年", DueKind.YEARLY),
    (r"及时|尽快|适时|动态", DueKind.PROMPT),
    (r"永久|长期|常年", DueKind.PERMANENT),
)


@dataclass(frozen=True)
class DueRule:
    """A kind of time limit; ``number`` is in days of that kind, None where it has no number."""

    kind: DueKind
    number: int | None = None


def parse_due_rule(text: str) -> DueRule:
    """The rule that 公开时限 states, :attr:`DueKind.OTHER` where none is understood.

    Of several numbers the first counts that says within how many days something is made public;
    how long it stays on a board (公示期) is none.
    """
    text = _SHOWN_FOR.sub("", bare(text))
    counted = [
        (found.start(), kind, number(found[1]))
        for pattern, kind in ((_WORKING, DueKind.WORKING_DAYS), (_DAYS, DueKind.DAYS))
        for found in [pattern.search(text)]
        if found
    ]
    if counted:
        _start, kind, days = min(counted)
        return DueRule(kind, days)
    if _HOURS.search(text):
        return DueRule(DueKind.DAYS, 1)
    for words, kind in _WORDS:
        if re.search(words, text):
            return DueRule(kind)
    return DueRule(DueKind.OTHER)


def number(text: str) -> int:
    """A number in digits or in Chinese, up to 999."""
    if text.isascii():
        return int(text)
    text = text.replace("两", "二")
    hundreds, _mark, rest = text.rpartition("百")
    tens, mark, ones = rest.rpartition("十")
    value = 100 * (_digit(hundreds) if hundreds else 0)
    value += 10 * (_digit(tens) or 1) if mark else 0
    return value + _digit(ones)


def _digit(text: str) -> int:
    text = text.strip("零〇")
    return _DIGITS.index(text[-1]) - 1 if text else 0


def needs_number(kind: str) -> bool:
    """Whether a rule of this kind is none without a number."""
    return kind in COUNTED_KINDS
