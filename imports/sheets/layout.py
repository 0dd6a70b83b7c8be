"""Finding the headings below title and notes, and leaving out what is no row."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from django.utils.translation import gettext as _

from ..fields import field_of, plain
from ..values import is_a_day
from .book import Broken, Cell, Line, RawRow, Sheet

# Headings stand among the first lines; a title and some notes are above them.
_LOOKED_AT = 40
_FEWEST = 2
_LONGEST_HEADING = 20
_TOTAL = re.compile(
    r"(?:合|总|小|本页小|本页合|累)\s*计[\s::：]*.{0,8}|共\s*计?\s*[0-9]+\s*[条件项份个].{0,6}"
)
_FOOT = re.compile(
    r"(?:填\s*表\s*人|制\s*表\s*人|制\s*表|填\s*报\s*人|审\s*核\s*人?|复\s*核\s*人?|经\s*办\s*人|录入人|统计人"
    r"|填报单位|填表单位|填报日期|填表日期|制表日期|统计日期|统计时间|(?:单位|部门)?负责人|(?:分管|主管)?领导"
    r"|联系人|联系电话|数据来源|备\s*注|说\s*明|填表说明|注)"
    r"(?:签[字名章])?\s*(?:[(（][^()（）]{1,8}[)）]\s*)?[:：]"
)
# Words that stand alone in their line: 一、规范性文件 above the rows of a section, and its months.
_SECTION = re.compile(
    r"(?:[一二三四五六七八九十]{1,3}[、.．]|[(（][一二三四五六七八九十]{1,3}[)）]).{1,30}"
    r"|(?:[0-9〇○零一二三四五六七八九]{4}\s*年度?)?"
    r"\s*(?:[0-9一二三四五六七八九十]{1,3}\s*月份?|第?[1-4一二三四]季度|[上下]半年)?"
)
_SEAL = re.compile(r".{0,30}[(（](?:公章|盖章|签章)[)）].{0,10}")
_END = re.compile(r"[\W_]*(?:(?:以下|此页)(?:空白|无正文|无内容)|全文完|完)[\W_]*")
_FEW = 2

Meaning = Callable[[str], str]


@dataclass(frozen=True)
class Heads:
    """Where the headings stand and what they are; ``last`` is the line of their lowest row."""

    line: int
    last: int
    names: list[str]


def find_heads(lines: Iterable[Line], means: Meaning = field_of) -> Heads | None:
    """The line, or two lines, whose cells name most fields.

    Where none names two, the first that names one among several short words is taken: what the
    others mean is for somebody to say. None where there is no such line either.
    """
    looked_at = list(islice(lines, _LOOKED_AT))
    best: tuple[int, Heads] | None = None
    for place, (number, cells) in enumerate(looked_at):
        names = [_heading(cell) for cell in cells]
        score = _score(names, means)
        if score >= _FEWEST and (best is None or score > best[0]):
            best = score, Heads(number, number, names)
        if place + 1 < len(looked_at):
            below, under = looked_at[place + 1]
            under_names = [_heading(cell) for cell in under]
            joined = _joined(names, under_names, means)
            # Else the upper line is a note, or groups what the lower one names.
            if joined is not None and _score(joined, means) > _score(under_names, means):
                score = _score(joined, means)
                if score >= _FEWEST and (best is None or score > best[0]):
                    best = score, Heads(number, below, joined)
    return best[1] if best else _single(looked_at, means)


def _single(looked_at: Sequence[Line], means: Meaning) -> Heads | None:
    for number, cells in looked_at:
        names = [_heading(cell) for cell in cells]
        words = [name for name in names if name]
        are_words = len(words) == len(set(words)) > _FEWEST and all(
            len(word) <= _LONGEST_HEADING for word in words
        )
        if are_words and _score(names, means):
            return Heads(number, number, names)
    return None


def _score(names: Sequence[str], means: Meaning) -> int:
    return len({code for name in names if name and (code := means(name))})


def _joined(upper: list[str], lower: list[str], means: Meaning) -> list[str] | None:
    """Two rows of headings as one; None where the lower one is no row of headings."""
    length = max(len(upper), len(lower))
    upper = [*upper, *[""] * (length - len(upper))]
    lower = [*lower, *[""] * (length - len(lower))]
    names, above, has_known = [], "", False
    for up, low in zip(upper, lower, strict=True):
        above = up or above
        if not low:
            names.append(up)
            continue
        if means(low):
            names.append(low)
        elif above and means(low + above):
            # 成文 and 发布 below 日期.
            names.append(low + above)
        else:
            return None
        has_known = True
    return names if has_known else None


def rows_below(
    heads: Heads, lines: Iterable[Line], meanings: Mapping[str, str], left_out: dict[str, int]
) -> Iterator[RawRow]:
    """Rows below the headings.

    Args:
        meanings: code of the field by heading; rows in which nothing of these is written are
            blank.
        left_out: counts by reason what was no row.
    """
    names = unique_names(heads.names)
    known = [place for place, name in enumerate(names) if name and meanings.get(name)]
    for number, cells in lines:
        if number <= heads.last:
            continue
        written = [place for place in known if place < len(cells) and _is_written(cells[place])]
        reason = _why_no_row(cells, written, heads)
        if reason:
            left_out[reason] = left_out.get(reason, 0) + 1
            continue
        if not written:
            continue
        found = {
            name: cells[place] for place, name in enumerate(names) if name and place < len(cells)
        }
        yield RawRow(number, found)


def unique_names(names: Sequence[str]) -> list[str]:
    """Headings, of which those that stand twice are told apart as 附件 and 附件（2）."""
    seen: dict[str, int] = {}
    told_apart = []
    for name in names:
        if name:
            seen[name] = seen.get(name, 0) + 1
        told_apart.append(f"{name}（{seen[name]}）" if name and seen[name] > 1 else name)
    return told_apart


def _why_no_row(cells: Sequence[Cell], written: Sequence[int], heads: Heads) -> str:
    texts = [_text(cell) for cell in cells]
    first = next((text for text in texts if text), "")
    if not first:
        return ""
    filled = sum(1 for text in texts if text)
    if _TOTAL.fullmatch(first) and len(set(filter(None, texts))) <= len(texts) // 2 + 1:
        return _("合计行")
    few_of_many = len(written) <= max(_FEW, len(heads.names) // 3)
    if (_FOOT.match(first) and few_of_many) or (_FOOT.match(f"{first}:") and filled <= _FEW):
        return _("表尾说明行")
    if filled == 1:
        return _why_alone(first)
    pairs = list(zip(texts, heads.names, strict=False))
    if filled >= _FEWEST and all(text in ("", _text(name)) for text, name in pairs):
        return _("重复的标题行")
    return ""


def _why_alone(text: str) -> str:
    """Why a line in which one cell is filled is no row, by what stands there."""
    if _SECTION.fullmatch(text):
        return _("分节标题行")
    is_foot = _SEAL.fullmatch(text) or _END.fullmatch(text) or is_a_day(text)
    return _("表尾说明行") if is_foot else ""


def notes_of(left_out: Mapping[str, int]) -> list[str]:
    """Sentences about rows that were left out."""
    return [
        _("已略去%(reason)s%(count)d行。") % {"reason": reason, "count": count}
        for reason, count in left_out.items()
    ]


def make_sheet(
    title: str, lines: Callable[[], Iterator[Line]], means: Meaning = field_of
) -> Sheet | None:
    """A sheet whose lines can be read as often as one likes; None where it has no headings."""
    heads = find_heads(lines(), means)
    if heads is None:
        return None
    names = unique_names(heads.names)
    meanings = {name: means(name) for name in names if name}
    sheet = Sheet(title, heads.last, [name for name in names if name], lambda: iter(()))

    def rows() -> Iterator[RawRow]:
        left_out: dict[str, int] = {}
        yield from rows_below(heads, lines(), meanings, left_out)
        sheet.notes = notes_of(left_out)

    sheet.rows = rows
    return sheet


def _heading(cell: Cell) -> str:
    """A heading as it is written: faults are named by it."""
    return (cell.text if isinstance(cell, Broken) else cell).strip()


def _text(cell: Cell) -> str:
    return " ".join((cell.text if isinstance(cell, Broken) else cell).split())


def _is_written(cell: Cell) -> bool:
    return bool(_text(cell))


__all__ = ["Heads", "find_heads", "make_sheet", "plain", "rows_below", "unique_names"]
