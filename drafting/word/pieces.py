"""What the body of an item is made of, before it becomes blocks."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass
class Prose:
    """A paragraph, heading, list or rule as clean HTML.

    ``level`` is that of a heading, 0 for anything else; ``plain`` the same without marks.
    """

    html: str
    plain: str
    level: int = 0
    is_title: bool = False
    is_paragraph: bool = False


@dataclass
class Table:
    """A table as the value of the table block."""

    value: dict[str, Any]
    lines: list[str] = field(default_factory=list)


@dataclass
class PictureHere:
    """A place for a picture: its address as the source has it, its alternative text."""

    source: str
    alternative: str


Piece = Prose | Table | PictureHere
