"""Plain text and CSV, in the encoding that they came in."""

from __future__ import annotations

import codecs
import re
from functools import partial

from ..pieces import Pieces
from .common import CannotMask, Masked, mask_pieces

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_ENCODINGS = ("utf-8", "gb18030")
# A cell in quotes with what follows it, a cell without, or what divides two.
_CELLS = re.compile(r'"(?:[^"]|"")*"|[^,;\t\r\n"]+|[,;\t]|\r\n|\r|\n|"')


def mask_text(data: bytes) -> Masked:
    """Mask plain text.

    Raises:
        CannotMask: it is no text.
    """
    mark, encoding, text = _decoded(data)
    kept = [text]
    pieces = Pieces()
    pieces.add(text, lambda new: kept.__setitem__(0, new))
    findings = mask_pieces(pieces)
    return Masked(mark + kept[0].encode(encoding), findings)


def mask_csv(data: bytes) -> Masked:
    """Mask a table; a number may be split over its cells.

    Raises:
        CannotMask: it is no text.
    """
    mark, encoding, text = _decoded(data)
    tokens = _CELLS.findall(text)
    pieces = Pieces()
    for number, token in enumerate(tokens):
        if token in {",", ";", "\t"}:
            pieces.separate("\t")
        elif token in {"\r\n", "\r", "\n"}:
            pieces.separate("\n")
        elif token.startswith('"') and len(token) > 1:
            pieces.add(token[1:-1], partial(_put, tokens, number, '"%s"'))
        else:
            pieces.add(token, partial(_put, tokens, number, "%s"))
    findings = mask_pieces(pieces)
    return Masked(mark + "".join(tokens).encode(encoding), findings)


def _put(tokens: list[str], number: int, quoted: str, new: str) -> None:
    tokens[number] = quoted % new


def _decoded(data: bytes) -> tuple[bytes, str, str]:
    """Mark, encoding and text."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            try:
                return mark, encoding, data[len(mark) :].decode(encoding)
            except UnicodeDecodeError as error:
                raise CannotMask from error
    for encoding in _ENCODINGS:
        try:
            return b"", encoding, data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise CannotMask
