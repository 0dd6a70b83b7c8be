"""Putting a demo item together from its parts, with the defaults that all items share."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TypedDict, Unpack

from .drawing import summary_of
from .organs import TOWN
from .shapes import Body, DemoItem, MessageExchange, PaperFate, ParagraphBlock, TableBlock


class Parts(TypedDict, total=False):
    """What a maker may say of an item beyond its key, title and dates."""

    body: Body
    summary: str
    document_number: str
    organ: str
    topic: str
    genre: str
    audience: str
    kind: str
    category: str
    keywords: tuple[str, ...]
    period: str
    fate: PaperFate
    message: MessageExchange


def paragraph(*texts: str) -> ParagraphBlock:
    """Return a text block of the given paragraphs."""
    return {"type": "paragraph", "text": "\n".join(texts)}


def table(caption: str, header: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> TableBlock:
    """Return a table block."""
    return {
        "type": "table",
        "caption": caption,
        "header": list(header),
        "rows": [list(row) for row in rows],
    }


def text_of(body: Body) -> str:
    """Return the running text of a body, one line a paragraph, tables left out."""
    if isinstance(body, str):
        return body
    return "\n".join(block["text"] for block in body if block["type"] == "paragraph")


def make_item(
    key: str, title: str, written: date, published: date, **parts: Unpack[Parts]
) -> DemoItem:
    """Return a complete item; the summary defaults to the body's first sentence."""
    fate = parts.get("fate", PaperFate())
    body = parts.get("body", "")
    item: DemoItem = {
        "key": key,
        "title": title,
        "summary": parts.get("summary") or summary_of(text_of(body)),
        "body": body,
        "document_number": parts.get("document_number", ""),
        "written_on": written.isoformat(),
        "published_on": published.isoformat(),
        "effective_on": fate.effective_on,
        "expires_on": fate.expires_on,
        "repealed_on": fate.repealed_on,
        "repealed_by": fate.repealed_by,
        "interprets": fate.interprets,
        "organ": parts.get("organ", TOWN),
        "topic": parts["topic"],
        "genre": parts.get("genre", "其他"),
        "audience": parts.get("audience", "公民"),
        "kind": parts["kind"],
        "category": parts["category"],
        "keywords": list(parts.get("keywords", ())),
        "disclosure_mode": "主动公开",
        "disclosure_period": parts.get("period", "长期公开"),
    }
    if "message" in parts:
        item["message"] = parts["message"]
    return item
