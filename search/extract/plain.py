"""Plain text, CSV and HTML."""

from __future__ import annotations

import codecs
import csv
import io
import re
from typing import IO, Any

import lxml.html
from lxml import etree

from .limits import Limits
from .result import CannotRead, Collector, Hidden, Status

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_ENCODINGS = ("utf-8", "gb18030")
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
_HEAD = 4096
_AT_ONCE = 50_000
_UNSEEN = {"script", "style", "template", "noscript", "head"}
_BLOCKS = {
    "p", "div", "br", "tr", "li", "ul", "ol", "table", "h1", "h2", "h3", "h4", "h5", "h6",
    "section", "article", "header", "footer", "blockquote", "pre", "dd", "dt", "hr", "option",
}  # fmt: skip
_INVISIBLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_META = {"author": "作者", "keywords": "关键词", "description": "摘要", "generator": "制作程序"}


def decoded(data: bytes, hint: str = "") -> str | None:
    """Text of bytes in UTF-8, UTF-16 with its mark, GB 18030, or what ``hint`` names; None for
    what is no text."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data.decode(encoding, errors="replace")
    if b"\0" in data:
        return None
    for encoding in _ENCODINGS:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    try:
        return data.decode(hint or "gb18030", errors="replace") if hint else None
    except LookupError:
        return None


def is_text(head: bytes) -> bool:
    """Whether the beginning of a file is text; its last character may be cut."""
    if any(head.startswith(mark) for mark, _encoding in _MARKS):
        return True
    if b"\0" in head:
        return False
    return any(_decodes(head, encoding) for encoding in _ENCODINGS)


def _decodes(head: bytes, encoding: str) -> bool:
    try:
        text = codecs.getincrementaldecoder(encoding)().decode(head, final=False)
    except UnicodeDecodeError:
        return False
    controls = sum(each < " " and each not in "\t\r\n\f" for each in text)
    return controls * 100 <= len(text)


def read_text(file: IO[bytes], limits: Limits, found: Collector) -> None:
    """Read plain text.

    Raises:
        CannotRead: it is no text.
    """
    text = decoded(_read(file), "gb18030")
    if text is None:
        raise CannotRead(Status.BROKEN)
    start = 0
    while start < len(text):
        # Up to the end of a line: what is one number or one word stays in one part.
        end = text.find("\n", start + _AT_ONCE) + 1
        if not 0 < end <= start + 2 * _AT_ONCE:
            end = start + _AT_ONCE
        found.see("正文", text[start:end])
        start = end


def read_csv(file: IO[bytes], limits: Limits, found: Collector) -> None:
    """Read a table row by row.

    Raises:
        CannotRead: it is no text.
    """
    text = decoded(_read(file), "gb18030")
    if text is None:
        raise CannotRead(Status.BROKEN)
    csv.field_size_limit(limits.characters)
    rows: list[str] = []
    size = 0
    try:
        for row in csv.reader(io.StringIO(text, newline="")):
            rows.append("\t".join(cell.strip() for cell in row))
            size += len(rows[-1])
            if size > _AT_ONCE:
                found.see("表格", "\n".join(rows))
                rows, size = [], 0
    except csv.Error:
        # Quotes that nobody closed: it is text all the same.
        found.parts.clear()
        read_text(file, limits, found)
        return
    found.see("表格", "\n".join(rows))


def read_html(file: IO[bytes], limits: Limits, found: Collector) -> None:
    """Read what a browser shows; hide comments, hidden elements, title and metadata.

    Raises:
        CannotRead: it is no text, or no HTML.
    """
    data = _read(file)
    named = _CHARSET.search(data[:_HEAD])
    text = decoded(data, named[1].decode("ascii") if named else "gb18030")
    if text is None:
        raise CannotRead(Status.BROKEN)
    parser = lxml.html.HTMLParser(no_network=True, huge_tree=False)
    # An encoding that a declaration names is of the bytes, not of the text.
    body = re.sub(r"^\s*<\?xml[^>]*\?>", "", text)
    try:
        root = lxml.html.document_fromstring(body, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise CannotRead(Status.BROKEN) from error
    if len(parser.error_log.filter_from_fatals()):
        # Nested too deep, as no editor does it: what follows was left out.
        raise CannotRead(Status.BROKEN)
    title = root.find(".//title")
    if title is not None:
        found.hide(Hidden.PROPERTY, "标题", title.text_content())
    for meta in root.iter("meta"):
        if label := _META.get((meta.get("name") or "").lower()):
            found.hide(Hidden.PROPERTY, label, meta.get("content") or "")
    pieces: list[str] = []
    _walk(root, pieces, found)
    found.see("正文", "".join(pieces))


def _walk(root: Any, pieces: list[str], found: Collector) -> None:
    """Gather visible text, without recursion: a page may be nested as deep as it likes."""
    waiting: list[tuple[Any, bool]] = [(root, False)]
    while waiting:
        element, is_done = waiting.pop()
        if is_done:
            if element.tag in _BLOCKS:
                pieces.append("\n")
            elif element.tag in {"td", "th"}:
                pieces.append("\t")
            pieces.append(_flat(element.tail))
            continue
        if not isinstance(element.tag, str):
            if element.tag is etree.Comment:
                found.hide(Hidden.COMMENT, "网页注释", element.text or "")
            pieces.append(_flat(element.tail))
            continue
        if element.tag in _UNSEEN or _is_invisible(element):
            if element.tag not in _UNSEEN:
                found.hide(Hidden.TEXT, "正文", element.text_content())
            pieces.append(_flat(element.tail))
            continue
        if element.tag in _BLOCKS:
            pieces.append("\n")
        pieces.append(_flat(element.text))
        waiting.append((element, True))
        waiting += [(child, False) for child in reversed(element)]


def _is_invisible(element: Any) -> bool:
    return element.get("hidden") is not None or bool(_INVISIBLE.search(element.get("style") or ""))


def _flat(text: str | None) -> str:
    return re.sub(r"\s+", " ", text) if text else ""


def _read(file: IO[bytes]) -> bytes:
    file.seek(0)
    return file.read()
