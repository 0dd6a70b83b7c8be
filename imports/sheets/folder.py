"""A folder of which each file becomes an item: its text is read, the file is attached."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from django.utils.translation import gettext as _

from .. import rooms
from ..values import BadValue, day
from .book import Book, Broken, CannotRead, Cell, RawRow, Sheet

TITLE, NUMBER, WRITTEN, BODY, FILE = "名称", "文号", "成文日期", "正文", "附件"
_HEADINGS = (TITLE, NUMBER, WRITTEN, BODY, FILE)
EXTENSIONS = frozenset(
    {
        ".pdf",
        ".doc",
        ".docx",
        ".wps",
        ".ofd",
        ".txt",
        ".rtf",
        ".odt",
        ".xls",
        ".xlsx",
        ".ppt",
        ".pptx",
    }
)
_NUMBER = re.compile(r"[\u4e00-\u9fff]{1,12}[〔\[(（【][12][0-9]{3}[〕\])）】][0-9]{1,5}号")
_DATE = re.compile(
    r"[12][0-9]{3}\s*年\s*[01]?[0-9]\s*月\s*[0-3]?[0-9]\s*日|[〇○零一二三四五六七八九]{4}年[一二三四五六七八九十]{1,3}月[一二三四五六七八九十]{1,3}日"
)
# A title stands within the first lines, and is neither a number nor a day.
_WITHIN_LINES, _LONGEST, _SHORTEST = 8, 100, 4
_NO_TITLE = re.compile(r"[。；;,，:：]$|^[0-9\W]+$|文件$|^(?:附件|索引号|主题词)")
_UNTITLED = re.compile(
    r"^(?:新建|未命名|无标题|文档|document|scan|扫描|img|dsc)?[\s_()\-0-9.]*$", re.I
)


def read_folder(folder: Path) -> Book:
    """The files of a folder and of those below it, in the order of their paths.

    Raises:
        CannotRead: there are none.
    """
    root = folder.resolve()
    if not root.is_dir():
        raise CannotRead(_("没有文件夹“%s”。") % folder)
    files, others = [], 0
    for path in sorted(root.rglob("*")):
        inside = path.relative_to(root)
        if any(part.startswith((".", "~$")) for part in inside.parts) or not path.is_file():
            continue
        # Links may lead anywhere.
        if path.suffix.lower() not in EXTENSIONS or not path.resolve().is_relative_to(root):
            others += 1
            continue
        files.append(inside)
    if not files:
        raise CannotRead(_("文件夹“%s”里没有可以导入的文件。") % folder.name)
    notes = [_("略去%d个不能作为条目的文件。") % others] if others else []

    def rows() -> Iterator[RawRow]:
        for line, inside in enumerate(files, 1):
            yield RawRow(line, _cells(root, inside))

    return Book([Sheet("", 0, _HEADINGS, rows)], notes)


def _cells(root: Path, inside: Path) -> dict[str, Cell]:
    path = inside.as_posix()
    extracted = rooms.search("extract.process").extract(root / inside)
    text = "\n".join(part.text for part in extracted.parts)
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    cells: dict[str, Cell] = {
        TITLE: _title(inside.stem, lines),
        NUMBER: _first_number(lines),
        WRITTEN: _last_day(text),
        BODY: text,
        FILE: path,
    }
    if extracted.status in {"encrypted", "broken", "too_large", "timeout", "out_of_memory"}:
        cells[FILE] = Broken(path, _("文件“%s”打不开：已损坏、有密码或者太大。") % path)
    return cells


def _title(stem: str, lines: list[str]) -> str:
    """The file's name; where that says nothing, the first line that looks like a title."""
    if not _UNTITLED.fullmatch(stem):
        return re.sub(r"[_\s]+", " ", stem).strip()
    for line in lines[:_WITHIN_LINES]:
        if (
            _SHORTEST <= len(line) <= _LONGEST
            and not _NO_TITLE.search(line)
            and not _NUMBER.fullmatch(line)
        ):
            return line
    return stem


def _first_number(lines: list[str]) -> str:
    for line in lines[:_WITHIN_LINES]:
        if found := _NUMBER.search(line.replace(" ", "")):
            return found[0]
    return ""


def _last_day(text: str) -> str:
    """The last date of a document is the one below its signature."""
    for found in reversed(_DATE.findall(text)):
        try:
            if day(found):
                return found
        except BadValue:
            continue
    return ""
