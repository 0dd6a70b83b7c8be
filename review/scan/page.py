"""A text to be scanned, and what detectors ask about the surroundings of a place in it."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import NamedTuple

from .finding import Finding

_SPACES = "\u00a0\u1680\u180e\u202f\u205f\u3000\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u00ad"
_DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u2500\u02d7\ufe58\ufe63"
_BARS = "\u2502\u2503\u2506\u250a\u2551\u00a6"
_DOTS = "\u2022\u2027\u30fb\u2219\u22c5\u0387\uff65"
_CROSSES = "\u00d7\u2715\u2573\u0425\u03a7"
_STARS = "\u2606\u272d\u2730\u2b50\u2736\u22c6"
# One character for one character, so that a place in the one text is the place in the other.
_FLAT: dict[int, str] = {
    **{code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)},
    **dict.fromkeys(range(8192, 8203), " "),
    **dict.fromkeys(map(ord, _SPACES), " "),
    **dict.fromkeys(map(ord, _DASHES), "-"),
    **dict.fromkeys(map(ord, _BARS), "|"),
    **dict.fromkeys(map(ord, _DOTS), "·"),
    **dict.fromkeys(map(ord, _CROSSES), "X"),
    **dict.fromkeys(map(ord, _STARS), "★"),
    **dict.fromkeys(map(ord, "\r\v\f\x1c\x1d\x1e\x85\u2028\u2029"), "\n"),
    0x07: "\t",
}
_NEWLINE = re.compile("\n")
_DELIMITER = re.compile(r"[\t|]")
_SENTENCE_END = re.compile(r"[。;!?\n]")
_BLANKS = re.compile(r"[\s|]+")
_NO_NUMBER = re.compile(r"[^0-9A-Za-z\u4e00-\u9fff]+")
_LONG_NUMBER = re.compile(r"[0-9]{5}")
_PROSE = re.compile(r"[。;:]|,.*,")
_HEADING = re.compile(
    r"姓 ?名|序 ?号|编 ?号|身份证|证件|电 ?话|手机|联系|住 ?址|地 ?址|户 ?主|性 ?别"
    r"|年 ?龄|出生|卡 ?号"
    r"|[账帐] ?[号户]|车 ?牌|号牌|邮箱|邮件|单 ?位|部门|科室|职务|岗位|备 ?注|护照|通行证"
    r"|金 ?额|数量|面积"
    r"|宅电|固话|民族|籍贯|户籍|学历|开户|银行|报价|中标|投标|价格?\(|总价|造价|产值|预算"
    r"|决算|\(万?元\)|日期|时间|项目|被征收人|产权人|坐落|申请人|村 ?名|名称|密级|代码"
)
_SHORT_HEADING = 10
# Tables as text may have these between their cells.
_MARKS = (",", ";", "、")
_FEWEST_CELLS = 3
_DIVIDED_HEADING = re.compile(
    r"^[^,;、\n]{1,10}([,;、])[^,;、\n]{1,10}\1[^,;、\n]{0,10}", re.MULTILINE
)
# Lines between a row and its heading that are looked at; beyond them a memory of rows before helps.
_FARTHEST = 400
_WIDEST_CELL = 200
_LONGEST_ROW = 3_000
_LONGEST_HEADING = 300
_TEXT_KINDS = {"address", "email", "secrecy_mark", "name_with_id", "medical", "minor"}


class Heading(NamedTuple):
    """The heading of a table: of one column, where the cells can be counted, and all of it."""

    column: str
    whole: str


class Page:
    """A text, as it is (``text``) and in half width (``flat``), character for character."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.flat = _with_tabs(text.translate(_FLAT))
        self._starts: list[int] | None = None
        self._headings: dict[int, tuple[str, ...]] = {}

    def finding(self, kind: str, start: int, end: int) -> Finding:
        """A finding at a place of this text."""
        flat = self.flat[start:end]
        normal = _BLANKS.sub("", flat) if kind in _TEXT_KINDS else _NO_NUMBER.sub("", flat)
        return Finding(kind, start, end, self.text[start:end], normal or flat)

    def before(self, start: int, size: int = 16) -> str:
        """What stands before a place in its sentence, at most ``size`` characters of it."""
        piece = self.flat[max(0, start - size) : start]
        ends = [match.end() for match in _SENTENCE_END.finditer(piece)]
        return piece[ends[-1] :] if ends else piece

    def after(self, end: int, size: int = 16) -> str:
        """What stands after a place in its sentence, at most ``size`` characters of it."""
        piece = self.flat[end : end + size]
        match = _SENTENCE_END.search(piece)
        return piece[: match.start()] if match else piece

    def label(self, start: int, size: int = 14) -> str:
        """The words directly before a place, without the colon and blanks between."""
        return self.flat[max(0, start - size) : start].rstrip(" \t:|('\"“\n")

    def line(self, place: int) -> tuple[int, int]:
        """Where the line of a place begins and ends."""
        number = self._number(place)
        return self._line(number)

    def near(self, place: int, size: int = 300) -> tuple[int, int]:
        """The line of a place, as far as ``size`` characters before and after: nothing is quick
        in a text that is one line."""
        start, end = self.line(place)
        return max(start, place - size), min(end, place + size)

    def cell(self, place: int) -> tuple[int, int]:
        """Where the cell of a place begins and ends; cells without tabs end at spaces."""
        start, end = self.line(place)
        marks = "\t|" if self.is_row(place) else " "
        first = max(self.flat.rfind(mark, start, place) for mark in marks) + 1
        lasts = [at for mark in marks if (at := self.flat.find(mark, place, end)) >= 0]
        return max(first, start), min(lasts, default=end)

    def is_row(self, place: int) -> bool:
        """Whether the line of a place is one of a table."""
        return _DELIMITER.search(self.flat, *self.near(place, _WIDEST_CELL)) is not None

    def heading(self, place: int) -> Heading:
        """The heading over a place: the nearest line above that is one, with no prose between."""
        number = self._number(place)
        start, end = self._line(number)
        cells = self._heading_of(number) if end - start < _LONGEST_ROW else ()
        if not cells:
            return Heading("", "")
        line = self.flat[start:end]
        column = ""
        marks = len(_DELIMITER.findall(line))
        if len(cells) == 1 and " " not in cells[0] and not marks:
            column = cells[0]
        elif len(cells) > 1 and 0 < marks < len(cells):
            # The last cells of a row may be empty, and left out.
            column = cells[len(_DELIMITER.findall(line[: place - start]))]
        elif len(cells) > 1 and "\t" not in line and len(line.split(" ")) == len(cells):
            column = cells[line[: place - start].count(" ")]
        return Heading(column, " ".join(cells))

    def _heading_of(self, number: int) -> tuple[str, ...]:
        seen = []
        found: tuple[str, ...] = ()
        short: list[str] = []
        for above in range(number - 1, max(-1, number - _FARTHEST), -1):
            if above in self._headings and not short:
                found = self._headings[above]
                break
            start, end = self._line(above)
            line = self.flat[start:end].strip()
            if _is_heading(line) and not short:
                seen.append(above)
                found = self._cells_of(above, start, end)
                break
            if len(line) <= _SHORT_HEADING and _HEADING.search(line) and not _is_prose(line):
                short.insert(0, line)
                continue
            if len(short) > 1:
                break
            short.clear()
            seen.append(above)
            if _is_prose(line) and "\t" not in line:
                break
        # One alone is a heading at the top only: of a single column that was hidden.
        if not found and (len(short) > 1 or (short and self.flat.lstrip().startswith(short[0]))):
            found = (" ".join(short),)
        self._headings.update(dict.fromkeys(seen[:-1] if found else seen, found))
        return found

    def _cells_of(self, number: int, start: int, end: int) -> tuple[str, ...]:
        """The cells of a heading; one where it goes on from the line above, as in PDF."""
        line = self.flat[start:end]
        if number and "\t" not in line and "|" not in line:
            first, last = self._line(number - 1)
            above = self.flat[first:last].strip()
            if _is_heading(above) and "\t" not in above:
                return (f"{above} {line.strip()}",)
        return tuple(each.strip() for each in _split(line))

    def _number(self, place: int) -> int:
        if self._starts is None:
            self._starts = [0, *(match.end() for match in _NEWLINE.finditer(self.flat))]
        return bisect_right(self._starts, place) - 1

    def _line(self, number: int) -> tuple[int, int]:
        starts = self._starts or [0]
        start = starts[number]
        last = starts[number + 1] - 1 if number + 1 < len(starts) else len(self.flat)
        return start, last


