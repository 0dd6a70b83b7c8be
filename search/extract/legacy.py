"""The compound files of Office and WPS before 2007: DOC, and what all of them have.

legacy-doc opens the compound file. It gives the text of a DOC in one piece, deletions, hidden text
and comments included; so the pieces are read here, with the marks of each run ([MS-DOC]).
"""

from __future__ import annotations

import struct
from bisect import bisect_right
from collections.abc import Iterator
from itertools import pairwise
from typing import IO

from legacy_doc.exceptions import LegacyDocError
from legacy_doc.normalize import normalize_word_text
from legacy_doc.ole import OleReader
from legacy_doc.properties import (
    DOCUMENT_SUMMARY_INFORMATION_STREAM,
    SUMMARY_INFORMATION_STREAM,
    parse_document_summary_information,
    parse_summary_information,
)
from legacy_doc.types import ExtractionOptions

from .limits import Limits
from .result import CannotRead, Collector, Hidden, Status

_MIB = 1024 * 1024
_PROPERTIES = {
    "title": "标题", "subject": "主题", "author": "作者", "keywords": "关键词",
    "comments": "备注", "last_author": "最后修改者", "last_saved_by": "最后修改者",
    "company": "单位", "manager": "经理", "category": "类别",
}  # fmt: skip
# Offsets in the file information block.
_FLAGS, _COUNTS, _CHPX, _CLX = 0x0A, 0x4C, 0x00FA, 0x01A2
_WORD_97 = 0x00C1
_ENCRYPTED, _TABLE_1 = 0x0100, 0x0200
# Parts of a document in the order of its characters; None is not shown to anybody.
_DOCUMENT_PARTS = ("正文", "脚注", "页眉页脚", None, "批注", "尾注", "文本框", "文本框")
_PAGE = 512
# Operations on the look of characters: deleted as a tracked change, hidden.
_SPRM_DELETED, _SPRM_HIDDEN = 0x0800, 0x083C
_OPERAND_SIZES = (1, 1, 2, 4, 2, 2, 0, 3)
_FIELD_BEGIN, _FIELD_SEPARATOR, _FIELD_END = "\x13", "\x14", "\x15"
_FEW = 5
# The code page 65001 as a short number is negative, and legacy-doc takes it as it is.
_UTF8_SHORT, _UTF8_LONG = b"\x02\0\0\0\xe9\xfd\0\0", b"\x03\0\0\0\xe9\xfd\0\0"


def open_compound(file: IO[bytes], limits: Limits) -> OleReader:
    """The compound file.

    Raises:
        CannotRead: it is broken.
    """
    file.seek(0)
    options = ExtractionOptions(
        max_file_bytes=limits.file_mib * _MIB,
        max_text_bytes=limits.characters * 4,
        max_chain_sectors=limits.file_mib * _MIB // _PAGE,
    )
    try:
        return OleReader(file.read(), options=options)
    except (LegacyDocError, struct.error, IndexError) as error:
        raise CannotRead(Status.BROKEN) from error


def read_properties(compound: OleReader, found: Collector) -> None:
    """Hide author, company and the like; those of broken streams are left out."""
    for name, parse in (
        (SUMMARY_INFORMATION_STREAM, parse_summary_information),
        (DOCUMENT_SUMMARY_INFORMATION_STREAM, parse_document_summary_information),
    ):
        try:
            stream = compound.try_read_stream(name)
            known = parse(stream.replace(_UTF8_SHORT, _UTF8_LONG)) if stream else {}
        except (LegacyDocError, struct.error, IndexError, ValueError):
            continue
        for key, value in known.items():
            if key in _PROPERTIES and isinstance(value, str):
                found.hide(Hidden.PROPERTY, _PROPERTIES[key], value)


def read_doc(compound: OleReader, limits: Limits, found: Collector) -> None:
    """Read a DOC; hide deletions, hidden text and comments.

    Raises:
        CannotRead: broken, encrypted, or older than Word 97.
    """
    try:
        _Document(compound).read(found)
    except (LegacyDocError, struct.error, IndexError) as error:
        raise CannotRead(Status.BROKEN) from error


