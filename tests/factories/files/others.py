"""Text, web pages, pictures, and files that are not what they seem."""

from __future__ import annotations

import io
import struct
from pathlib import Path

from .pdfs import scan

_LEGACY = Path(__file__).resolve().parents[2] / "data" / "legacy"
_SECTOR = 512
_END, _FREE, _FAT = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD


def legacy(name: str) -> bytes:
    """A file in a format before 2007: written by LibreOffice 7.4, items.xls by xlwt."""
    return (_LEGACY / name).read_bytes()


def page(body: str, encoding: str = "utf-8", head: str = "") -> bytes:
    """A web page."""
    return (
        f'<!DOCTYPE html><html><head><meta charset="{encoding}">{head}</head>'
        f"<body>{body}</body></html>"
    ).encode(encoding)


def picture(kind: str = "PNG") -> bytes:
    """A picture of a page, as a file of its own."""
    out = io.BytesIO()
    scan().save(out, kind)
    return out.getvalue()


def compound(*names: str) -> bytes:
    """A compound file with these streams, of one empty sector each."""
    sectors = 2 + len(names)
    header = bytearray(_SECTOR)
    header[:8] = bytes.fromhex("d0cf11e0a1b11ae1")
    struct.pack_into("<5H", header, 0x18, 0x3E, 3, 0xFFFE, 9, 6)
    struct.pack_into("<4I", header, 0x2C, 1, 1, 0, 4096)
    struct.pack_into("<4I", header, 0x3C, _END, 0, _END, 0)
    struct.pack_into("<109I", header, 0x4C, 0, *[_FREE] * 108)
    table = [_FAT, _END, *[_END] * len(names)]
    fat = struct.pack("<128I", *table, *[_FREE] * (128 - sectors))
    directory = bytearray(_SECTOR)
    for index, (name, kind, start, size) in enumerate(
        [("Root Entry", 5, _END, 0)]
        + [(name, 2, 2 + number, 4096) for number, name in enumerate(names)]
    ):
        raw = name.encode("utf-16-le") + b"\0\0"
        at = index * 128
        directory[at : at + len(raw)] = raw
        struct.pack_into("<HBB3I", directory, at + 64, len(raw), kind, 1, _FREE, _FREE, _FREE)
        struct.pack_into("<IQ", directory, at + 116, start, size)
    return bytes(header) + fat + bytes(directory) + b"\0" * (_SECTOR * len(names))
