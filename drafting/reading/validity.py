"""From when a document is in force, and until when."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

from .days import DAY, SPAN, after, day_of, number_of
from .found import Suggestion, Text

_OWN = (
    r"(?:本|此|该)(?:办法|规定|通知|意见|细则|方案|条例|规则|公告|通告|决定|制度|预案|措施|政策|规范"
    r"|标准|目录|文件|令|法)"
)
_FROM_DAY = re.compile(rf"自{DAY}(?:零时|0时)?起(?:正式)?(?:施行|实施|执行|生效|试行)")
_FROM_ISSUE = re.compile(
    r"自(?P<what>发布|公布|印发|发文|下发|签发|颁布)之日起(?:(?P<later>[0-9]{1,3}|[一二三四五六七八九十]{1,3})(?:个)?(?P<later_unit>日|天|月)(?:后|之后))?"
    r"(?:正式)?(?:施行|实施|执行|生效|试行)"
)
_UNTIL = re.compile(
    rf"(?:有效期(?:限)?(?:为)?(?:截?至|到)|有效期.{{0,24}}?(?:截?至|到)|(?:施行|实施|执行|生效)(?:，|,|；)?(?:有效期)?(?:截?至|到)){DAY}"
)
_FROM_TO = re.compile(
    rf"自(?:[0-9]{{4}}年[0-9]{{1,2}}月[0-9]{{1,2}}日|[^自。\n]{{6,12}}日)起?(?:至|到){DAY}(?:止|有效)"
)
_SPAN = re.compile(rf"(?:有效期(?:限)?|试行期(?:限)?|暂定有效期)(?:为|是|暂定)?(?:[ ]?){SPAN}")
# Another document's day, told in passing.
_OF_ANOTHER = re.compile(r"》(?:[（(][^（）()]{1,30}[）)])?(?:已|将|同时|[，,])?$")
_CITED_WITHIN = 12


def effective(text: Text, written: date | None) -> Suggestion | None:
    """The day of entry into force: as written, or computed from the day of the document."""
    rivals = [*_from_days(text), *(_from_issue(text, written) if written else ())]
    return max(rivals, key=lambda each: (each.certainty, each.start), default=None)


def _from_days(text: Text) -> Iterator[Suggestion]:
    for match in _FROM_DAY.finditer(text.text):
        day = day_of(match)
        if day is None or _is_anothers(text.text, match.start()):
            continue
        sure = 0.95 if _speaks_of_itself(text.text, match.start()) else 0.7
        why = f"正文写明“{match[0]}”。"
        yield text.found("effective_on", day.isoformat(), match.span(), why, sure)


def _from_issue(text: Text, written: date) -> Iterator[Suggestion]:
    for match in _FROM_ISSUE.finditer(text.text):
        if _is_anothers(text.text, match.start()):
            continue
        day = written
        if match["later"]:
            unit = "个月" if match["later_unit"] == "月" else "日"
            day = after(written, number_of(match["later"]), unit)
        sure = 0.85 if _speaks_of_itself(text.text, match.start()) else 0.6
        why = (
            f"正文写明“{match[0]}”，按成文日期{written.isoformat()}推算；"
            f"实际{match['what']}日期不同的，请改正。"
        )
        yield text.found("effective_on", day.isoformat(), match.span(), why, sure)


def expires(text: Text, start: date | None) -> Suggestion | None:
    """The last day in force: as written, or the span counted from the day of entry into force."""
    rivals = [*_until_days(text), *(_spans(text, start) if start else ())]
    return max(rivals, key=lambda each: (each.certainty, each.start), default=None)


def _until_days(text: Text) -> Iterator[Suggestion]:
    for pattern, sure in ((_UNTIL, 0.9), (_FROM_TO, 0.6)):
        for match in pattern.finditer(text.text):
            day = day_of(match)
            if day and not _is_anothers(text.text, match.start()):
                why = f"正文写明“{match[0]}”。"
                yield text.found("expires_on", day.isoformat(), match.span(), why, sure)


def _spans(text: Text, start: date) -> Iterator[Suggestion]:
    for match in _SPAN.finditer(text.text):
        if _is_anothers(text.text, match.start()):
            continue
        try:
            day = after(start, number_of(match["amount"]), match["unit"]) - timedelta(days=1)
        except (ValueError, OverflowError, KeyError):
            continue
        near = text.text[max(0, match.start() - 60) : match.start()]
        sure = 0.85 if re.search(_OWN, near) or re.search(r"起(?:施行|实施|执行)", near) else 0.5
        why = f"正文写明“{match[0]}”，从{start.isoformat()}起算，到{day.isoformat()}为止。"
        yield text.found("expires_on", day.isoformat(), match.span(), why, sure)


def _speaks_of_itself(text: str, at: int) -> bool:
    return bool(re.search(rf"{_OWN}[^。\n]{{0,10}}$", text[max(0, at - 24) : at]))


def _is_anothers(text: str, at: int) -> bool:
    return bool(_OF_ANOTHER.search(text[max(0, at - 40) : at]))
