"""CSV and its relatives: any usual encoding, commas, tabs, semicolons; line breaks in quotes."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from typing import IO

from django.utils.translation import gettext as _

from ..fields import field_of
from .book import Book, Broken, CannotRead, Cell, Line, RawRow
from .cells import checked, unguarded
from .layout import Meaning, find_heads, make_sheet

_CHUNK = 1024 * 1024
_LONGEST_CELL = 16 * 1024 * 1024
_DELIMITERS = ",\t;|，"
_LOOKED_AT = 40
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_ENCODINGS = ("utf-8", "gb18030")
# Of so many characters one may be broken: rows that have such are faults, the others are read.
_ONE_IN = 20
_QUOTE = '"'


def encoding_of(file: IO[bytes]) -> str:
    """The encoding that a file is in, but for a few bytes.

    Raises:
        CannotRead: it is in none that offices use.
    """
    file.seek(0)
    head = file.read(4)
    for mark, name in _BOMS:
        if head.startswith(mark) and _decodes(file, name):
            return name
    for name in _ENCODINGS:
        if _decodes(file, name):
            return name
    broken, name = min((_broken_share(file, name), name) for name in _ENCODINGS)
    if broken * _ONE_IN <= 1:
        return name
    raise CannotRead(
        _("文件既不是UTF-8编码，也不是GBK（GB18030）编码，读不出文字。请另存为UTF-8后再导入。")
    )


def _decodes(file: IO[bytes], encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    file.seek(0)
    try:
        while chunk := file.read(_CHUNK):
            decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _broken_share(file: IO[bytes], encoding: str) -> float:
    """How many of a file's characters are none in an encoding."""
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    file.seek(0)
    broken = characters = 0
    while chunk := file.read(_CHUNK):
        text = decoder.decode(chunk)
        broken += text.count("\ufffd")
        characters += len(text)
    return broken / max(characters, 1)


def read_text(file: IO[bytes], means: Meaning = field_of) -> Book:
    """The one sheet of a text file; without headings there is none."""
    encoding = encoding_of(file)
    delimiter = _delimiter_of(file, encoding, means)

    def lines() -> Iterator[Line]:
        return _lines(file, encoding, delimiter)

    heads = find_heads(lines(), means)
    if heads is None:
        return Book([])
    columns = len(heads.names)
    wide: dict[int, int] = {}

    def counted() -> Iterator[Line]:
        for number, cells in lines():
            if any(cells[columns:]):
                wide[number] = len(cells)
            yield number, cells

    sheet = make_sheet("", counted, means)
    assert sheet is not None  # noqa: S101 - the same lines have headings
    plain_rows = sheet.rows

    def rows() -> Iterator[RawRow]:
        for row in plain_rows():
            width = wide.pop(row.line, 0)
            yield replace(row, fault=_too_wide(width, columns)) if width else row

    sheet.rows = rows
    return Book([sheet])


def _too_wide(width: int, columns: int) -> str:
    return _(
        "这一行有%(width)d格，比标题行的%(columns)d格多，可能是内容里的分隔符没有用引号括起来。"
    ) % {"width": width, "columns": columns}


def _delimiter_of(file: IO[bytes], encoding: str, means: Meaning) -> str:
    """The delimiter with which most headings are understood."""
    best, most = ",", 0
    for delimiter in _DELIMITERS:
        heads = find_heads(islice(_lines(file, encoding, delimiter), _LOOKED_AT), means)
        known = len({means(name) for name in heads.names if name}) if heads else 0
        if known > most:
            best, most = delimiter, known
    return best


class _Recorded:
    """Lines of a text, and how many quotes there were since the last record began."""

    def __init__(self, text: IO[str]) -> None:
        self._text = text
        self.quotes = self.number = 0

    def __iter__(self) -> Iterator[str]:
        for line in self._text:
            self.number += 1
            self.quotes += line.count(_QUOTE)
            yield line


def _lines(file: IO[bytes], encoding: str, delimiter: str) -> Iterator[Line]:
    """Records, each with the number of its first line as an editor shows it."""
    file.seek(0)
    csv.field_size_limit(_LONGEST_CELL)
    # Its own wrapper, which must not close the file when it is forgotten.
    # What is broken becomes �, which is a fault wherever it stands.
    text = io.TextIOWrapper(file, encoding=encoding, errors="replace", newline="")
    recorded = _Recorded(text)
    reader = csv.reader(iter(recorded), delimiter=delimiter)
    try:
        while True:
            first = recorded.number + 1
            recorded.quotes = 0
            try:
                record = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                raise CannotRead(
                    _("第%d行起读不下去，请检查这一行的引号是否成对。") % first
                ) from error
            cells: list[Cell] = [checked(unguarded(cell)) for cell in record]
            if recorded.quotes % 2 and recorded.number > first:
                yield first, [_unclosed(cell) for cell in cells]
            else:
                yield first, cells
    finally:
        text.detach()


def _unclosed(cell: Cell) -> Cell:
    if isinstance(cell, str) and "\n" in cell:
        return Broken(
            cell[:200], _("引号没有成对，后面的行都被当成了这一格的内容，请补上引号后重新导入。")
        )
    return cell
