"""政府信息公开情况统计表 of 2014 to 2018: an indicator, its unit and its number a line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from .grids import Grid, Placed
from .labels import LIKE_ENOUGH, LONGEST_LABEL, like, sheet_labels
from .lines import values_after
from .normalise import has_words, normal, reading

# Fewer lines may be those of some other table.
_FEWEST = 8
# The same words stand below both: the heading above says which is meant.
_RECONSIDERATION, _SUIT = "s.reconsiderations", "s.lawsuits"


@dataclass
class StatisticsSheet:
    """Numbers by the code of their cell, and where they were found."""

    cells: dict[str, Placed] = field(default_factory=dict)
    place: str = ""


def read_sheet(grids: Sequence[Grid]) -> StatisticsSheet | None:
    """The sheet, which may be broken into several tables; None where there is none."""
    found = StatisticsSheet()
    section = ""
    for grid in grids:
        before = len(found.cells)
        for number, line in grid.lines():
            section = _section(line, section)
            read = _read_line(line, section)
            if read and read[1].cell.row == number:
                found.cells.setdefault(*read)
        if len(found.cells) > before:
            found.place = "、".join(filter(None, (found.place, grid.place)))
    return found if len(found.cells) >= _FEWEST else None


def _section(line: Sequence[Placed], section: str) -> str:
    for placed in line:
        label = normal(placed.text)
        if label.startswith("行政复议"):
            return _RECONSIDERATION
        if label.startswith("行政诉讼"):
            return _SUIT
    return section


def _read_line(line: Sequence[Placed], section: str) -> tuple[str, Placed] | None:
    labels = [place for place, placed in enumerate(line) if has_words(placed.text)]
    for place in reversed(labels):
        values = [
            each
            for each in values_after(line, place)
            if reading(each.text).is_written or not each.text.strip()
        ]
        code = _code(normal(line[place].text), section) if values else ""
        if code:
            written = [each for each in values if reading(each.text).is_written]
            return code, (written or values)[-1]
    return None


def _code(label: str, section: str) -> str:
    if not label or len(label) > LONGEST_LABEL:
        return ""
    codes: dict[str, str] = {}
    for code, text in sheet_labels().items():
        is_other = code.startswith((_RECONSIDERATION, _SUIT)) and not code.startswith(
            section or _RECONSIDERATION
        )
        if not is_other:
            for written in {text, text.removeprefix("其中"), _without_remark(text)}:
                codes.setdefault(written, code)
    shorter = label.removeprefix("其中")
    if shorter in codes:
        return codes[shorter]
    return like(shorter, codes, LIKE_ENOUGH)


def _without_remark(text: str) -> str:
    """主动公开政府信息数, without what its bracket explains."""
    return text.partition("不同渠道和方式公开相同")[0] or text
