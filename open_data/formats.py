"""The formats in which the items of a year can be had."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .rooms import catalogue

FULL_TEXT = "full.jsonl"
# Key of an item's text in the lines of :data:`FULL_TEXT`.
TEXT = "text"
# What the European Union's vocabulary of file types calls them; DCAT-AP asks for these addresses.
_FILE_TYPES = "http://publications.europa.eu/resource/authority/file-type/"
_IANA = "http://www.iana.org/assignments/media-types/"


@dataclass(frozen=True)
class Format:
    """A format.

    Attributes:
        code: last part of the address, and ending of the file's name.
        label: its name for readers.
        media_type: registered with IANA, without parameters.
        file_type: last part of its address in :data:`_FILE_TYPES`.
        render: texts or bytes of a file, one piece after the other, from rows of the exports;
            None for :data:`FULL_TEXT`, which is what all others are made from.
    """

    code: str
    label: str | Promise
    media_type: str
    file_type: str
    render: Callable[[Iterable[dict[str, Any]]], Iterator[str] | Iterator[bytes]] | None

    @property
    def content_type(self) -> str:
        """Value of the header."""
        return self.media_type if self.code == "xlsx" else f"{self.media_type}; charset=utf-8"

    @property
    def file_type_url(self) -> str:
        """Address of the type in the vocabulary of file types."""
        return f"{_FILE_TYPES}{self.file_type}"

    @property
    def media_type_url(self) -> str:
        """Address of the media type at IANA."""
        return f"{_IANA}{self.media_type}"


def _csv(rows: Iterable[dict[str, Any]]) -> Iterator[str]:
    return catalogue("exports").csv_text(rows)  # type: ignore[no-any-return]


def _json(rows: Iterable[dict[str, Any]]) -> Iterator[str]:
    return catalogue("exports").json_text(rows)  # type: ignore[no-any-return]


def _xlsx(rows: Iterable[dict[str, Any]]) -> Iterator[bytes]:
    return catalogue("exports").workbook(rows)  # type: ignore[no-any-return]


def _jsonl(rows: Iterable[dict[str, Any]]) -> Iterator[str]:
    line = catalogue("exports").json_line
    return (f"{line(row)}\n" for row in rows)


FORMATS: dict[str, Format] = {
    each.code: each
    for each in (
        Format("csv", "CSV", "text/csv", "CSV", _csv),
        Format(
            "xlsx",
            "XLSX",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            "XLSX",
            _xlsx,
        ),
        Format("json", "JSON", "application/json", "JSON", _json),
        # No media type of JSON Lines is registered; this is what most call it.
        Format("jsonl", "JSON Lines", "application/jsonl", "JSON", _jsonl),
        Format(FULL_TEXT, _("JSON Lines（含正文）"), "application/jsonl", "JSON", None),
    )
}
FORMAT_CHOICES = [(each.code, each.label) for each in FORMATS.values()]
