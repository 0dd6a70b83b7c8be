"""JSON Lines: one object in each line; its keys are the headings."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import islice
from typing import IO, Any

from django.utils.translation import gettext as _

from ..fields import FIELDS, field_of
from ..values import shown
from .book import Book, Broken, CannotRead, Cell, RawRow, Sheet
from .cells import checked, yes_or_no

_LONGEST_LINE = 16 * 1024 * 1024
_BOM = b"\xef\xbb\xbf"
# Lines of which the keys are taken for headings; others are understood where they come.
_LOOKED_AT = 1000


def read_json_lines(file: IO[bytes]) -> Book:
    """The one sheet of a file of JSON Lines.

    Raises:
        CannotRead: it is one JSON document of many lines, or not in UTF-8.
    """
    file.seek(0)
    if file.read(16).removeprefix(_BOM).lstrip().startswith(b"["):
        raise CannotRead(
            _(
                "这是一个JSON数组。请改成JSON Lines："
                "每行一个对象，行与行之间没有逗号，两端没有方括号。"
            )
        )
    headings: dict[str, None] = {}
    for row in islice(_rows(file), _LOOKED_AT):
        headings.update(dict.fromkeys(row.cells))
    if not any(map(field_of, headings)):
        return Book([])
    return Book([Sheet("", 0, list(headings), lambda: _rows(file))])


def _rows(file: IO[bytes]) -> Iterator[RawRow]:
    file.seek(0)
    line = 0
    while content := file.readline(_LONGEST_LINE + 1):
        line += 1
        if len(content) > _LONGEST_LINE and not content.endswith(b"\n"):
            while content and not content.endswith(b"\n"):
                content = file.readline(_LONGEST_LINE)
            yield RawRow(line, {}, _("这一行太长，请拆分内容或改用附件。"))
            continue
        if content := content.removeprefix(_BOM).strip():
            yield _row(line, content)


def _row(line: int, content: bytes) -> RawRow:
    try:
        values = json.loads(content.decode("utf-8"), object_pairs_hook=_object)
    except UnicodeDecodeError as error:
        return RawRow(
            line, {}, _("第%d个字节起不是UTF-8编码，请把文件另存为UTF-8。") % (error.start + 1)
        )
    except json.JSONDecodeError as error:
        return RawRow(
            line,
            {},
            _("不是有效的JSON：第%d个字符处读不下去，请检查引号、逗号和花括号。") % error.colno,
        )
    except _Twice as error:
        return RawRow(line, {}, _("“%s”在这一行里写了两次，请只留一个。") % shown(str(error)))
    except (ValueError, RecursionError):
        return RawRow(line, {}, _("不是有效的JSON：数字太长或者层次太深，请改写这一行。"))
    if not isinstance(values, dict):
        return RawRow(line, {}, _("应为一个JSON对象（{…}）。"))
    return RawRow(line, {key: _cell(value, key) for key, value in values.items()})


class _Twice(Exception):
    """A key that an object has twice; a reader would keep the last and say nothing."""


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise _Twice(key)
        found[key] = value
    return found


def _cell(value: Any, key: str) -> Cell:
    if value is None:
        return ""
    if isinstance(value, str):
        return checked(value)
    if isinstance(value, bool):
        return yes_or_no(value)
    if isinstance(value, int | float):
        return str(value)
    if isinstance(value, list) and all(isinstance(each, str | int | float) for each in value):
        return _several([str(each) for each in value], key)
    return Broken(
        json.dumps(value, ensure_ascii=False)[:200], _("应为文字或文字的列表，现在是嵌套的对象。")
    )


def _several(values: list[str], key: str) -> Cell:
    """A list, where the field takes one; keys that a mapping explains are left to the field."""
    text = "\n".join(values)
    code = field_of(key)
    if len(values) > 1 and code and not FIELDS[code].many:
        return Broken(text, _("这一项只能有一个值，现在是%d个值的列表，请只留一个。") % len(values))
    return text
