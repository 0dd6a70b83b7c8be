"""The body of an item for export: as HTML, which keeps what can be kept, or as plain text.

Rich text and tables survive as HTML. Of a picture its caption is told, of a file in the text its
name: neither can stand in a cell. Plain text has a line for each paragraph, heading, list entry
and line of a table, whose cells are parted by tabs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape, unescape
from typing import Any

from wagtail.rich_text import expand_db_html

_ENDS = re.compile(r"</(?:p|h[1-6]|li|tr|div|blockquote)>|<br\s*/?>|<hr\s*/?>", re.IGNORECASE)
_CELL_ENDS = re.compile(r"</t[dh]>(?!\s*</tr>)", re.IGNORECASE)
_TAG = re.compile(r"<[^>]*>")


def body_html(body: Any) -> str:
    """A body as HTML; links lead to the addresses that readers see."""
    return "".join(_blocks(body)) if body else ""


def body_text(body: Any) -> str:
    """A body as plain text."""
    return text_of(body_html(body))


def text_of(html: str) -> str:
    """What some HTML of :func:`body_html` says."""
    html = re.sub(r"\s*[\r\n]+\s*", " ", html)
    html = _ENDS.sub("\n", _CELL_ENDS.sub("\t", html))
    lines = (line.strip(" ") for line in unescape(_TAG.sub("", html)).split("\n"))
    return "\n".join(line for line in lines if line.strip())


def _blocks(body: Any) -> Iterator[str]:
    for child in body:
        kind, value = child.block_type, child.value
        if not value:
            continue
        if kind == "text":
            yield expand_db_html(value.source)
        elif kind == "table":
            yield _table(value)
        elif kind == "figure":
            yield f"<p>{escape(value.get('caption') or '')}</p>"
        elif kind == "attachment":
            yield f"<p>{escape(value.title)}</p>"


def _table(value: dict[str, Any]) -> str:
    """A table of Wagtail's table block, with merged cells."""
    rows = value.get("data") or []
    spans = {(each["row"], each["col"]): each for each in value.get("mergeCells") or []}
    hidden = {
        (each["row"] + down, each["col"] + right)
        for each in spans.values()
        for down in range(each["rowspan"])
        for right in range(each["colspan"])
        if down or right
    }
    head, first = value.get("first_row_is_table_header"), value.get("first_col_is_header")
    caption = value.get("table_caption")
    lines = [f"<caption>{escape(caption)}</caption>"] if caption else []
    for row, cells in enumerate(rows):
        line = ""
        for column, cell in enumerate(cells):
            if (row, column) not in hidden:
                is_head = (head and row == 0) or (first and column == 0)
                line += _cell(cell, spans.get((row, column)), "th" if is_head else "td")
        lines.append(f"<tr>{line}</tr>")
    return f"<table>{''.join(lines)}</table>"


def _cell(cell: Any, span: dict[str, int] | None, name: str) -> str:
    said = "".join(
        f' {each}="{span[each]}"' for each in ("rowspan", "colspan") if span and span[each] > 1
    )
    text = escape("" if cell is None else str(cell)).replace("\n", "<br/>")
    return f"<{name}{said}>{text}</{name}>"
