"""The rows of a standard catalogue as a file has them: line by line, what was read and what not."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from ..channels import Channels, in_order, read_channels
from ..due_rules import parse_due_rule
from ..enums import Channel, DueKind, Level
from ..models import StandardRow
from ..wording import bare, one_line, tidy
from .headings import Headings, find_headings, is_heading
from .sheets import CannotRead, Line, Sheet, open_sheets

_TICKS = frozenset("√✓✔☑■●◆▲是有yv1") | {"yes", "公开", "√√", "✔️", "✓️"}
_CROSSES = frozenset("×✕✗□☐○否无n0-—–/\\") | {"", "no", "——", "--"}
_MARKED = ("to_everyone", "is_proactive", "is_on_request", "at_upper_level", "at_lower_level")
_TEXTS = ("content", "basis")
_LINES = ("area", "number", "matter", "sub_matter", "time_limit", "body")
_AREA = re.compile(r"^(?:[（(]?[一二三四五六七八九十百]+[)）]?、?)?(.{2,30}?)领域")
_TITLE = re.compile("标准(?:化)?目录|公开事项(?:标准)?目录")
_NAME_OF_NOTHING = re.compile(r"^(?:sheet|工作表|第)\s*\d+", re.IGNORECASE)
_TOTAL = re.compile("^(?:合计|总计|小计|共计)")


@dataclass
class ReadRow:
    """A row as it was read; ``values`` by the name of the model's field."""

    sheet: str
    line: int
    values: dict[str, Any]
    faults: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)

    @property
    def title(self) -> str:
        """一级事项 and 二级事项 in one line."""
        return " · ".join(filter(None, (self.values["matter"], self.values["sub_matter"])))


@dataclass
class Skipped:
    """A line that is no row."""

    sheet: str
    line: int
    text: str
    why: str


@dataclass
class ReadCatalogue:
    """All that a file says."""

    name: str = ""
    level: str = Level.TOWNSHIP
    level_names: tuple[str, str] = ("", "")
    rows: list[ReadRow] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def good(self) -> list[ReadRow]:
        """Rows that can be stored."""
        return [each for each in self.rows if not each.faults]

    @property
    def faulty(self) -> list[ReadRow]:
        """Rows that cannot."""
        return [each for each in self.rows if each.faults]


def read_catalogue(data: bytes) -> ReadCatalogue:
    """Read a file.

    Raises:
        CannotRead: it is no standard catalogue; the sentence says why and what to do.
    """
    found = ReadCatalogue()
    for sheet in open_sheets(data):
        _read_sheet(sheet, found)
    if not found.rows:
        raise CannotRead(
            _(
                "文件中没有找到标准目录的表格。表头应有“序号”“一级事项”“公开内容（要素）”等栏，"
                "请核对文件后重新选择。"
            )
        )
    _mark_repeated(found.rows)
    return found


def _read_sheet(sheet: Sheet, found: ReadCatalogue) -> None:
    headings = find_headings(sheet)
    if headings is None:
        if any(line.own_texts for line in sheet.lines):
            found.notes.append(_("“%s”中没有标准目录的表头，没有读取。") % sheet.name)
        return
    if not found.rows:
        found.level = headings.level
        names = [*headings.levels, "", ""]
        found.level_names = (names[0], names[1])
    for column, heading in headings.unknown.items():
        found.notes.append(
            _("“%(sheet)s”第%(column)d栏“%(heading)s”不是标准目录的栏目，没有读取。")
            % {"sheet": sheet.name, "column": column + 1, "heading": heading}
        )
    area = _about(sheet, headings, found)
    _SheetReader(sheet, headings, area, found).read()


