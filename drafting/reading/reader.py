"""All that a text says about itself, put together."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from . import kinds, validity
from .days import DAY, day_of
from .foot import Foot, day_under_title, read_foot
from .found import Suggestion, Text
from .head import NUMBER, Head, read_head

# What the organs of the State Council and of towns are called in the first letters of their
# numbers cannot be known from here; that one holds the other can.
_FROM_TITLE = re.compile(
    r"(?P<organ>[\u4e00-\u9fff·（）() \u3000、]{2,60}?)"
    r"(?:关于|转发|批转|印发|公布|发布|公告|通告|令(?:第|$)|对全国|对(?=[^。]{2,40}的(?:答复|批复)))"
)
_ORGAN_END = re.compile(
    r"(?:人民政府|政府|办公室|办公厅|委员会|管委会|指挥部|领导小组|局|委|厅|部|署|院|处|中心|大队|站|所|办事处|党委|"
    r"人大|法院|检察院|办|会|镇|乡|街道|社区|村|国务院|党校|学校|医院|公司)$"
)
_PLAIN_DAY = re.compile(DAY)
_MOST_ORGANS = 3
_SURE_ENOUGH = 0.5


def suggestions(text: str, title: str = "") -> list[Suggestion]:
    """What ``text`` says of itself, one suggestion for a field at most, in the order of fields.

    Args:
        text: lines of a document, its title among them where it has one.
        title: the title where it is known from elsewhere (a form, a style of Word); it is not
            suggested then.
    """
    source = Text(text.replace("\r\n", "\n").replace("\r", "\n"))
    if not source.lines and not title:
        return []
    head = read_head(source)
    foot = read_foot(source)
    known, span = (title, head.title_span) if title else (head.title, head.title_span)
    found: dict[str, Suggestion | None] = {}
    if not title:
        found["title"] = _title(source, head)
    found["document_number"] = _number(source, head)
    found["written_on"] = _written(source, head, foot)
    written = _as_day(found["written_on"])
    found["organ"] = _organ(source, head, foot, known)
    found["effective_on"] = _labelled_day(source, head, "effective_on") or validity.effective(
        source, written
    )
    start = _as_day(found["effective_on"]) or written
    found["expires_on"] = _labelled_day(source, head, "expires_on") or validity.expires(
        source, start
    )
    found["genre"] = _labelled(source, head, "genre") or kinds.genre(source, known, span)
    is_document = bool(found["document_number"] or found["genre"])
    found["kind"] = kinds.kind(source, known, span, is_document, _first_text(source, span))
    found["topic"] = _labelled(source, head, "topic")
    found["keywords"] = _keywords(source, head)
    if title and title not in text:
        found |= {name: _of_known(each, title) for name, each in found.items() if each}
    return [each for each in found.values() if each and each.certainty >= _SURE_ENOUGH]


def _of_known(found: Suggestion, title: str) -> Suggestion:
    """What was told by a title from elsewhere stands there, and in no line of the text."""
    is_organ = "标题开头" in found.why and found.start == found.end
    is_titles = is_organ or found.why.startswith("名称")
    return replace(found, source=title, start=0, end=0, line=0) if is_titles else found


def _as_day(found: Suggestion | None) -> date | None:
    return date.fromisoformat(found.value) if found else None


def _first_text(source: Text, span: tuple[int, int]) -> str:
    return next((line.text for line in source.lines if line.start >= span[1]), "")


def _labelled(source: Text, head: Head, name: str) -> Suggestion | None:
    if name not in head.labelled:
        return None
    value, span = head.labelled[name]
    return source.found(name, value, span, "文件开头列明。", 0.95)


def _labelled_day(source: Text, head: Head, name: str) -> Suggestion | None:
    if name not in head.labelled:
        return None
    value, span = head.labelled[name]
    match = _PLAIN_DAY.match(value)
    day = day_of(match) if match else None
    return source.found(name, day.isoformat(), span, "文件开头列明。", 0.98) if day else None


def _title(source: Text, head: Head) -> Suggestion | None:
    if "title" in head.labelled:
        return _labelled(source, head, "title")
    if not head.title:
        return None
    sure = 0.9 if head.title_ends_well else 0.6
    why = "正文前的标题行。" if head.title_ends_well else "正文前的第一行，请核对是否完整。"
    return source.found("title", head.title, head.title_span, why, sure)


def _number(source: Text, head: Head) -> Suggestion | None:
    if "document_number" in head.labelled:
        value, span = head.labelled["document_number"]
        if re.fullmatch(rf"{NUMBER}|.*第.*号.*", value):
            return source.found("document_number", value, span, "文件开头列明。", 0.98)
    spans = head.numbers or head.orders
    if not spans:
        return None
    span = spans[0]
    value = re.sub(r"[ \t\u3000]+", "", source.text[slice(*span)])
    if head.decree and not head.numbers:
        value = f"{head.decree}{value}"
    why = "标题上下单独成行。"
    if len(spans) > 1 and head.numbers:
        why = f"标题上下有{len(spans)}个文号，取第一个；联合行文一般只用主办机关的文号。"
    sure = 0.95 if head.numbers else 0.75
    return source.found("document_number", value, span, why, sure)


def _written(source: Text, head: Head, foot: Foot | None) -> Suggestion | None:
    if labelled := _labelled_day(source, head, "written_on"):
        return labelled
    if foot and (foot.organs or foot.is_last):
        why = "落款的日期。" if foot.organs else "正文末尾单独成行的日期。"
        return _day(source, foot.day, foot.day_span, why, 0.95 if foot.organs else 0.85)
    if foot and head.decree:
        return _day(source, foot.day, foot.day_span, "命令签署的日期。", 0.85)
    first = source.line_at(head.title_span[1])
    if under := day_under_title(source, first):
        day, span, line = under
        return _day(source, day, span, f"标题下方写明“{line}”。", 0.8)
    if foot:
        return _day(source, foot.day, foot.day_span, "单独成行的日期。", 0.7)
    return None


def _day(source: Text, day: date, span: tuple[int, int], why: str, sure: float) -> Suggestion:
    return source.found("written_on", day.isoformat(), span, why, sure)


def _organ(source: Text, head: Head, foot: Foot | None, title: str) -> Suggestion | None:
    if "organ" in head.labelled:
        value, span = head.labelled["organ"]
        return source.found("organ", _bare(value), span, "文件开头列明。", 0.95)
    signers = [_bare(source.text[slice(*span)]) for span in foot.organs] if foot else []
    red = [_bare(source.text[slice(*span)]) for span in head.red_organs]
    titled = _of_title(head.decree or title)
    if red:
        why = "红头的机关名称" + ("，落款相同。" if red[0] in signers else "。")
        if len(red) > 1:
            why = f"红头有{len(red)}个机关，取排在最前的主办机关。"
        return source.found(
            "organ", red[0], head.red_organs[0], why, 0.95 if red[0] in signers else 0.85
        )
    if titled and (not signers or titled == signers[0] or titled in signers[0]):
        span = _span_of(source, titled, head)
        why = "标题开头的机关名称" + ("，落款相同。" if titled in signers else "。")
        return source.found("organ", titled, span, why, 0.95 if signers else 0.85)
    if signers and foot:
        why = "落款的机关名称。"
        if len(signers) > 1:
            why = f"落款有{len(signers)}个机关，取排在最前的。"
        return source.found("organ", signers[0], foot.organs[0], why, 0.85)
    if titled:
        return source.found(
            "organ", titled, _span_of(source, titled, head), "标题开头的机关名称。", 0.7
        )
    return None


def _of_title(title: str) -> str:
    match = _FROM_TITLE.match(title)
    if not match:
        return ""
    organs = re.split(r"[ \u3000、]+", match["organ"].strip())
    name = organs[0].removeprefix("中华人民共和国")
    return _bare(name) if _ORGAN_END.search(name) else ""


def _span_of(source: Text, name: str, head: Head) -> tuple[int, int]:
    at = source.text.find(name, head.title_span[0])
    return (at, at + len(name)) if at >= 0 else (head.title_span[0], head.title_span[0])


def _bare(name: str) -> str:
    """A name without the spaces it is set with; of several on one line the first."""
    words = re.split(r"[ \t\u3000、]+", name.strip())
    if len(words) > 1 and all(_ORGAN_END.search(each) for each in words):
        return words[0]
    return re.sub(r"[ \t\u3000]+", "", name)


def _keywords(source: Text, head: Head) -> Suggestion | None:
    """主题词, as documents bore them until 2012, at the head or at the foot."""
    if labelled := _labelled(source, head, "keywords"):
        return labelled
    for line in reversed(source.lines):
        match = re.fullmatch(r"主题词[ \u3000]*[:：][ \u3000]*(?P<words>.{2,80})", line.text)
        if match:
            span = (line.start + match.start("words"), line.start + match.end("words"))
            words = " ".join(match["words"].split())
            return source.found("keywords", words, span, "文末列明的主题词。", 0.95)
    return None