class _Document:
    """The streams of a DOC."""

    def __init__(self, compound: OleReader) -> None:
        self._main = compound.read_stream("WordDocument")
        flags = self._number("<H", _FLAGS)
        if flags & _ENCRYPTED:
            raise CannotRead(Status.ENCRYPTED)
        if self._number("<H", 2) < _WORD_97:
            raise CannotRead(Status.UNSUPPORTED, "word95")
        self._table = compound.read_stream("1Table" if flags & _TABLE_1 else "0Table")
        self._starts, self._kinds = self._marked_runs()

    def read(self, found: Collector) -> None:
        """Give the parts of the document, as they are seen or hidden."""
        counts = struct.unpack_from("<8I", self._main, _COUNTS)
        texts = self._texts(counts)
        has_pictures = any("\x01" in text or "\x08" in text for _part, _kind, text in texts)
        letters = 0
        for part, kind in dict.fromkeys((part, kind) for part, kind, _text in texts):
            text = normalize_word_text(
                _without_codes("".join(text for p, k, text in texts if (p, k) == (part, kind)))
            )
            if part is None:
                continue
            if part == "批注":
                found.hide(Hidden.COMMENT, part, text)
            elif kind is not None:
                found.hide(kind, part, text)
            else:
                letters += sum(map(str.isalnum, text))
                found.see(part, text)
        if letters < _FEW and has_pictures:
            found.pages = found.pages_without_text = 1

    def _texts(self, counts: tuple[int, ...]) -> list[tuple[str | None, Hidden | None, str]]:
        """Runs of equal part and kind, in order."""
        borders = [sum(counts[: index + 1]) for index in range(len(counts))]
        runs: list[tuple[str | None, Hidden | None, str]] = []
        for position, start, size, text in self._pieces():
            for index, character_at in self._cuts(start, size, len(text), position, borders):
                kind = self._kind_at(start + index * size)
                part = bisect_right(borders, position + index)
                name = _DOCUMENT_PARTS[part] if part < len(_DOCUMENT_PARTS) else None
                runs.append((name, kind, text[index:character_at]))
        return runs

    def _cuts(
        self, start: int, size: int, length: int, position: int, borders: list[int]
    ) -> Iterator[tuple[int, int]]:
        """Where, within a piece, the part or the look may change."""
        cuts = {0, length}
        cuts.update(border - position for border in borders if 0 < border - position < length)
        first = bisect_right(self._starts, start)
        last = bisect_right(self._starts, start + length * size)
        cuts.update(
            (each - start) // size
            for each in self._starts[first:last]
            if 0 < (each - start) // size < length
        )
        ordered = sorted(cuts)
        yield from pairwise(ordered)

    def _pieces(self) -> Iterator[tuple[int, int, int, str]]:
        """Place of the first character, place in the stream, bytes a character, and text."""
        table = self._piece_table()
        number = (len(table) - 4) // 12
        positions = struct.unpack_from(f"<{number + 1}I", table, 0)
        for index in range(number):
            (encoded,) = struct.unpack_from("<I", table, 4 * (number + 1) + index * 8 + 2)
            is_narrow = bool(encoded & 0x40000000)
            start = encoded & 0x3FFFFFFF
            start, size = (start // 2, 1) if is_narrow else (start, 2)
            length = positions[index + 1] - positions[index]
            if length <= 0 or start + length * size > len(self._main):
                continue
            raw = self._main[start : start + length * size]
            # Lone surrogates keep their place, so that places stay places.
            text = raw.decode("cp1252", "replace") if is_narrow else _utf16(raw)
            yield positions[index], start, size, text

    def _piece_table(self) -> bytes:
        start, size = self._number("<I", _CLX), self._number("<I", _CLX + 4)
        data, at = self._table[start : start + size], 0
        while at < len(data) and data[at] == 1:
            at += 3 + struct.unpack_from("<H", data, at + 1)[0]
        if at >= len(data) or data[at] != 2:  # noqa: PLR2004 - the mark of the piece table
            raise CannotRead(Status.BROKEN)
        (length,) = struct.unpack_from("<I", data, at + 1)
        return data[at + 5 : at + 5 + length]

    def _marked_runs(self) -> tuple[list[int], list[Hidden | None]]:
        """Places in the stream from which on text is deleted, hidden, or neither."""
        start, size = self._number("<I", _CHPX), self._number("<I", _CHPX + 4)
        data = self._table[start : start + size]
        number = max((len(data) - 4) // 8, 0)
        pages = struct.unpack_from(f"<{number}I", data, 4 * (number + 1)) if number else ()
        runs: list[tuple[int, Hidden | None]] = []
        for page in pages:
            begin = (page & 0x3FFFFF) * _PAGE
            runs += _runs_of(self._main[begin : begin + _PAGE])
        runs.sort(key=lambda run: run[0])
        return [place for place, _kind in runs], [kind for _place, kind in runs]

    def _kind_at(self, place: int) -> Hidden | None:
        index = bisect_right(self._starts, place) - 1
        return self._kinds[index] if index >= 0 else None

    def _number(self, kind: str, offset: int) -> int:
        return int(struct.unpack_from(kind, self._main, offset)[0])


def _runs_of(page: bytes) -> Iterator[tuple[int, Hidden | None]]:
    """Runs of a page of character formatting ([MS-DOC] ChpxFkp)."""
    if len(page) < _PAGE:
        return
    number = page[_PAGE - 1]
    if 4 * (number + 1) + number > _PAGE:
        return
    places = struct.unpack_from(f"<{number + 1}I", page, 0)
    for index in range(number):
        offset = page[4 * (number + 1) + index] * 2
        size = page[offset] if offset else 0
        yield places[index], _kind_of(page[offset + 1 : offset + 1 + size])


def _kind_of(operations: bytes) -> Hidden | None:
    kind: Hidden | None = None
    at = 0
    while at + 2 < len(operations):
        (operation,) = struct.unpack_from("<H", operations, at)
        size = _OPERAND_SIZES[operation >> 13] or 1 + operations[at + 2]
        value = operations[at + 2]
        if operation == _SPRM_DELETED and value == 1:
            return Hidden.DELETION
        if operation == _SPRM_HIDDEN and value == 1:
            kind = Hidden.TEXT
        at += 2 + size
    return kind


def _utf16(raw: bytes) -> str:
    return "".join(map(chr, struct.unpack(f"<{len(raw) // 2}H", raw)))


def _without_codes(text: str) -> str:
    """Text without the codes of fields, which stand before what the fields show."""
    pieces, depth, is_code = [], 0, [False]
    for character in text:
        if character == _FIELD_BEGIN:
            depth += 1
            is_code.append(True)
        elif character == _FIELD_SEPARATOR and depth:
            is_code[-1] = False
        elif character == _FIELD_END and depth:
            depth -= 1
            is_code.pop()
        elif not any(is_code):
            pieces.append(character)
    # Pairs of surrogates become characters again.
    return "".join(pieces).encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
