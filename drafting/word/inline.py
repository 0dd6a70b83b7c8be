"""Text within one paragraph: bold, italic, links and line breaks, and nothing else."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import escape
from itertools import pairwise
from typing import Any

from . import markup
from .notes import Notes
from .pieces import PictureHere

_RAISED = str.maketrans("0123456789+-()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁽⁾ⁿ")
_LOWERED = str.maketrans("0123456789+-()", "₀₁₂₃₄₅₆₇₈₉₊₋₍₎")
_DEEPEST = 80
_SPACES = re.compile(r"[ \t\r\n\f]+")


@dataclass(frozen=True)
class Look:
    """How a run of text looks."""

    bold: bool = False
    italic: bool = False
    link: str = ""


@dataclass
class Run:
    """Text of one look; a line feed is a line break."""

    text: str
    look: Look


@dataclass
class Inline:
    """What one paragraph holds."""

    notes: Notes
    runs: list[Run] = field(default_factory=list)
    pictures: list[PictureHere] = field(default_factory=list)
    marker: str = ""

    def add(self, text: str | None, look: Look) -> None:
        """Text as the source has it; spaces and line feeds there are one space."""
        if text:
            clean = _SPACES.sub(" ", text.replace("\xa0", " ").replace("\u200b", ""))
            self._append(_between_chinese(clean), look)

    def _append(self, text: str, look: Look) -> None:
        if self.runs and self.runs[-1].look == look:
            self.runs[-1].text += text
        else:
            self.runs.append(Run(text, look))

    def walk(self, element: Any, look: Look, depth: int = 0) -> None:
        """The element's text and that of what it holds."""
        self.add(element.text, look)
        for child in element:
            self.take(child, look, depth)
            self.add(child.tail, look)

    def take(self, child: Any, look: Look, depth: int) -> None:
        """One element within a paragraph."""
        tag = child.tag
        if not isinstance(tag, str) or depth > _DEEPEST or is_left_out(child, self.notes):
            return
        if tag == "br":
            self._append("\n", look)
        elif tag == "img":
            self.pictures.append(
                PictureHere(child.get("src") or "", (child.get("alt") or "").strip()[:200])
            )
        elif markup.is_list_marker(child):
            self.marker += "".join(child.itertext()).strip()
        elif tag in {"sup", "sub"}:
            self._take_script(child, look, depth)
        elif tag == "a":
            self._take_link(child, look, depth)
        else:
            if tag in {"s", "strike"}:
                self.notes["struck"] += 1
            self.walk(child, _look_of(child, look), depth + 1)

    def _take_script(self, child: Any, look: Look, depth: int) -> None:
        text = "".join(child.itertext()).strip()
        table = _RAISED if child.tag == "sup" else _LOWERED
        if text and all(ord(each) in table for each in text):
            self._append(text.translate(table), look)
            return
        # A mark of a footnote reads well as it is.
        if not text.startswith("["):
            self.notes["scripts_of_letters"] += 1
        self.walk(child, look, depth + 1)

    def _take_link(self, child: Any, look: Look, depth: int) -> None:
        target = (child.get("href") or "").strip()
        if target.startswith(("#footnote-ref", "#endnote-ref")):
            return
        address = markup.safe_address(target) if target else ""
        if target and not address and not target.startswith("#"):
            self.notes["links"] += 1
        self.walk(child, Look(look.bold, look.italic, address or look.link), depth + 1)

    @property
    def plain(self) -> str:
        """Text without marks."""
        return "".join(run.text for run in self._trimmed()).strip()

    def html(self, with_bold: bool = True) -> str:
        """Clean HTML."""
        parts = []
        for run in self._trimmed():
            text = escape(run.text, quote=False).replace("\n", "<br/>")
            if text.strip():
                if run.look.italic:
                    text = f"<i>{text}</i>"
                if run.look.bold and with_bold:
                    text = f"<b>{text}</b>"
                if run.look.link:
                    text = f'<a href="{escape(run.look.link)}">{text}</a>'
            parts.append(text)
        return "".join(parts)

    def _trimmed(self) -> list[Run]:
        runs = [Run(run.text, run.look) for run in self.runs]
        while runs and not runs[0].text.strip():
            runs.pop(0)
        while runs and not runs[-1].text.strip():
            runs.pop()
        if runs:
            # The indent of Chinese paragraphs is the stylesheet's.
            runs[0].text = runs[0].text.lstrip(" \n\u3000")
            runs[-1].text = runs[-1].text.rstrip(" \n\u3000")
        for before, after in pairwise(runs):
            # A line feed of the source beside a link, say.
            if _is_chinese(before.text.rstrip(" ")[-1:]) and _is_chinese(
                after.text.lstrip(" ")[:1]
            ):
                before.text, after.text = before.text.rstrip(" "), after.text.lstrip(" ")
        return runs


def _is_chinese(letter: str) -> bool:
    return "\u4e00" <= letter <= "\u9fff"


def is_left_out(element: Any, notes: Notes) -> bool:
    """Whether nothing of an element is kept; it is noted where it held something."""
    has_text = bool("".join(element.itertext()).strip())
    if element.tag in markup.SILENT or (
        ":" in element.tag and element.tag.startswith(("v:", "w:"))
    ):
        if element.tag in markup.ACTIVE:
            notes["scripts"] += 1
        return True
    for key, test in (
        ("comments", markup.is_comment),
        ("hidden", markup.is_hidden),
        ("headers", markup.is_margin),
    ):
        if test(element):
            if has_text:
                notes[key] += 1
            return True
    if element.tag == "del":
        notes["deleted"] += has_text
        return True
    return False


def _look_of(element: Any, look: Look) -> Look:
    return Look(
        markup.is_bold(element, look.bold), markup.is_italic(element, look.italic), look.link
    )


def _between_chinese(text: str) -> str:
    """A line feed of the source between Chinese letters is no space."""
    return re.sub(r"(?<=[\u4e00-\u9fff，。；：、）》”]) (?=[\u4e00-\u9fff（《“])", "", text)
