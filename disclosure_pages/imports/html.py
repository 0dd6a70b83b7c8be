"""A web page, as published or as saved from a browser or Word."""

from __future__ import annotations

import email
import email.policy
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import lxml.html
from lxml import etree

from .document import Document
from .grids import MOST_ROWSPAN, Grid, GridBuilder, TooLarge
from .normalise import normal

_BLOCKS = frozenset(
    re.findall(
        r"\w+",
        "address article aside blockquote br caption center dd div dl dt fieldset figure footer"
        " form h1 h2 h3 h4 h5 h6 header hr li main nav ol p pre section table tbody td th tfoot"
        " thead tr ul",
    )
)
_UNSEEN = frozenset(
    re.findall(
        r"\w+",
        "del head iframe noscript object s script select strike style sup svg template textarea"
        " title video",
    )
)
_INVISIBLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.I)
_NOT_SAID = re.compile(r"vertical-align\s*:\s*super|text-decoration[^;]*line-through", re.I)
_LOOKS = re.compile(r"</?(?:span|font|b|i|u|em|strong|a|o:p|big|small|div)\b[^>]*>", re.I)
_CELLS = frozenset({"td", "th"})
_STRUCTURE = _CELLS | {"tr", "tbody", "thead", "tfoot"}
_FIELDS = frozenset({"text", "number", "tel", ""})
# Beyond it a cell holds part of the page rather than a label: the table gives the page its shape.
_LONGEST_CELL = 300
_FEWEST_HEADINGS = 2
_HEADINGS = ("总体情况", "概述", "其他需要报告的事项", "存在的主要问题及改进情况")


def read_html(data: bytes) -> Document:
    """Read a page.

    Raises:
        ValueError: it is no page.
    """
    root = _parsed(decoded(_page_of(data)))
    document = _read(root, hidden_too=False)
    if not document.grids and root.find(".//table") is not None:
        # What a script shows, or another view of the same page.
        document = _read(root, hidden_too=True)
    return document


def decoded(data: bytes) -> str:
    """The text of ``data`` in the encoding in which it is text, whatever it says of itself.

    Many pages in UTF-8 say that they are in GB 2312, and the other way round.
    """
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16")):
        if data.startswith(mark):
            return data.decode(encoding, "replace")
    if data.startswith(b"\xfe\xff"):
        return data.decode("utf-16", "replace")
    texts = [data.decode(encoding, "replace") for encoding in ("utf-8", "gb18030")]
    return min(texts, key=lambda text: text.count("\ufffd"))


def _page_of(data: bytes) -> bytes:
    """The page within a file of several parts, as browsers and Word save it (MHTML)."""
    head = data[:2000].lower()
    if b"mime-version:" not in head or b"<html" in head.split(b"mime-version:")[0]:
        return data
    message = email.message_from_bytes(data, policy=email.policy.default)
    for part in message.walk():
        if part.get_content_type() == "text/html":
            payload = part.get_payload(decode=True)
            return payload if isinstance(payload, bytes) else data
    return data


def _parsed(text: str) -> Any:
    body = re.sub(r"^\s*<\?xml[^>]*\?>", "", text.replace("\0", ""))
    root, is_whole = _tree(body)
    if not is_whole:
        # Nested deeper than the parser goes, mostly by tags of looks that nobody closed.
        root, _is_whole = _tree(_LOOKS.sub("", body))
    return root


