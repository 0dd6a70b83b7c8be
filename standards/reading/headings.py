"""Which column is which, by the headings of one, two or three lines, merged or not."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from ..channels import channel_of
from ..enums import Level
from ..wording import bare
from .sheets import Line, Sheet

# Headings by what they say without blanks; the last line of a heading counts before those above.
_SINGLE = {
    "序号": "number",
    "编号": "number",
    "领域": "area",
    "公开领域": "area",
    "试点领域": "area",
    "一级事项": "matter",
    "公开事项(一级事项)": "matter",
    "公开事项": "matter",
    "事项名称": "matter",
    "二级事项": "sub_matter",
    "公开事项(二级事项)": "sub_matter",
    "公开内容(要素)": "content",
    "公开内容": "content",
    "公开要素": "content",
    "内容要素": "content",
    "公开依据": "basis",
    "公开时限": "time_limit",
    "公开时间": "time_limit",
    "公开主体": "body",
    "责任主体": "body",
    "责任单位": "body",
    "公开渠道和载体": "channels",
    "公开渠道": "channels",
    "公开渠道及载体": "channels",
    "公开渠道与载体": "channels",
    "全社会": "to_everyone",
    "特定群众": "to_specific",
    "特定群体": "to_specific",
    "特定群众(群体)": "to_specific",
    "特定对象": "to_specific",
    "公开对象": "to",
    "主动": "is_proactive",
    "主动公开": "is_proactive",
    "依申请公开": "is_on_request",
    "依申请": "is_on_request",
    "公开方式": "mode",
    "公开层级": "levels",
}
_ABOVE_LEVELS = frozenset({"公开层级", "层级"})
_ABOVE_CHANNELS = frozenset({"公开渠道和载体", "公开渠道", "公开渠道及载体"})
_LEVELS = re.compile(r"^(?:省|市|县|区|乡|镇|街道|村|社区|[、/和(])*(?:级|\)级?)$")
_COUNTY = re.compile("[县区]级")
_NEEDED = frozenset({"matter", "content"})
_MOST_HEADING_LINES = 4


@dataclass
class Headings:
    """The columns of a table.

    Attributes:
        first, last: numbers (places from 0) of the lines that the headings fill.
        columns: field by column.
        channels: box of the checklist by column, where each has a column of its own.
        levels: headings of 公开层级.
        unknown: headings that are none of the form's, with the column.
    """

    first: int
    last: int
    columns: dict[int, str] = field(default_factory=dict)
    channels: dict[int, str] = field(default_factory=dict)
    levels: list[str] = field(default_factory=list)
    unknown: dict[int, str] = field(default_factory=dict)

    @property
    def level(self) -> str:
        """Whose form it is."""
        is_county = any(_COUNTY.search(each) for each in self.levels)
        return Level.COUNTY if is_county else Level.TOWNSHIP

    def column_of(self, name: str) -> int | None:
        """The column of a field."""
        return next((column for column, each in self.columns.items() if each == name), None)


def find_headings(sheet: Sheet, start: int = 0) -> Headings | None:
    """The headings of a table; None where there are none of this form."""
    for place in range(start, len(sheet.lines)):
        if not _begins(sheet.lines[place]):
            continue
        last = _last_line(sheet.lines, place)
        found = _headings(sheet.lines, place, last)
        if set(found.columns.values()) >= _NEEDED:
            return found
    return None


def _begins(line: Line) -> bool:
    texts = {_name(each.text) for each in line.cells}
    return len({_SINGLE[each] for each in texts if each in _SINGLE}) >= 3  # noqa: PLR2004 - a title names fewer


def is_heading(line: Line, headings: Headings) -> bool:
    """Whether a line repeats the headings, as on every page of a long table."""
    known = 0
    for column, name in headings.columns.items():
        text = _name(line.text(column))
        known += bool(text) and _SINGLE.get(text) == name
    return known >= 3  # noqa: PLR2004 - a row of content repeats fewer words


def _last_line(lines: Sequence[Line], first: int) -> int:
    """Headings go on while lines below say only words of headings, or were merged from above."""
    last = first
    for place in range(first + 1, min(first + _MOST_HEADING_LINES, len(lines))):
        own = [_name(each) for each in lines[place].own_texts]
        if not own:
            # A line that only merged cells fill.
            if any(each.text for each in lines[place].cells):
                last = place
                continue
            break
        if not all(_is_word(each) for each in own):
            break
        last = place
    return last


def _is_word(name: str) -> bool:
    return name in _SINGLE or bool(_LEVELS.match(name)) or channel_of(name) is not None


def _headings(lines: Sequence[Line], first: int, last: int) -> Headings:
    found = Headings(first, last)
    width = max(len(line.cells) for line in lines[first : last + 1])
    above = ""
    for column in range(width):
        path = _path(lines[first : last + 1], column)
        if path and len(path) == 1 and not lines[first].text(column) and above:
            # Nobody merged the heading above.
            path = [above, *path]
        above = _name(lines[first].text(column)) or above
        _settle(found, column, path)
    return found


def _path(lines: Sequence[Line], column: int) -> list[str]:
    path: list[str] = []
    for line in lines:
        text = _name(line.text(column))
        if text and (not path or path[-1] != text):
            path.append(text)
    return path


def _settle(found: Headings, column: int, path: list[str]) -> None:
    if not path:
        return
    name, parents = path[-1], set(path[:-1])
    taken = set(found.columns.values())
    if parents & _ABOVE_CHANNELS and channel_of(name) is not None:
        found.channels[column] = str(channel_of(name))
    elif _LEVELS.match(name) and (parents & _ABOVE_LEVELS or not parents):
        if len(found.levels) < 2:  # noqa: PLR2004 - upper and lower
            found.columns[column] = ("at_upper_level", "at_lower_level")[len(found.levels)]
            found.levels.append(name)
        else:
            found.unknown[column] = name
    elif name in _SINGLE:
        code = _SINGLE[name]
        if code == "matter" and "matter" in taken and name == "公开事项":
            code = "sub_matter"
        if code in taken:
            found.unknown[column] = name
        else:
            found.columns[column] = code
    else:
        found.unknown[column] = name


def _name(text: str) -> str:
    return bare(text).strip(":：*")
