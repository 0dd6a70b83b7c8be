"""正文 of an item from the text of a cell: plain paragraphs, or what an old system kept as HTML."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from django.utils.html import escape
from lxml import etree, html

from . import rooms

_MARKUP = re.compile(
    r"</?(?:p|br|div|span|table|tr|td|ul|ol|li|h[1-6]|strong|b|font|section)\b[^<>]*>", re.I
)
_PARAGRAPHS = frozenset(
    {"p", "div", "section", "article", "center", "blockquote", "pre", "dd", "dt", "body"}
)
_HEADINGS = {"h1": "h2", "h2": "h2", "h3": "h3", "h4": "h3", "h5": "h3", "h6": "h3"}
_BOLD, _ITALIC = frozenset({"b", "strong"}), frozenset({"i", "em"})
_DROPPED = frozenset(
    {
        "script",
        "style",
        "head",
        "title",
        "iframe",
        "object",
        "embed",
        "form",
        "noscript",
        "svg",
        "math",
        "template",
    }
)
_LINKS = ("http://", "https://", "mailto:", "tel:", "/")
_LONGEST_LINK = 2000


def has_markup(text: str) -> bool:
    """Whether a text is HTML rather than text in which an angle bracket stands."""
    return bool(_MARKUP.search(text))


def body_of(text: str) -> list[tuple[str, Any]]:
    """The blocks of an item's body: ``(name, value)`` as its stream field takes them."""
    if not text.strip():
        return []
    if not has_markup(text):
        return [("text", rooms.catalogue("services.loading").paragraphs(text))]
    try:
        root = html.fragment_fromstring(text, create_parent="div")
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return [("text", rooms.catalogue("services.loading").paragraphs(text))]
    return list(_blocks(root))


def _blocks(root: Any) -> Iterator[tuple[str, Any]]:
    """Rich text, interrupted by tables."""
    waiting: list[str] = []
    for piece in _pieces(root):
        if isinstance(piece, str):
            waiting.append(piece)
            continue
        if waiting:
            yield "text", "".join(waiting)
            waiting = []
        yield "table", piece
    if waiting:
        yield "text", "".join(waiting)


def _pieces(element: Any) -> Iterator[str | dict[str, Any]]:
    """Paragraphs, headings and lists as HTML; tables as the values of a table block."""
    inline: list[str] = [_text(element.text)]

    def flush() -> Iterator[str]:
        for part in re.split("<br/>", "".join(inline)):
            if re.sub(r"<[^>]+>", "", part).strip():
                yield f"<p>{part.strip()}</p>"
        inline.clear()

    for child in element:
        tag = child.tag.lower() if isinstance(child.tag, str) else ""
        if tag in _PARAGRAPHS or tag in _HEADINGS or tag in {"ul", "ol", "table", "hr"}:
            yield from flush()
            yield from _block(child, tag)
        else:
            inline.append(_inline(child, tag))
        inline.append(_text(child.tail))
    yield from flush()


def _block(element: Any, tag: str) -> Iterator[str | dict[str, Any]]:
    if tag in _HEADINGS:
        words = " ".join(element.text_content().split())
        if words:
            yield f"<{_HEADINGS[tag]}>{escape(words)}</{_HEADINGS[tag]}>"
    elif tag in {"ul", "ol"}:
        items = [_inner(item) for item in element.iter("li")]
        if any(items):
            yield f"<{tag}>{''.join(f'<li>{item}</li>' for item in items if item)}</{tag}>"
    elif tag == "hr":
        yield "<hr/>"
    elif tag == "table":
        if table := _table(element):
            yield table
    else:
        yield from _pieces(element)


def _inline(element: Any, tag: str) -> str:
    if tag == "br":
        return "<br/>"
    inner = _inner(element) if tag and tag not in _DROPPED else ""
    if not inner.strip():
        return inner
    href = (element.get("href") or "").strip()
    if tag in _BOLD:
        inner = f"<b>{inner}</b>"
    elif tag in _ITALIC:
        inner = f"<i>{inner}</i>"
    elif tag == "a" and href.lower().startswith(_LINKS) and len(href) <= _LONGEST_LINK:
        inner = f'<a href="{escape(href)}">{inner}</a>'
    return inner


def _inner(element: Any) -> str:
    """What is within an element, as running text."""
    parts = [_text(element.text)]
    for child in element:
        tag = child.tag.lower() if isinstance(child.tag, str) else ""
        parts.append(_inline(child, tag))
        parts.append(_text(child.tail))
    return "".join(parts)


def _text(text: str | None) -> str:
    return escape(re.sub(r"[ \t\r\n\u00a0]+", " ", text)) if text else ""


def _table(element: Any) -> dict[str, Any]:
    """The value of a table block; cells that reach over several are filled once."""
    rows: list[list[str]] = []
    reaching: dict[tuple[int, int], str] = {}
    for number, line in enumerate(element.iter("tr")):
        cells: list[str] = []
        for cell in line:
            if not isinstance(cell.tag, str) or cell.tag.lower() not in {"td", "th"}:
                continue
            while (number, len(cells)) in reaching:
                cells.append(reaching[number, len(cells)])
            words = " ".join(cell.text_content().split())
            wide, high = _span(cell.get("colspan")), _span(cell.get("rowspan"))
            for below in range(1, high):
                for beside in range(wide):
                    reaching[number + below, len(cells) + beside] = ""
            cells += [words, *[""] * (wide - 1)]
        if cells:
            rows.append(cells)
    if not rows:
        return {}
    width = max(map(len, rows))
    has_heads = next(element.iter("th"), None) is not None
    return {
        "data": [[*row, *[""] * (width - len(row))] for row in rows],
        "first_row_is_table_header": has_heads,
        "first_col_is_header": False,
        "table_header_choice": "row" if has_heads else "neither",
        "table_caption": "",
        "cell": [],
        "mergeCells": [],
    }


def _span(text: str | None) -> int:
    most = 100
    return min(int(text), most) if text and text.isascii() and text.isdigit() and int(text) else 1
