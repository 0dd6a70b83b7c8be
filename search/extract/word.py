"""DOCX."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Iterator
from typing import Any

from lxml import etree

from .limits import Limits, parse_xml, read_entry, refuse_dtd
from .office import (
    attribute,
    has_pictures,
    is_on,
    local,
    read_embedded,
    read_properties,
)
from .result import CannotRead, Collector, Hidden, Status

MAIN = "word/document.xml"
# Strict OOXML has the same names in another namespace.
_PARAGRAPH = "{*}p"
_OTHERS = (
    ("header", "页眉"), ("footer", "页脚"), ("footnotes", "脚注"), ("endnotes", "尾注"),
)  # fmt: skip
_GONE = {"del", "moveFrom"}
# A text that is kept until it is long enough for a part of its own, so that reading can stop.
_AT_ONCE = 50_000
_FEW = 5


def read(archive: zipfile.ZipFile, limits: Limits, found: Collector) -> None:
    """Read the body, headers, footers and notes; hide deletions, hidden text, comments,
    properties.

    Raises:
        CannotRead: the body is missing or broken.
    """
    read_properties(archive, found)
    read_embedded(archive, found)
    hidden_styles = _hidden_styles(archive)
    _read_comments(archive, found)

    def read_part(name: str, place: str, seen: set[str] | None) -> None:
        texts = _Texts(place, found, seen)
        for pieces in _paragraphs(read_entry(archive, name), hidden_styles):
            texts.add(pieces)
        texts.flush()

    read_part(MAIN, "正文", None)
    seen: set[str] = set()
    for beginning, place in _OTHERS:
        pattern = re.compile(rf"word/{beginning}\d*\.xml")
        for name in filter(pattern.fullmatch, archive.namelist()):
            read_part(name, place, seen)
    letters = sum(sum(map(str.isalnum, part.text)) for part in found.parts)
    if letters < _FEW and has_pictures(archive):
        found.pages = found.pages_without_text = 1


class _Texts:
    """Texts of one part, gathered until they are long enough to be given."""

    def __init__(self, place: str, found: Collector, seen: set[str] | None) -> None:
        """``seen`` are visible texts that are not given again: every section has its own header,
        mostly with the same words."""
        self._place = place
        self._found = found
        self._seen = seen
        self._texts: dict[Hidden | None, list[str]] = {}
        self._size = 0

    def add(self, pieces: dict[Hidden | None, str]) -> None:
        for kind, text in pieces.items():
            self._texts.setdefault(kind, []).append(text)
            self._size += len(text)
        if self._size > _AT_ONCE and self._seen is None:
            self.flush()

    def flush(self) -> None:
        for kind in (Hidden.DELETION, Hidden.TEXT):
            self._found.hide(kind, self._place, "\n".join(self._texts.pop(kind, [])))
        visible = "\n".join(self._texts.pop(None, []))
        self._size = 0
        if self._seen is None:
            self._found.see(self._place, visible)
        elif visible not in self._seen:
            self._seen.add(visible)
            self._found.see(self._place, visible)


def _paragraphs(data: bytes, hidden_styles: set[str]) -> Iterator[dict[Hidden | None, str]]:
    """Texts of each paragraph and of each row of a table, by why they are not seen (None: they
    are).

    Paragraphs of a text box end before the one that they hang on, and are forgotten then.
    """
    refuse_dtd(data)
    rows = _Rows()
    try:
        for event, element in etree.iterparse(
            io.BytesIO(data),
            events=("start", "end"),
            tag=(_PARAGRAPH, "{*}tr", "{*}tc", "{*}Fallback"),
            resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False,
        ):  # fmt: skip
            name = local(element)
            if event == "start":
                rows.begin(name)
                continue
            # What older programs show instead of the choice before it says the same again.
            pieces: dict[Hidden | None, str] = {}
            if name == "p" and not _is_fallback(element):
                pieces = _pieces(element, hidden_styles)
            if pieces := rows.end(name, pieces):
                yield pieces
            element.clear(keep_tail=True)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise CannotRead(Status.BROKEN) from error


class _Rows:
    """Rows of tables, also of tables within cells: cells are divided by tabs, as in a sheet."""

    def __init__(self) -> None:
        self._rows: list[list[dict[Hidden | None, str]]] = []
        self._cells: list[dict[Hidden | None, str]] = []

    def begin(self, name: str) -> None:
        """An element begins."""
        if name == "tr":
            self._rows.append([])
        elif name == "tc":
            self._cells.append({})

    def end(self, name: str, pieces: dict[Hidden | None, str]) -> dict[Hidden | None, str]:
        """An element ends; what can be given on is returned."""
        if name == "tc":
            cell = self._cells.pop()
            if not self._rows:
                return cell
            self._rows[-1].append(cell)
            return {}
        if name == "tr":
            cells = self._rows.pop()
            kinds = dict.fromkeys(kind for cell in cells for kind in cell)
            pieces = {kind: _row_of(cells, kind) for kind in kinds}
        if not self._cells:
            return pieces
        cell = self._cells[-1]
        for kind, text in pieces.items():
            cell[kind] = f"{cell[kind]}\n{text}" if kind in cell else text
        return {}


def _row_of(cells: list[dict[Hidden | None, str]], kind: Hidden | None) -> str:
    texts = [cell.get(kind, "") for cell in cells]
    # Only what is seen stands under its heading.
    return "\t".join(texts if kind is None else filter(None, texts))


def _is_fallback(element: Any) -> bool:
    return any(local(each) == "Fallback" for each in element.iterancestors())


def _pieces(paragraph: Any, hidden_styles: set[str]) -> dict[Hidden | None, str]:
    texts: dict[Hidden | None, list[str]] = {}
    is_hidden = _style_of(paragraph, "pPr", "pStyle") in hidden_styles
    for run in paragraph.iter("{*}r"):
        text = "".join(map(_text_of, run))
        if not text:
            continue
        kind: Hidden | None = None
        if any(local(each) in _GONE for each in run.iterancestors()):
            kind = Hidden.DELETION
        elif is_hidden or _is_vanished(run, hidden_styles):
            kind = Hidden.TEXT
        texts.setdefault(kind, []).append(text)
    joined = {kind: "".join(each) for kind, each in texts.items()}
    return {kind: text for kind, text in joined.items() if text.strip()}


def _text_of(element: Any) -> str:
    match local(element):
        case "t" | "delText":
            return element.text or ""
        case "tab" | "ptab":
            return "\t"
        case "br" | "cr":
            return "\n"
        case "noBreakHyphen":
            return "-"
        case "pict":
            # Words drawn behind the text, as 机密 over a page.
            return "".join(f"{attribute(each, 'string')}\n" for each in element.iter("{*}textpath"))
    return ""


def _is_vanished(run: Any, hidden_styles: set[str]) -> bool:
    switch = run.find("{*}rPr/{*}vanish")
    if switch is not None:
        return is_on(switch)
    return _style_of(run, "rPr", "rStyle") in hidden_styles


def _style_of(element: Any, holder: str, name: str) -> str:
    style = element.find(f"{{*}}{holder}/{{*}}{name}")
    return "" if style is None else attribute(style, "val")


def _hidden_styles(archive: zipfile.ZipFile) -> set[str]:
    """Ids of the styles that hide text."""
    if "word/styles.xml" not in archive.namelist():
        return set()
    try:
        root = parse_xml(read_entry(archive, "word/styles.xml"))
    except CannotRead:
        return set()
    return {
        attribute(style, "styleId")
        for style in root.iter("{*}style")
        if (switch := style.find("{*}rPr/{*}vanish")) is not None and is_on(switch)
    }


def _read_comments(archive: zipfile.ZipFile, found: Collector) -> None:
    for name in archive.namelist():
        if posixpath.dirname(name) != "word" or not re.fullmatch(
            r"comments\d*\.xml", posixpath.basename(name)
        ):
            continue
        for comment in parse_xml(read_entry(archive, name)).iter("{*}comment"):
            said = "\n".join(
                "".join(each.text or "" for each in paragraph.iter("{*}t"))
                for paragraph in comment.iter("{*}p")
            )
            author = attribute(comment, "author")
            found.hide(Hidden.COMMENT, "批注", f"{author}：{said}" if author else said)