def _tree(body: str) -> tuple[Any, bool]:
    """Root of a page, and whether all of it was taken in."""
    # Deeper than 256 levels; a page has no entities of its own that could grow without end.
    parser = lxml.html.HTMLParser(no_network=True, huge_tree=True, remove_comments=True)
    try:
        root = lxml.html.document_fromstring(body, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise ValueError from error
    return root, not len(parser.error_log.filter_from_fatals())


def _read(root: Any, *, hidden_too: bool) -> Document:
    document = Document(has_pictures=root.find(".//img") is not None)
    title = root.find(".//title")
    if title is not None:
        document.title = " ".join(title.text_content().split())
    for meta in root.iter("meta"):
        name = (meta.get("name") or meta.get("property") or "").strip()
        if name and meta.get("content"):
            document.meta[name.lower()] = meta.get("content").strip()
    walk = _Walk(document, hidden_too)
    walk.run(root)
    document.article = walk.article()
    return document


@dataclass
class _Walk:
    """Goes through a page in its order."""

    document: Document
    hidden_too: bool
    pieces: list[str] = field(default_factory=list)
    # The element that holds each entry of the flow.
    owners: list[Any] = field(default_factory=list)
    headings: list[int] = field(default_factory=list)

    def run(self, root: Any) -> None:
        """Read all of it, without recursion: a page may be nested as deep as it likes."""
        waiting: list[tuple[Any, bool]] = [(root, False)]
        while waiting:
            element, is_done = waiting.pop()
            if is_done:
                if element.tag in _BLOCKS:
                    self.end(element.getparent() if element.tag == "br" else element)
                self.pieces.append(_flat(element.tail))
                continue
            if not isinstance(element.tag, str) or self._is_unseen(element):
                self.pieces.append(_flat(getattr(element, "tail", None)))
                continue
            if element.tag in _BLOCKS:
                self.end(element.getparent())
            if element.tag == "table" and self._table(element):
                self.pieces.append(_flat(element.tail))
                continue
            self.pieces.append(_field_value(element) + _text_of(element))
            waiting.append((element, True))
            waiting += [(child, False) for child in reversed(element)]
        self.end(root)

    def end(self, owner: Any) -> None:
        """A paragraph ends here."""
        text = "".join(self.pieces)
        self.pieces.clear()
        for line in text.split("\n"):
            self.document.add_text(line)
        self._own_all(owner)
        if self.document.flow and _is_heading(text):
            self.headings.append(len(self.document.flow) - 1)

    def article(self) -> tuple[int, int] | None:
        """The part of the flow from the first heading to the end of the smallest element around
        all headings: what follows belongs to the site."""
        if len(self.headings) < _FEWEST_HEADINGS:
            return None
        around = _around(self.owners[self.headings[0]])
        for place in self.headings[1:]:
            these = set(_around(self.owners[place]))
            around = [each for each in around if each in these]
        if not around:
            return None
        holder = around[0]
        last = max(
            place for place, owner in enumerate(self.owners) if holder in set(_around(owner))
        )
        return self.headings[0], last + 1

    def _own_all(self, owner: Any) -> None:
        missing = len(self.document.flow) - len(self.owners)
        self.owners += [owner] * missing

    def _is_unseen(self, element: Any) -> bool:
        style = element.get("style") or ""
        # A raised mark points to a note, as one in sup does; what is struck out is withdrawn.
        if element.tag in _UNSEEN or (element.tag not in _BLOCKS and _NOT_SAID.search(style)):
            return True
        is_hidden = element.get("hidden") is not None or _INVISIBLE.search(style)
        return bool(is_hidden) and not self.hidden_too and element.tag not in {"html", "body"}

    def _table(self, table: Any) -> bool:
        """Take a table in; whether that was all that there is to it."""
        if self.document.is_full:
            return False
        inner = [each for each in table.iter("table") if each is not table and not _is_tiny(each)]
        try:
            grid = _grid_of(table, self)
        except TooLarge:
            return False
        texts = list(grid.texts())
        if inner or any(len(text) > _LONGEST_CELL for text in texts) or len(texts) <= 1:
            if len(texts) > 1:
                self.document.add_grid(grid)
                self._own_all(table)
            return False
        self.document.add_grid(grid)
        self._own_all(table)
        for text in texts:
            self.document.add_lines(text)
        return True


def _grid_of(table: Any, walk: _Walk) -> Grid:
    builder = GridBuilder()
    rows = list(_rows_of(table, walk))
    for number, cells in enumerate(rows):
        builder.start_row()
        for cell in cells:
            rowspan = _span(cell, "rowspan")
            # Zero reaches to the end of the table.
            left = len(rows) - number
            builder.add(
                _cell_text(cell, walk),
                min(rowspan or left, left, MOST_ROWSPAN),
                _span(cell, "colspan") or 1,
            )
    return builder.grid()


def _rows_of(table: Any, walk: _Walk) -> Iterator[list[Any]]:
    """Cells of each line that is shown, those of tables within the table left out; cells without a
    line make one.

    A line or cell that begins within another ends that one, as in a browser: with tags that nobody
    closed, the parser has them nested.
    """
    row: list[Any] = []
    line: Any = None
    waiting = list(reversed(table))
    while waiting:
        element = waiting.pop()
        if not isinstance(element.tag, str) or element.tag == "table" or walk._is_unseen(element):
            continue
        if element.tag == "tr" and next(element.iter(*_CELLS), None) is None:
            # A line without cells is one that spans reach over, too.
            if row:
                yield row
            row = []
            yield []
        elif element.tag in _CELLS:
            its_line = next(element.iterancestors("tr", "table"), None)
            if row and its_line is not line:
                yield row
                row = []
            line = its_line
            row.append(element)
        waiting += reversed(element)
    if row:
        yield row


def _span(cell: Any, name: str) -> int:
    found = re.match(r"\s*(\d{1,6})", cell.get(name) or "1")
    return int(found[1]) if found else 1


def _is_tiny(table: Any) -> bool:
    """Whether a table is one cell, made to centre a number or to give it a border."""
    return len(list(table.iter(*_CELLS))) <= 1


def _cell_text(cell: Any, walk: _Walk) -> str:
    pieces: list[str] = []
    own = next(cell.iterancestors("table"), None)
    waiting: list[tuple[Any, bool]] = [(cell, False)]
    while waiting:
        element, is_done = waiting.pop()
        is_block = element.tag in _BLOCKS
        # A cell that nobody closed holds those behind it; a table within holds its own.
        is_inside_tiny = next(element.iterancestors("table"), None) is not own
        if is_done:
            pieces.append("\n" if is_block else "")
            pieces.append("" if element is cell else _flat(element.tail))
            continue
        is_other = element is not cell and (
            not isinstance(element.tag, str)
            or (element.tag in _STRUCTURE and not is_inside_tiny)
            or walk._is_unseen(element)
            or (element.tag == "table" and not _is_tiny(element))
        )
        if is_other:
            pieces.append(_flat(element.tail))
            continue
        pieces.append("\n" if is_block else "")
        pieces.append(_field_value(element) + _text_of(element))
        waiting.append((element, True))
        waiting += [(child, False) for child in reversed(element)]
    lines = (" ".join(line.split()) for line in "".join(pieces).split("\n"))
    return "\n".join(line for line in lines if line)


def _text_of(element: Any) -> str:
    if element.tag == "pre":
        return element.text or ""
    return _flat(element.text)


def _field_value(element: Any) -> str:
    """What a form field shows."""
    if element.tag == "input" and (element.get("type") or "").lower() in _FIELDS:
        return element.get("value") or ""
    return ""


def _flat(text: str | None) -> str:
    return re.sub(r"[ \t\r\n\f]+", " ", text) if text else ""


def _around(element: Any) -> list[Any]:
    """``element`` and what holds it, the nearest first."""
    return [element, *element.iterancestors()] if element is not None else []


def _is_heading(text: str) -> bool:
    label = normal(text)
    return any(label == normal(heading) for heading in _HEADINGS)
