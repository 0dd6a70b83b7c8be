"""Numbers that Word counts by itself, written out: 第一章, （一）, 第三条 are part of a document's
text, and a web list has none of them.

Plain bullets and ``1.`` stay lists. Runs in the process of its own: no Django here.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import Any

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_CHINESE = {
    "chineseCounting", "chineseCountingThousand", "chineseLegalSimplified", "ideographDigital",
    "japaneseCounting", "japaneseDigitalTenThousand", "taiwaneseCountingThousand",
    "taiwaneseCounting", "ideographTraditional", "koreanCounting",
}  # fmt: skip
_PLAIN = re.compile(r"%\d[.．、]?\s*")
_DIGITS = "零一二三四五六七八九"
_CIRCLED_MOST = 20
_MOST = 9999
_LETTERS = 26


@dataclass(frozen=True)
class Level:
    """One level of a numbering: format, text with ``%1``, first number."""

    format: str
    text: str
    start: int

    @property
    def is_list(self) -> bool:
        """Whether a web list says the same."""
        if self.format in {"bullet", "none"}:
            return True
        return self.format == "decimal" and bool(_PLAIN.fullmatch(self.text))


def chinese(number: int) -> str:
    """A number up to :data:`_MOST` in Chinese, as ordinals of articles are written."""
    if not 0 < number <= _MOST:
        return str(number)
    text, pending = "", False
    for unit, word in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, unit)
        if digit:
            text += ("零" if pending else "") + _DIGITS[digit] + word
            pending = False
        elif text:
            pending = number > 0
    return text.removeprefix("一") if text.startswith("一十") else text


def formatted(number: int, kind: str) -> str:
    """A number as Word's format ``kind`` writes it."""
    if kind in _CHINESE:
        return chinese(number)
    if kind.startswith("decimalEnclosedCircle") and number <= _CIRCLED_MOST:
        return chr(0x245F + number)
    if kind in {"lowerLetter", "upperLetter"} and 0 < number <= _LETTERS:
        return chr((96 if kind == "lowerLetter" else 64) + number)
    return str(number)


def write_out(document: Any, numbering: Any, styles: Any, notes: Counter[str]) -> None:
    """Write the numbers of paragraphs into their text, where no web list can."""
    if numbering is None:
        return
    levels = _levels(numbering)
    by_style = _by_style(styles)
    counts: dict[str, dict[int, int]] = defaultdict(dict)
    for paragraph in document.iter(f"{W}p"):
        key, depth = _place(paragraph, by_style)
        level = levels.get(key, {}).get(depth)
        if level is None:
            continue
        mine = counts[key]
        mine[depth] = mine.get(depth, level.start - 1) + 1
        for deeper in [each for each in mine if each > depth]:
            del mine[deeper]
        if level.is_list or not "".join(paragraph.itertext()).strip():
            continue
        _write(paragraph, _label(levels[key], mine, level))
        notes["numbers"] += 1


def _label(levels: dict[int, Level], counts: dict[int, int], level: Level) -> str:
    def number(match: re.Match[str]) -> str:
        depth = int(match[1]) - 1
        own = levels.get(depth, level)
        return formatted(counts.get(depth, own.start), own.format)

    return re.sub(r"%(\d)", number, level.text)


def _levels(numbering: Any) -> dict[str, dict[int, Level]]:
    abstract: dict[str, dict[int, Level]] = {}
    for each in numbering.iter(f"{W}abstractNum"):
        abstract[each.get(f"{W}abstractNumId") or ""] = {
            int(level.get(f"{W}ilvl") or 0): Level(
                _value(level, "numFmt") or "decimal",
                _value(level, "lvlText"),
                int(_value(level, "start") or 1),
            )
            for level in each.iter(f"{W}lvl")
        }
    return {
        each.get(f"{W}numId") or "": abstract.get(_value(each, "abstractNumId"), {})
        for each in numbering.iter(f"{W}num")
    }


def _by_style(styles: Any) -> dict[str, tuple[str, int]]:
    found = {}
    for style in styles.iter(f"{W}style") if styles is not None else ():
        number = style.find(f"{W}pPr/{W}numPr")
        if number is not None and (key := _value(number, "numId")):
            found[style.get(f"{W}styleId") or ""] = (key, int(_value(number, "ilvl") or 0))
    return found


def _place(paragraph: Any, by_style: dict[str, tuple[str, int]]) -> tuple[str, int]:
    number = paragraph.find(f"{W}pPr/{W}numPr")
    if number is not None:
        return _value(number, "numId"), int(_value(number, "ilvl") or 0)
    style = paragraph.find(f"{W}pPr/{W}pStyle")
    return by_style.get(style.get(f"{W}val") or "", ("", 0)) if style is not None else ("", 0)


def _value(element: Any, name: str) -> str:
    found = element.find(f"{W}{name}")
    return (found.get(f"{W}val") or "") if found is not None else ""


def _write(paragraph: Any, label: str) -> None:
    properties = paragraph.find(f"{W}pPr")
    if properties is None:
        properties = etree.SubElement(paragraph, f"{W}pPr")
        paragraph.insert(0, properties)
    number = properties.find(f"{W}numPr")
    if number is not None:
        properties.remove(number)
    run = etree.Element(f"{W}r")
    text = etree.SubElement(run, f"{W}t")
    text.text = label
    text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    paragraph.insert(list(paragraph).index(properties) + 1, run)
