"""HTML of pages as a program gets it: by itself, and as plain text."""

from __future__ import annotations

import re
from html import escape
from typing import Any

import lxml.html
from django.http import HttpRequest
from lxml.etree import ParserError

_LINES = {"p", "li", "tr", "h2", "h3", "h4", "br", "caption", "figcaption", "hr"}
_CELLS = {"td", "th"}
# Of HTML; the wide space of Chinese print is text.
_SPACES = re.compile(r"[ \t\r\n]+")
_CELL = re.compile(r" *\t *")


def absolute_html(request: HttpRequest, html: str) -> str:
    """``html`` with all addresses in it absolute."""
    root = _fragment(html)
    if root is None:
        return ""
    root.make_links_absolute(request.build_absolute_uri("/"), resolve_base_href=False)
    parts = [lxml.html.tostring(child, encoding="unicode") for child in root]
    return (escape(root.text or "") + "".join(parts)).strip()


def text_of(html: str) -> str:
    """What HTML says, a line for each of its blocks."""
    root = _fragment(html)
    if root is None:
        return ""
    for element in root.iter():
        element.text = _SPACES.sub(" ", element.text or "")
        element.tail = _SPACES.sub(" ", element.tail or "")
        if element.tag in _LINES:
            element.tail = f"\n{element.tail}"
        elif element.tag in _CELLS:
            element.tail = f"\t{element.tail}"
    lines = (_CELL.sub("\t", line).strip() for line in root.text_content().splitlines())
    return "\n".join(line for line in lines if line)


def _fragment(html: str) -> Any:
    try:
        return lxml.html.fragment_fromstring(html, create_parent="div")
    except ParserError:
        return None
