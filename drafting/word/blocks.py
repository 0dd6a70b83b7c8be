"""Pieces as the raw value of an item's body."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter

from .pieces import PictureHere, Piece, Prose, Table

# The key of a stored picture, or None where it was not taken.
Store = Callable[[PictureHere], Any]


def lines_of(pieces: Iterable[Piece]) -> list[str]:
    """The text, line by line, as it is read for metadata."""
    lines: list[str] = []
    for piece in pieces:
        if isinstance(piece, Prose) and piece.plain:
            lines += piece.plain.split("\n")
        elif isinstance(piece, Table):
            lines += piece.lines
    return lines


def body_of(pieces: Iterable[Piece], features: list[str], store: Store) -> list[dict[str, Any]]:
    """The value of a stream: text as long as it lasts, tables and pictures between.

    Args:
        features: of the rich text block; what it does not know, its own converter drops.
        store: keeps a picture.
    """
    converter = ContentstateConverter(features)
    stream: list[dict[str, Any]] = []
    prose: list[str] = []

    def end_prose() -> None:
        if prose:
            html = converter.to_database_format(converter.from_database_format("".join(prose)))
            stream.append({"type": "text", "value": html})
            prose.clear()

    for piece in pieces:
        if isinstance(piece, Prose):
            prose.append(piece.html)
        elif isinstance(piece, Table):
            end_prose()
            stream.append({"type": "table", "value": piece.value})
        elif (key := store(piece)) is not None:
            end_prose()
            value = {"image": key, "decorative": False, "alt_text": piece.alternative}
            stream.append({"type": "image", "value": value})
    end_prose()
    return stream
