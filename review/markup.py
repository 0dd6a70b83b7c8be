"""Rich text and raw HTML as plain text, whose parts can be written back without touching a tag."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from functools import partial

from .pieces import Pieces

_TOKEN = re.compile(r"<!--.*?(?:-->|\Z)|<(?:\"[^\"]*\"|'[^']*'|[^>\"'])*>|[^<]+|<", re.DOTALL)
_NAME = re.compile(r"</?\s*([a-zA-Z][\w-]*)")
# What a reader, or a reader's program, gets of a tag.
_TOLD = re.compile(r"\b(?:href|alt|title|content|value)\s*=\s*(\"[^\"]*\"|'[^']*')", re.IGNORECASE)
_CELLS = {"td", "th"}
_LINES = {
    "p", "div", "br", "hr", "tr", "li", "ul", "ol", "dl", "dd", "dt", "table", "blockquote", "pre",
    "h1", "h2", "h3", "h4", "h5", "h6", "section", "article", "header", "footer", "figure",
    "figcaption", "option",
}  # fmt: skip


class Markup:
    """Some HTML, cut into what is text and what is not."""

    def __init__(self, source: str) -> None:
        self._tokens: list[str] = []
        # Number of the token, what it says, and how it is written.
        self._texts: list[tuple[int, str, Callable[[str], str]]] = []
        self._separators: dict[int, str] = {}
        self._told: list[tuple[int, str, Callable[[str], str]]] = []
        self._is_first_cell = True
        for token in _TOKEN.findall(source):
            if token.startswith("<!--"):
                self._comment(token)
            elif token.startswith("<") and len(token) > 1:
                self._tag(token)
            else:
                self._text(token)

    @property
    def source(self) -> str:
        """The HTML as it is now."""
        return "".join(self._tokens)

    def add_to(self, pieces: Pieces, put: Callable[[str], None]) -> None:
        """Add the text, then on lines of their own addresses, alternative texts and comments.

        Args:
            put: called with the new HTML when something of it changed.
        """
        texts = {number: (text, written) for number, text, written in self._texts}
        for number in range(len(self._tokens)):
            if number in self._separators:
                pieces.separate(self._separators[number])
            if number in texts:
                text, written = texts[number]
                pieces.add(text, partial(self._write, number, written))
        for number, text, written in self._told:
            pieces.separate("\n")
            pieces.add(text, partial(self._write, number, written))
        pieces.then(lambda: put(self.source))

    def _write(self, number: int, written: Callable[[str], str], new: str) -> None:
        self._tokens[number] = written(new)

    def _text(self, token: str) -> None:
        self._texts.append(
            (len(self._tokens), html.unescape(token), partial(html.escape, quote=False))
        )
        self._tokens.append(token)

    def _comment(self, token: str) -> None:
        end = "-->" if token.endswith("-->") else ""
        content = token[4 : len(token) - len(end)]
        self._tokens.append("<!--")
        self._told.append((len(self._tokens), content, str))
        self._tokens += [content, end]

    def _tag(self, token: str) -> None:
        named = _NAME.match(token)
        name = named[1].lower() if named else ""
        if name in _LINES:
            self._separators[len(self._tokens)] = "\n"
            self._is_first_cell = self._is_first_cell or name == "tr"
        elif name in _CELLS and not token.startswith("</"):
            if not self._is_first_cell:
                self._separators[len(self._tokens)] = "\t"
            self._is_first_cell = False
        last = 0
        for told in _TOLD.finditer(token):
            start, end = told.span(1)
            self._tokens.append(token[last : start + 1])
            value = html.unescape(token[start + 1 : end - 1])
            self._told.append((len(self._tokens), value, html.escape))
            self._tokens.append(token[start + 1 : end - 1])
            last = end - 1
        self._tokens.append(token[last:])


def plain_text(source: str) -> str:
    """What rich text says."""
    pieces = Pieces()
    Markup(source).add_to(pieces, lambda new: None)
    return pieces.text
