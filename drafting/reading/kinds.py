"""Genre and kind, told by how a title ends and how a text begins."""

from __future__ import annotations

import re

from .found import Suggestion, Text

# Ends of titles and the names of the vocabulary; the longer one first where one ends the other.
_GENRES = (
    ("决议", "决议"), ("决定", "决定"), ("命令", "命令（令）"), ("公报", "公报"), ("公告", "公告"),
    ("通告", "通告"), ("意见", "意见"), ("通知", "通知"), ("通报", "通报"), ("报告", "报告"),
    ("请示", "请示"), ("批复", "批复"), ("议案", "议案"), ("复函", "函"), ("函", "函"),
    ("会议纪要", "纪要"), ("纪要", "纪要"), ("令", "命令（令）"),
)  # fmt: skip
# Words that end like a genre and are none.
_NO_GENRES = re.compile(r"(?:征求意见|提出意见|司令|口令|年报告书|信函)$")
_NOTES = re.compile(r"[（(][^（）()]{1,20}[）)]$")
_NEWS_TITLE = re.compile(
    r"(?:召开|举行|举办|开展|调研|走访|慰问|启动|圆满|顺利|成功|喜获|荣获|莅临|赴|检查指导|深入)"
)
_NEWS_START = re.compile(
    r"(?:近日|日前|今天|昨天|连日来|(?:[0-9]{1,2}月)?[0-9]{1,2}日(?:上午|下午|晚)?)[，,]"
    r"|本报讯|讯[ 　]"
)


def genre(text: Text, title: str, span: tuple[int, int]) -> Suggestion | None:
    """The genre that ends the title."""
    bare = title.strip()
    while match := _NOTES.search(bare):
        bare = bare[: match.start()].rstrip()
    if _NO_GENRES.search(bare):
        return None
    for ending, name in _GENRES:
        if bare.endswith(ending) and len(bare) > len(ending):
            why = f"名称以“{ending}”结尾。"
            return text.found("genre", name, span, why, 0.95)
    return None


def kind(
    text: Text, title: str, span: tuple[int, int], is_document: bool, first: str
) -> Suggestion | None:
    """Document or news; nothing where neither shows."""
    if is_document:
        return text.found("kind", "document", span, "有文号或者公文体裁。", 0.9)
    start = _NEWS_START.match(first)
    told = _NEWS_TITLE.search(title)
    if start or told:
        word = (start or told)[0].strip("，, 　")  # type: ignore[index]  # one of them matched
        where = "正文开头" if start else "名称"
        sure = 0.8 if start and told else 0.6
        return text.found(
            "kind", "news", span, f"{where}有“{word}”，像是工作动态，又没有文号。", sure
        )
    return None