def _about(sheet: Sheet, headings: Headings, found: ReadCatalogue) -> str:
    """The field that a table is about, by the texts above it or the name of its sheet."""
    above = list(sheet.before)
    for line in sheet.lines[: headings.first]:
        for text in dict.fromkeys(line.own_texts):
            above.append(text)
            found.skipped.append(Skipped(sheet.name, line.number, text, _("表格上方的文字")))
    title = next((one_line(each) for each in above if _TITLE.search(bare(each))), "")
    found.name = found.name or title[:200]
    for text in (*above, sheet.name):
        if matched := _AREA.match(bare(text)):
            return _area_name(matched[1])
    return (
        "" if _NAME_OF_NOTHING.match(sheet.name) or _TITLE.search(sheet.name) else sheet.name[:100]
    )


def _area_name(text: str) -> str:
    return re.sub(r"^.{2,12}(?:省|市|县|区|镇|乡|街道)(?=.{2})", "", text)[:100] or text[:100]


class _SheetReader:
    """Reads the lines below the headings; blank places repeat what stands above, as in print."""

    def __init__(self, sheet: Sheet, headings: Headings, area: str, found: ReadCatalogue) -> None:
        self._sheet = sheet
        self._headings = headings
        self._area = area
        self._found = found
        self._number = self._matter = ""

    def read(self) -> None:
        for line in self._sheet.lines[self._headings.last + 1 :]:
            if any(each.text for each in line.cells):
                self._read_line(line)

    def _skip(self, line: Line, text: str, why: str) -> None:
        self._found.skipped.append(Skipped(self._sheet.name, line.number, text[:80], why))

    def _read_line(self, line: Line) -> None:
        texts = list(dict.fromkeys(each.text for each in line.cells if each.text))
        own = list(dict.fromkeys(line.own_texts))
        if is_heading(line, self._headings):
            self._skip(line, texts[0], _("重复的表头"))
        elif len(texts) == 1:
            self._read_alone(line, one_line(texts[0]))
        elif not own:
            self._skip(line, texts[0], _("合并单元格的延续"))
        elif _TOTAL.match(bare(texts[0])):
            self._skip(line, one_line(texts[0]), _("合计行"))
        else:
            self._found.rows.append(self._row(line))

    def _read_alone(self, line: Line, text: str) -> None:
        """A line with one text: the name of a field, or a note."""
        matched = _AREA.match(bare(text))
        if matched:
            self._area = _area_name(matched[1])
            self._number = self._matter = ""
            self._skip(line, text, _("领域名称，用于以下各行"))
        else:
            self._skip(line, text, _("说明文字"))

    def _row(self, line: Line) -> ReadRow:
        row = ReadRow(self._sheet.name, line.number, {"area": self._area, "sub_matter": ""})
        texts = {name: line.text(column) for column, name in self._headings.columns.items()}
        for name in _LINES:
            if name in texts and (name != "area" or texts[name].strip()):
                row.values[name] = one_line(texts[name])
        for name in _TEXTS:
            row.values[name] = tidy(texts.get(name, ""))
        self._settle_matter(row)
        self._read_marks(row, texts)
        self._read_channels(row, line, texts)
        self._read_due_rule(row)
        _check_lengths(row)
        return row

    def _settle_matter(self, row: ReadRow) -> None:
        values = row.values
        values.setdefault("number", "")
        values.setdefault("matter", "")
        values.setdefault("time_limit", "")
        values.setdefault("body", "")
        if values["sub_matter"] == values["matter"]:
            values["sub_matter"] = ""
        if not values["matter"] and self._matter:
            values["matter"] = self._matter
            values["number"] = values["number"] or self._number
            row.remarks.append(_("“一级事项”为空，沿用上一行的“%s”。") % self._matter)
        if not values["matter"]:
            row.faults.append(_("“一级事项”为空，请填写，或者与上面的单元格合并。"))
        self._number, self._matter = values["number"], values["matter"]

    def _read_marks(self, row: ReadRow, texts: dict[str, str]) -> None:
        values = row.values
        for name in _MARKED:
            values[name] = self._mark(row, name, texts.get(name, ""))
        specific = one_line(texts.get("to_specific", ""))
        is_ticked = _mark_of(specific)
        values["to_specific"] = is_ticked if is_ticked is not None else True
        values["specific_group"] = ""
        if is_ticked is None:
            words = specific.lstrip("".join(each for each in _TICKS if len(each) == 1))
            values["specific_group"] = words.strip("（）() ：:")
        self._read_words(row, texts)
        if not values["to_everyone"] and not values["to_specific"]:
            row.remarks.append(_("“公开对象”没有勾选。"))
        if not values["is_proactive"] and not values["is_on_request"]:
            row.remarks.append(_("“公开方式”没有勾选。"))

    def _mark(self, row: ReadRow, name: str, text: str) -> bool:
        marked = _mark_of(text)
        if marked is None:
            heading = _heading(name)
            row.faults.append(
                _("“%(heading)s”写的是“%(text)s”，应打“√”或者留空。")
                % {"heading": heading, "text": one_line(text)[:30]}
            )
        return bool(marked)

    def _read_words(self, row: ReadRow, texts: dict[str, str]) -> None:
        """Tables that write 全社会 or 主动公开 in one column instead of ticking one of two."""
        values = row.values
        if to := bare(texts.get("to", "")):
            values["to_specific"] = "特定" in to
            values["to_everyone"] = bool(re.search("社会|公众", to)) or "特定" not in to
        if mode := bare(texts.get("mode", "")):
            values["is_on_request"] = "依申请" in mode
            values["is_proactive"] = "主动" in mode
        if levels := bare(texts.get("levels", "")):
            values["at_upper_level"] = bool(re.search("[县区镇]", levels))
            values["at_lower_level"] = bool(re.search("[乡村]", levels))

    def _read_channels(self, row: ReadRow, line: Line, texts: dict[str, str]) -> None:
        read = read_channels(texts.get("channels", ""))
        ticked = {
            code for column, code in self._headings.channels.items() if _mark_of(line.text(column))
        }
        if ticked:
            read = Channels(in_order({*read.codes, *ticked}), read.other)
        row.values["channels"] = list(read.codes)
        row.values["channels_other"] = read.other
        if not read.codes:
            row.remarks.append(_("“公开渠道和载体”没有勾选。"))
        elif read.other:
            row.remarks.append(
                _("“公开渠道和载体”中的“%(text)s”不在清单内，记入“%(other)s”。")
                % {"text": read.other[:60], "other": Channel.OTHER.label}
            )

    def _read_due_rule(self, row: ReadRow) -> None:
        text = row.values["time_limit"]
        if not text:
            row.remarks.append(_("“公开时限”为空。"))
        elif parse_due_rule(text).kind == DueKind.OTHER:
            row.remarks.append(
                _("“公开时限”写的是“%s”，不能识别为期限，导入后请人工选择。") % text[:40]
            )


def _mark_of(text: str) -> bool | None:
    mark = bare(text).lower()
    if mark in _CROSSES:
        return False
    return True if mark in _TICKS else None


def _heading(name: str) -> str:
    return str(StandardRow._meta.get_field(name).verbose_name)


def _check_lengths(row: ReadRow) -> None:
    for name, value in row.values.items():
        limit = getattr(StandardRow._meta.get_field(name), "max_length", None)
        if limit and isinstance(value, str) and len(value) > limit:
            row.faults.append(
                _("“%(heading)s”有%(length)d个字，最多%(limit)d个字，请缩短。")
                % {"heading": _heading(name), "length": len(value), "limit": limit}
            )


def _mark_repeated(rows: list[ReadRow]) -> None:
    seen: dict[tuple[str, ...], ReadRow] = {}
    for row in rows:
        key = tuple(bare(row.values[name]) for name in ("area", "number", "matter", "sub_matter"))
        if key in seen:
            row.remarks.append(
                _("序号和事项与“%(sheet)s”第%(line)d行相同。")
                % {"sheet": seen[key].sheet, "line": seen[key].line}
            )
        else:
            seen[key] = row
