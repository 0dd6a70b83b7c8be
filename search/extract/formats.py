"""What a file is, by its content, and who reads it."""

from __future__ import annotations

import zipfile
from typing import IO, TYPE_CHECKING

from .limits import Limits, open_container
from .result import CannotRead, Collector, Status

if TYPE_CHECKING:
    from legacy_doc.ole import OleReader

_HEAD = 8192
# Readers find the mark within the first kilobyte (ISO 32000-1, annex H, note 13).
_PDF_WITHIN = 1024
_COMPOUND = bytes.fromhex("d0cf11e0a1b11ae1")
_ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_PICTURES = {
    b"\xff\xd8\xff": "jpeg", b"\x89PNG": "png", b"GIF8": "gif", b"II*\0": "tiff",
    b"MM\0*": "tiff", b"BM": "bmp",
}  # fmt: skip
_MARKUP = (b"<!doctype html", b"<html", b"<head", b"<body")
_ARCHIVES = {b"Rar!": "rar", b"7z\xbc\xaf": "7z", b"\x1f\x8b": "gz"}
_MIB = 1024 * 1024
# Lines of a table have as many commas as the first ones.
_CSV_LINES = 5


def read(file: IO[bytes], limits: Limits, found: Collector) -> None:
    """Read a file into ``found``.

    Readers are imported here, so that a process loads only the library that it needs.

    Raises:
        CannotRead: with the status that the file gets.
        Enough: what was read is all that is kept.
    """
    size = file.seek(0, 2)
    if not size:
        raise CannotRead(Status.EMPTY)
    if size > limits.file_mib * _MIB:
        raise CannotRead(Status.TOO_LARGE, "bytes")
    file.seek(0)
    head = file.read(_HEAD)
    file.seek(0)
    if head.startswith(_ZIP):
        _read_container(file, limits, found)
    elif head.startswith(_COMPOUND):
        _read_compound(file, limits, found)
    elif head.lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith(_MARKUP):
        _read_html(file, limits, found)
    elif b"%PDF-" in head[:_PDF_WITHIN]:
        from . import pdf

        found.format = "pdf"
        pdf.read(file, limits, found)
    else:
        _read_other(file, head, limits, found)


def _read_container(file: IO[bytes], limits: Limits, found: Collector) -> None:
    found.format = "zip"
    archive = open_container(file, limits)
    names = set(archive.namelist())
    file.seek(0)
    if "word/document.xml" in names:
        from . import word

        found.format = "docx"
        word.read(archive, limits, found)
    elif "xl/workbook.xml" in names:
        from . import sheets

        found.format = "xlsx"
        sheets.read_xlsx(file, archive, limits, found)
    elif "ppt/presentation.xml" in names:
        from . import slides

        found.format = "pptx"
        slides.read(archive, limits, found)
    elif any(name.lower().lstrip("/") == "ofd.xml" for name in names):
        from . import ofd

        found.format = "ofd"
        ofd.read(file, archive, limits, found)
    elif not names:
        raise CannotRead(Status.EMPTY)
    else:
        found.format = _other_container(archive)
        raise CannotRead(Status.UNSUPPORTED, "archive" if found.format == "zip" else "format")


def _other_container(archive: zipfile.ZipFile) -> str:
    names = archive.namelist()
    if "mimetype" in names and names[0] == "mimetype":
        return "odf"
    if "xl/workbook.bin" in names:
        return "xlsb"
    return "zip"


def _read_compound(file: IO[bytes], limits: Limits, found: Collector) -> None:
    from . import legacy

    found.format = "ole"
    compound = legacy.open_compound(file, limits)
    if compound.has_stream("EncryptedPackage"):
        raise CannotRead(Status.ENCRYPTED)
    if compound.has_stream("WordDocument"):
        found.format = "doc"
        legacy.read_properties(compound, found)
        legacy.read_doc(compound, limits, found)
    elif compound.has_stream("Workbook") or compound.has_stream("Book"):
        _read_xls(file, compound, limits, found)
    else:
        found.format = "ppt" if compound.has_stream("PowerPoint Document") else "ole"
        raise CannotRead(Status.UNSUPPORTED, "format")


def _read_xls(file: IO[bytes], compound: OleReader, limits: Limits, found: Collector) -> None:
    from . import legacy, sheets

    found.format = "xls"
    legacy.read_properties(compound, found)
    sheets.read_xls(file, limits, found)


def _read_html(file: IO[bytes], limits: Limits, found: Collector) -> None:
    from . import plain

    found.format = "html"
    plain.read_html(file, limits, found)


def _read_other(file: IO[bytes], head: bytes, limits: Limits, found: Collector) -> None:
    from . import plain

    for mark, name in _PICTURES.items():
        if head.startswith(mark) and not (name == "bmp" and plain.is_text(head)):
            found.format = name
            found.pages = found.pages_without_text = 1
            return
    for mark, name in _ARCHIVES.items():
        if head.startswith(mark):
            found.format = name
            raise CannotRead(Status.UNSUPPORTED, "archive")
    if head.startswith(b"{\\rtf"):
        found.format = "rtf"
        raise CannotRead(Status.UNSUPPORTED, "format")
    if not head.strip(b"\0"):
        # Space that a failed transfer left.
        raise CannotRead(Status.BROKEN)
    if not plain.is_text(head):
        raise CannotRead(Status.UNSUPPORTED, "unknown")
    if _is_xml(head):
        found.format = "xml"
        raise CannotRead(Status.UNSUPPORTED, "format")
    if _is_table(head):
        found.format = "csv"
        plain.read_csv(file, limits, found)
        return
    found.format = "txt"
    plain.read_text(file, limits, found)


def _is_xml(head: bytes) -> bool:
    return head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<?xml")


def _is_table(head: bytes) -> bool:
    lines = [line for line in head.split(b"\n") if line.strip()][:-1] or [head]
    numbers = {line.count(b",") for line in lines[:_CSV_LINES]}
    return len(numbers) == 1 and min(numbers) > 0
