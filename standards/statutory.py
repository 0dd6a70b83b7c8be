"""条例 第二十条 and 第二十一条 as a tree: what every organ, a township or a county discloses.

The texts are those of the law (2019); titles are short names of ours, ``names`` are others that
columns use. Townships and counties have different lists in 第二十一条.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from .enums import Level
from .wording import bare

LAW = "《中华人民共和国政府信息公开条例》"
_FILE = Path(__file__).parent / "data" / "statutory_tree.json"


@dataclass(frozen=True)
class Entry:
    """An entry of the tree; ``text`` is what the law says, ``names`` are other titles of it."""

    code: str
    title: str
    article: str
    text: str
    names: tuple[str, ...] = ()
    children: tuple[Entry, ...] = ()

    @property
    def basis(self) -> str:
        """公开依据 of a category that holds it."""
        return f"{LAW}{self.article}"

    def is_called(self, title: str) -> bool:
        """Whether a category of that title is this entry's."""
        return bare(title) in {bare(each) for each in (self.title, *self.names)}


@cache
def statutory_tree(level: str) -> tuple[Entry, ...]:
    """The tree of a township or a county."""
    tops = json.loads(_FILE.read_text(encoding="utf-8"))
    return tuple(_entry(each) for each in tops if each["body"] in ("all", Level(level).value))


def _entry(data: dict[str, Any]) -> Entry:
    return Entry(
        data["code"],
        data["title"],
        data["article"],
        data["text"],
        tuple(data.get("names", ())),
        tuple(_entry(each) for each in data.get("children", ())),
    )


def walk(entries: tuple[Entry, ...], parent: Entry | None = None) -> Iterator[tuple[Entry, Any]]:
    """Each entry with the one above it, those above first."""
    for each in entries:
        yield each, parent
        yield from walk(each.children, each)
