"""The checklist 公开渠道和载体 as it is written in a cell, and back."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from .enums import Channel
from .wording import bare, tidy

_TICKED, _EMPTY = "■☑✓√✔☒▣●", "□☐○◻▢"
_BOX = re.compile(f"([{_TICKED}{_EMPTY}])")
_BETWEEN = re.compile(r"[、，,；;\n\t]|\s{2,}")
# Other words of the same box.
_ALIASES = {
    "纸质载体": Channel.PAPER,
    "行政服务中心": Channel.SERVICE_CENTRE,
    "政务服务大厅": Channel.SERVICE_CENTRE,
    "政府门户网站": Channel.WEBSITE,
    "政务网站": Channel.WEBSITE,
    "微信公众号": Channel.SOCIAL,
    "政务新媒体": Channel.SOCIAL,
    "发布会、听证会": Channel.PRESS,
    "发布会": Channel.PRESS,
    "听证会": Channel.PRESS,
    "入户、现场": Channel.HOUSEHOLD,
    "村公示栏": Channel.NOTICE_BOARD,
    "社区公示栏": Channel.NOTICE_BOARD,
    "公示栏": Channel.NOTICE_BOARD,
    "社区/企事业单位/村公示栏": Channel.NOTICE_BOARD,
    "社区/企事业单位、村公示栏(电子屏)": Channel.NOTICE_BOARD,
    "12345热线": Channel.HOTLINE,
}
_KNOWN = {
    **{bare(str(each.label)): each for each in Channel},
    **{bare(word): each for word, each in _ALIASES.items()},
}


@dataclass(frozen=True)
class Channels:
    """What is ticked; ``other`` is what stands after 其他 or is none of the boxes."""

    codes: tuple[str, ...]
    other: str = ""


def channel_of(text: str) -> Channel | None:
    """The box that ``text`` names, None where it is none of the list."""
    return _KNOWN.get(bare(text).strip(":：。"))


def read_channels(text: str) -> Channels:
    """What a cell ticks: boxes before their words, or the words alone where there are no boxes."""
    text = tidy(text)
    parts = _BOX.split(text)
    if len(parts) == 1:
        words: Iterable[str] = _BETWEEN.split(text)
    else:
        pairs = zip(parts[1::2], parts[2::2], strict=True)
        words = [word for box, word in pairs if box in _TICKED]
    codes: set[str] = set()
    others: list[str] = []
    for word in filter(None, map(str.strip, words)):
        _note(word, codes, others)
    if others:
        codes.add(Channel.OTHER)
    return Channels(in_order(codes), "、".join(others))


def _note(word: str, codes: set[str], others: list[str]) -> None:
    found = channel_of(word)
    if found is not None:
        codes.add(found)
        return
    head, _mark, rest = word.replace(":", "：").partition("：")
    if channel_of(head) is Channel.OTHER or word.startswith("其他"):
        codes.add(Channel.OTHER)
        rest = (rest or word.removeprefix("其他")).strip(" _＿（）()")
        if rest:
            others.append(rest)
        return
    others.append(word.strip(" _＿"))


def in_order(codes: Collection[str]) -> tuple[str, ...]:
    """Codes in the order of the checklist."""
    return tuple(str(each.value) for each in Channel if each.value in codes)


def write_channels(codes: Collection[str], other: str = "") -> str:
    """The whole checklist, a box before each word; what :func:`read_channels` reads."""
    lines = []
    for each in Channel:
        line = f"{'■' if each.value in codes else '□'}{each.label}"
        if each is Channel.OTHER and other:
            line += f"：{other}"
        lines.append(line)
    return "\n".join(lines)


def channel_words(codes: Collection[str], other: str = "") -> list[str]:
    """What is ticked, in words."""
    return [
        f"{each.label}：{other}" if each is Channel.OTHER and other else str(each.label)
        for each in Channel
        if each.value in codes
    ]
