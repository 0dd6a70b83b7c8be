"""JSON Lines as they come from another system: reading and checking line by line.

What comes in comes in unaltered, or is refused by name: nothing is cut, trimmed or guessed.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import IO, Any

from django.core.exceptions import ValidationError
from django.utils.html import escape
from django.utils.translation import gettext as _

MAX_LINE_BYTES = 4 * 1024 * 1024
_CHUNK = 64 * 1024
_BOM = b"\xef\xbb\xbf"
_ISO_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
# What no text of a document contains and what databases, XML or screens stumble over.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_BREAKS = re.compile("[\t\n\r\u2028\u2029]")


class LineError(ValidationError):
    """A line cannot be read at all; its message says why."""


@dataclass(frozen=True)
class Line:
    """One line of the input; ``content`` is None where the line is longer than allowed."""

    number: int
    content: bytes | None


@dataclass(frozen=True)
class Record:
    """The checked values of one line; absent texts are empty, absent dates None."""

    title: str
    body: str
    summary: str
    index_number: str
    document_number: str
    written_on: date | None
    published_on: date | None
    organ: str
    topic: str
    genre: str
    kind: str
    category: str
    keywords: tuple[str, ...]


def paragraphs(text: str) -> str:
    """``text`` as rich text: every line that is not blank becomes a paragraph, unaltered."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return "".join(f"<p>{escape(line)}</p>" for line in lines if line.strip())


def read_lines(stream: IO[bytes]) -> Iterator[Line]:
    """Yield the lines of ``stream``, never holding more than one of them."""
    number = 0
    while content := stream.readline(MAX_LINE_BYTES + 1):
        number += 1
        if len(content) > MAX_LINE_BYTES and not content.endswith(b"\n"):
            while not content.endswith(b"\n") and (content := stream.readline(_CHUNK)):
                pass
            yield Line(number, None)
            continue
        yield Line(number, content.removeprefix(_BOM) if number == 1 else content)


def parse(line: Line) -> Record | None:
    """The record in ``line``; None for a blank line.

    Raises:
        LineError: the line is no JSON object.
        ValidationError: values are wrong; its errors stand by field.
    """
    values = _object_in(line)
    if values is None:
        return None
    errors: dict[str, str] = {}
    for name in values.keys() - _READERS.keys():
        errors[_shown(name)] = _("没有这个字段，可用的字段是：%s。") % "、".join(_READERS)
    found: dict[str, Any] = {}
    for name, read in _READERS.items():
        try:
            found[name] = read(values.get(name))
        except ValueError as error:
            errors[name] = str(error)
    for name in ("title", "organ", "written_on", "category"):
        if name not in errors and not found[name]:
            errors[name] = _("没有填写，这一项必须有。")
    if errors:
        raise ValidationError(errors)
    return Record(**found)


def _object_in(line: Line) -> dict[str, Any] | None:
    if line.content is None:
        limit = MAX_LINE_BYTES // (1024 * 1024)
        raise LineError(_("这一行超过%dMB，请拆分内容或改用附件。") % limit)
    try:
        text = line.content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise LineError(
            _("第%d个字节起不是UTF-8编码，请把文件另存为UTF-8。") % (error.start + 1)
        ) from error
    if not text.strip():
        return None
    try:
        values = json.loads(text, object_pairs_hook=_without_repetition)
    except json.JSONDecodeError as error:
        raise LineError(
            _("不是有效的JSON：第%(column)d个字符处，%(reason)s。")
            % {"column": error.colno, "reason": error.msg}
        ) from error
    except (ValueError, RecursionError) as error:
        raise LineError(_("不是有效的JSON：%s。") % error) from error
    if not isinstance(values, dict):
        raise LineError(_("应为一个JSON对象（{…}），现在是%s。") % _kind_of(values))
    return values


def _without_repetition(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    values = dict(pairs)
    if len(values) < len(pairs):
        names = [name for name, _value in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise ValueError(_("字段“%s”出现了两次") % _shown(twice))
    return values


def _text(value: Any) -> str:
    """Text in several lines."""
    if value is None:
        return ""
    if not isinstance(value, str):
        raise ValueError(_("应为文字，现在是%s。") % _kind_of(value))
    if found := _FORBIDDEN.search(value):
        raise ValueError(
            _("第%(place)d个字符是控制字符或无效字符U+%(code)04X，请去掉。")
            % {"place": found.start() + 1, "code": ord(found[0])}
        )
    return value


def _line(value: Any) -> str:
    """Text in one line."""
    text = _text(value)
    if found := _BREAKS.search(text):
        raise ValueError(_("第%d个字符是换行或制表符，请去掉。") % (found.start() + 1))
    if text != text.strip():
        raise ValueError(_("前后有空格，请去掉。"))
    return text


def _day(value: Any) -> date | None:
    text = _line(value)
    if not text:
        return None
    try:
        if _ISO_DATE.fullmatch(text):
            return date.fromisoformat(text)
    except ValueError:
        pass
    raise ValueError(_("“%s”不是日期，应写成2013-03-01的样子。") % _shown(text))


def _words(value: Any) -> tuple[str, ...]:
    """Keywords, from a list or from text in which they are separated."""
    if not isinstance(value, list):
        text = _line(value)
        return (text,) if text else ()
    words = [_line(word) for word in value]
    for word in words:
        if re.search("[\\s、，,；;]", word):
            raise ValueError(_("关键词“%s”里有空格或标点，请拆成几个关键词。") % _shown(word))
    return tuple(filter(None, words))


def _kind_of(value: Any) -> str:
    kinds: list[tuple[type | tuple[type, ...], str]] = [
        (bool, _("真假值")),
        ((int, float), _("数字")),
        (str, _("文字")),
        (list, _("列表")),
        (dict, _("对象")),
    ]
    return next((name for kind, name in kinds if isinstance(value, kind)), _("空值"))


def _shown(text: str) -> str:
    """``text`` for a message: short, and printable whatever it contains."""
    return re.sub(_FORBIDDEN, "\ufffd", text if len(text) <= 40 else f"{text[:40]}…")  # noqa: PLR2004


_READERS: dict[str, Callable[[Any], Any]] = {
    "title": _line,
    "body": _text,
    "summary": _line,
    "index_number": _line,
    "document_number": _line,
    "written_on": _day,
    "published_on": _day,
    "organ": _line,
    "topic": _line,
    "genre": _line,
    "kind": _line,
    "category": _line,
    "keywords": _words,
}