def _with_tabs(flat: str) -> str:
    """A text with tabs for the commas of tables: a heading, and rows of as many cells."""
    if not _DIVIDED_HEADING.search(flat):
        return flat
    lines = flat.split("\n")
    mark, number = "", 0
    for at, line in enumerate(lines):
        if mark and line.count(mark) == number:
            lines[at] = line.replace(mark, "\t")
        elif not line.strip() or mark not in line or not mark:
            mark = _mark_of_heading(line)
            number = line.count(mark) if mark else 0
            if mark and at + 1 < len(lines) and lines[at + 1].count(mark) == number:
                lines[at] = line.replace(mark, "\t")
            else:
                mark = ""
    return "\n".join(lines)


def _mark_of_heading(line: str) -> str:
    """What divides the cells of a heading, if a line is one and no sentence."""
    if "\t" in line or "|" in line or _LONG_NUMBER.search(line):
        return ""
    for mark in _MARKS:
        cells = line.split(mark)
        if len(cells) >= _FEWEST_CELLS and all(len(each) <= _SHORT_HEADING for each in cells):
            return mark if sum(map(bool, map(_HEADING.search, cells))) > 1 else ""
    return ""


def _split(line: str) -> list[str]:
    return _DELIMITER.split(line) if _DELIMITER.search(line) else line.split(" ")


def _is_heading(line: str) -> bool:
    if len(line) > _LONGEST_HEADING or _LONG_NUMBER.search(line) or _is_prose(line):
        return False
    return len(_HEADING.findall(line)) > 1


def _is_prose(line: str) -> bool:
    return _PROSE.search(line) is not None
