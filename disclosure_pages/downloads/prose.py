"""Rich text as paragraphs, headings and lists."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from urllib.parse import urljoin

from lxml import html as lxml_html
from wagtail.rich_text import expand_db_html

from ..statistics.references import resolve_references
from .model import Block, Heading, Paragraph, Run
from .wording import clean

_HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
_BLOCKS = {"p", "div", "section", "article", "blockquote", "table", "tr", "td", "th", "ul", "ol"}
_BOLD = {"b", "strong"}
_HIDDEN = {"script", "style", "template", "embed"}
_SPACE = re.compile("[ \t\r\n\xa0]+")
# Texts from elsewhere indent with spaces; ours are indented by their style.
_EDGE = " \u3000"
_LINKS = re.compile(r"^(https?|mailto):", re.IGNORECASE)
BULLET = "·"


def blocks_of(source: str, number: Any, base_url: str) -> list[Block]:
    """What ``source`` (rich text as it is stored) says, its references filled in.

    Args:
        number: gives the text for the code of a figure.
        base_url: what relative addresses of links are completed by.
    """
    resolved = resolve_references(expand_db_html(source), lambda code, _inside: number(code))
    if not resolved.strip():
        return []
    root = lxml_html.fragment_fromstring(str(resolved), create_parent="div")
    return list(_Reader(base_url).read(root))


class _Reader:
    """Walks the elements and gathers runs until a block ends."""

    def __init__(self, base_url: str) -> None:
        self._base = base_url
        self._runs: list[Run] = []

    def read(self, root: Any) -> Iterator[Block]:
        yield from self._children(root, Run(""), 0)
        yield from self._paragraph()

    def _children(self, element: Any, look: Run, depth: int) -> Iterator[Block]:
        self._text(element.text, look)
        count = 0
        for child in element:
            if isinstance(child.tag, str) and child.tag not in _HIDDEN:
                count += child.tag == "li"
                marker = (
                    (f"{count}." if element.tag == "ol" else BULLET) if child.tag == "li" else ""
                )
                yield from self._element(child, look, depth, marker)
            self._text(child.tail, look)

    def _element(self, element: Any, look: Run, depth: int, marker: str) -> Iterator[Block]:
        tag = element.tag
        if tag == "br":
            yield from self._paragraph()
        elif tag in _HEADINGS:
            yield from self._paragraph()
            if text := _SPACE.sub(" ", clean(element.text_content())).strip(_EDGE):
                yield Heading(text)
        elif tag == "li":
            yield from self._item(element, look, depth, marker)
        elif tag in _BLOCKS:
            yield from self._paragraph()
            yield from self._children(element, look, depth + (tag in {"ul", "ol"}))
            yield from self._paragraph()
        else:
            yield from self._children(element, self._look(element, look), depth)

    def _item(self, element: Any, look: Run, depth: int, marker: str) -> Iterator[Block]:
        """The first paragraph of an item bears its number."""
        yield from self._paragraph()
        said = [*self._children(element, look, depth), *self._paragraph()]
        if said and isinstance(said[0], Paragraph) and not said[0].marker:
            said[0] = replace(said[0], marker=marker)
        for block in said:
            if isinstance(block, Paragraph) and not block.depth:
                yield replace(block, depth=depth)
            else:
                yield block

    def _look(self, element: Any, look: Run) -> Run:
        if element.tag in _BOLD:
            return replace(look, bold=True)
        if element.tag == "a" and (href := element.get("href")):
            url = urljoin(self._base, clean(href).strip())
            return replace(look, url=url if _LINKS.match(url) else "")
        return look

    def _text(self, text: str | None, look: Run) -> None:
        if text:
            self._runs.append(replace(look, text=_SPACE.sub(" ", clean(text))))

    def _paragraph(self) -> Iterator[Paragraph]:
        runs, self._runs = _trimmed(self._runs), []
        if runs:
            yield Paragraph(tuple(runs))


def _trimmed(runs: list[Run]) -> list[Run]:
    """Without spaces at both ends, and without runs that say nothing."""
    while runs and not runs[0].text.strip(_EDGE):
        runs = runs[1:]
    while runs and not runs[-1].text.strip(_EDGE):
        runs = runs[:-1]
    if runs:
        runs[0] = replace(runs[0], text=runs[0].text.lstrip(_EDGE))
        runs[-1] = replace(runs[-1], text=runs[-1].text.rstrip(_EDGE))
    return [run for run in runs if run.text]
