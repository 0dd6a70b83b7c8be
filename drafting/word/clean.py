"""HTML of whatever origin, cleaned by an allow-list into pieces of a body.

What is not known is not kept: the text of unknown elements stays, their looks and deeds do not.
"""

from __future__ import annotations

import re
from html import escape
from typing import Any

from lxml import etree
from lxml import html as lxml_html

from . import markup
from .grids import table_value
from .inline import Inline, Look, is_left_out
from .notes import Notes
from .pieces import PictureHere, Piece, Prose, Table

_DEEPEST = 150
_DEEPEST_LIST = 5
_SECTION = re.compile(
    r"(?:[一二三四五六七八九十]{1,3}、|第[一二三四五六七八九十百]{1,4}[编章节][ \u3000]*)"
    r"[^。；;，,：:！!？?]{1,36}"
)
_SUBSECTION = re.compile(r"[（(][一二三四五六七八九十]{1,3}[）)][^。；;，,：:！!？?]{1,30}")
_BOUNDARIES = re.compile(r"<!--\s*(?:Start|End)Fragment\s*-->", re.I)
_FORMATTED = re.compile(r"\bstyle\s*=|<font\b|\bclass\s*=\s*[\"']?Mso", re.I)
_NOTE_ID = re.compile(r"(?:foot|end)note-(\d+)$")


