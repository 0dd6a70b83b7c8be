"""Addresses and pictures in what pages say: rich text, bodies of blocks, fields for an address."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import Any

_ADDRESS = re.compile(r"https?://\S+", re.IGNORECASE)
# Led to by other programs than a browser, or within the page.
_NOT_ASKED = ("mailto:", "tel:", "sms:", "javascript:", "data:", "about:", "#")
_LONGEST_TEXT = 255


@dataclass(frozen=True)
class Seen:
    """An address, and the text that it stands under."""

    url: str
    text: str = ""


@dataclass(frozen=True)
class Picture:
    """A picture, and whether something tells those who do not see it what it shows."""

    image_id: int
    has_alt: bool


def found_in(value: Any) -> Iterator[Seen | Picture]:
    """Addresses and pictures in a stored value: text, or the raw data of blocks."""
    if isinstance(value, str):
        yield from _in_text(value)
    elif isinstance(value, dict):
        if (picture := _picture_of(value)) is not None:
            yield picture
        for each in value.values():
            yield from found_in(each)
    elif isinstance(value, (list, tuple)):
        for each in value:
            yield from found_in(each)


def _in_text(text: str) -> Iterator[Seen | Picture]:
    if "<" in text:
        parser = _LinkParser()
        parser.feed(text)
        parser.close()
        yield from parser.found
    elif _ADDRESS.fullmatch(text.strip()):
        yield Seen(text.strip())


def _picture_of(value: dict[str, Any]) -> Picture | None:
    """A picture as Wagtail's ``ImageBlock`` stores it."""
    if not {"image", "alt_text", "decorative"} <= value.keys():
        return None
    key = value["image"]
    if not isinstance(key, int):
        return None
    alt = str(value["alt_text"] or "").strip()
    return Picture(key, bool(alt or value["decorative"]))


class _LinkParser(HTMLParser):
    """Reads rich text as it is stored. References to pages and documents (``linktype``) are left to
    Wagtail's index of references."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[Seen | Picture] = []
        self._href: str | None = None
        self._text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if tag == "a":
            self._end_link()
            href = (values.get("href") or "").strip()
            asked = href and not href.lower().startswith(_NOT_ASKED)
            self._href = href if asked and "linktype" not in values else None
            self._text = []
        elif tag == "embed":
            self._see_embed(values)

    def handle_endtag(self, tag: str) -> None:
        if tag == "a":
            self._end_link()

    def handle_data(self, data: str) -> None:
        if self._href is not None:
            self._text.append(data)

    def close(self) -> None:
        super().close()
        self._end_link()

    def _end_link(self) -> None:
        if self._href is not None:
            text = " ".join("".join(self._text).split())[:_LONGEST_TEXT]
            self.found.append(Seen(self._href, text))
        self._href = None

    def _see_embed(self, values: dict[str, str | None]) -> None:
        key = values.get("id") or ""
        if values.get("embedtype") == "image" and key.isascii() and key.isdigit():
            self.found.append(Picture(int(key), bool((values.get("alt") or "").strip())))
        elif values.get("embedtype") == "media" and values.get("url"):
            self.found.append(Seen(str(values["url"])))