def clean(source: str, notes: Notes) -> list[Piece]:
    """Pieces of an HTML text, in order.

    Args:
        source: HTML, a fragment or a document, however broken.
        notes: counts what was left out.
    """
    if _FORMATTED.search(source):
        notes["formats"] = 1
    text = "".join(each for each in _BOUNDARIES.sub("", source) if each >= " " or each in "\t\r\n")
    if not text.strip():
        return []
    try:
        # Word's conditional comments hold what its clipboard shows twice.
        parser = lxml_html.HTMLParser(remove_comments=True, remove_pis=True, huge_tree=False)
        root = lxml_html.document_fromstring(text, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return []
    cleaner = _Cleaner(notes)
    cleaner.walk(root, 0)
    cleaner.end_paragraph()
    return _with_headings(cleaner.pieces, notes)


class _Cleaner:
    def __init__(self, notes: Notes) -> None:
        self.notes = notes
        self.pieces: list[Piece] = []
        self.open = Inline(notes)
        self.level = 0
        self.is_title = False
        self.look = Look()
        # Items that Word wrote as paragraphs, until another paragraph comes.
        self.items: list[str] = []

    def walk(self, element: Any, depth: int) -> None:
        """Everything within an element; text between blocks is a paragraph of its own."""
        self.open.add(element.text, self.look)
        for child in element:
            if isinstance(child.tag, str) and depth < _DEEPEST:
                self.take(child, depth)
            self.open.add(child.tail, self.look)

    def take(self, child: Any, depth: int) -> None:
        """One element."""
        tag = child.tag
        if is_left_out(child, self.notes):
            return
        if tag == "table":
            self.end_paragraph()
            self.take_table(child, depth)
        elif tag in {"ul", "ol"}:
            self.end_paragraph()
            self.take_list(child)
        elif tag == "hr":
            self.end_paragraph()
            self.pieces.append(Prose("<hr/>", ""))
        elif tag in markup.HEADINGS or tag in markup.BLOCKS:
            self.take_block(child, depth)
        elif any(each.tag in markup.BLOCKS or each.tag == "table" for each in child.iter()):
            # An inline element around blocks, as browsers make of fragments.
            self.walk(child, depth + 1)
        else:
            self.open.take(child, self.look, 0)

    def take_block(self, child: Any, depth: int) -> None:
        self.end_paragraph()
        before = self.level, self.is_title, self.look
        self.level = markup.HEADINGS.get(child.tag, self.level)
        self.is_title = "title" in markup.classes_of(
            child
        ).split() or "MsoTitle" in markup.classes_of(child)
        self.look = Look(
            markup.is_bold(child, self.look.bold), markup.is_italic(child, self.look.italic)
        )
        level = markup.list_level(child)
        self.walk(child, depth + 1)
        self.end_paragraph(level)
        self.level, self.is_title, self.look = before

    def end_paragraph(self, list_level: int = 0) -> None:
        """What was gathered becomes a paragraph; its pictures come after it."""
        inline, self.open = self.open, Inline(self.notes)
        if inline.marker:
            if list_level and markup.is_bullet(inline.marker):
                self.items.append(f"<li>{inline.html()}</li>")
                self.pieces += inline.pictures
                return
            inline.runs.insert(0, _marker_run(inline.marker))
        if plain := inline.plain:
            self.end_items()
            self.pieces.append(self.prose(inline, plain))
        if inline.pictures:
            self.end_items()
            self.pieces += inline.pictures

    def prose(self, inline: Inline, plain: str) -> Prose:
        if self.level or self.is_title:
            return Prose(inline.html(with_bold=False), plain, self.level or 1, self.is_title)
        return Prose(f"<p>{inline.html()}</p>", plain, is_paragraph=True)

    def end_items(self) -> None:
        if self.items:
            html = "".join(self.items)
            plain = "\n".join(re.sub(r"<[^>]+>", "", each) for each in self.items)
            self.items = []
            self.pieces.append(Prose(f"<ul>{html}</ul>", plain))

    def take_list(self, element: Any) -> None:
        self.end_items()
        if any(_NOTE_ID.search(item.get("id") or "") for item in element):
            self.take_notes(element)
            return
        lines: list[str] = []
        after: list[Piece] = []
        html = self.list_html(element, lines, after, 0)
        if lines:
            self.pieces.append(Prose(html, "\n".join(lines)))
        self.pieces += after

    def list_html(self, element: Any, lines: list[str], after: list[Piece], depth: int) -> str:
        parts: list[str] = []
        for item in element:
            if not isinstance(item.tag, str) or is_left_out(item, self.notes):
                continue
            if item.tag in {"ul", "ol"}:
                # A list beside its item, as old editors write it, belongs to the item before.
                inner = (
                    self.list_html(item, lines, after, depth + 1) if depth < _DEEPEST_LIST else ""
                )
                parts[-1:] = [parts[-1][: -len("</li>")] + inner + "</li>"] if parts else []
                continue
            parts.append(self.item_html(item, lines, after, depth))
        return f"<{element.tag}>{''.join(parts)}</{element.tag}>" if any(parts) else ""

    def item_html(self, item: Any, lines: list[str], after: list[Piece], depth: int) -> str:
        inline = Inline(self.notes)
        inner = ""
        nested: list[str] = []
        inline.add(item.text, self.look)
        for child in item:
            if not isinstance(child.tag, str) or is_left_out(child, self.notes):
                pass
            elif child.tag in {"ul", "ol"} and depth < _DEEPEST_LIST:
                inner += self.list_html(child, nested, after, depth + 1)
            elif child.tag == "table":
                self.take_table(child, 0, after)
            else:
                if child.tag in markup.BLOCKS and inline.plain:
                    inline._append("\n", self.look)
                inline.take(child, self.look, 0)
            inline.add(child.tail, self.look)
        after += inline.pictures
        if inline.plain:
            lines.append(inline.plain)
        lines += nested
        return f"<li>{inline.html()}{inner}</li>" if inline.plain or inner else ""

    def take_notes(self, element: Any) -> None:
        """Footnotes, as paragraphs that begin with their marks."""
        for number, item in enumerate(element, start=1):
            inline = Inline(self.notes)
            inline.walk(item, self.look)
            if inline.plain:
                self.notes["notes"] += 1
                html = f"<p>[{number}] {inline.html()}</p>"
                self.pieces.append(Prose(html, f"[{number}] {inline.plain}", is_paragraph=True))

    def take_table(self, element: Any, depth: int, into: list[Piece] | None = None) -> None:
        self.end_items()
        pieces = self.pieces if into is None else into
        cells = list(element.iter("td", "th"))
        if len(cells) == 1 and into is None:
            # A frame around text, and no table.
            self.walk(cells[0], depth + 1)
            self.end_paragraph()
            return
        pictures: list[PictureHere] = []
        value = table_value(element, self.notes, pictures)
        if value:
            lines = ["\t".join(row).strip() for row in value["data"]]
            pieces.append(Table(value, [each for each in lines if each]))
        pieces += pictures


def _marker_run(marker: str) -> Any:
    from .inline import Run

    return Run(marker if marker.endswith(("、", "）", ")")) else f"{marker}\u3000", Look())


def _with_headings(pieces: list[Piece], notes: Notes) -> list[Piece]:
    """Levels in order from the second on; where the source has none, told by how lines begin."""
    prose = [each for each in pieces if isinstance(each, Prose)]
    levels = sorted({each.level for each in prose if each.level and not each.is_title})
    first_is_title = _leading_title(pieces, levels)
    if first_is_title:
        levels = sorted({each.level for each in prose if each.level and not each.is_title})
    if not levels:
        _guess(prose, notes)
        levels = sorted({each.level for each in prose if each.level and not each.is_title})
    for each in prose:
        if each.is_title or not each.level:
            continue
        rank = levels.index(each.level)
        if rank > 1:
            notes["levels"] += 1
            each.html, each.level, each.is_paragraph = f"<p><b>{each.html}</b></p>", 0, True
        else:
            each.html = f"<h{rank + 2}>{each.html}</h{rank + 2}>"
    for each in prose:
        if each.is_title and each.level:
            each.html = f"<h2>{each.html}</h2>"
    return pieces


def _leading_title(pieces: list[Piece], levels: list[int]) -> bool:
    """A single heading of the highest level at the very beginning is the title."""
    first = next((each for each in pieces if isinstance(each, Prose)), None)
    if first is None or first.is_title or not first.level or first.level != levels[0]:
        return False
    same = [each for each in pieces if isinstance(each, Prose) and each.level == levels[0]]
    if len(same) == 1 and first.level == 1:
        first.is_title = True
        return True
    return False


def _guess(prose: list[Prose], notes: Notes) -> None:
    sections = [each for each in prose if each.is_paragraph and _SECTION.fullmatch(each.plain)]
    if not sections:
        return
    for each in prose:
        if not each.is_paragraph:
            continue
        level = (
            2 if _SECTION.fullmatch(each.plain) else 3 if _SUBSECTION.fullmatch(each.plain) else 0
        )
        if level:
            each.level, each.html, each.is_paragraph = level, escape(each.plain, quote=False), False
            notes["guessed_headings"] += 1
