"""The formats of an export, written as they are sent.

JSON Lines is the one that loses least: the body is HTML there. Sheets have plain text, since
offices read them; a text that is longer than a cell holds goes on in further columns (正文续1, …),
which the import joins again. The ZIP holds the JSON Lines and, beside them, all attachments.
"""

from __future__ import annotations

import csv
import json
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.apps import apps
from django.db.models import TextField
from django.db.models.functions import Cast, Length
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from ..fields import FIELDS
from ..rooms import catalogue
from .bodies import body_text
from .files import path_of, pieces_of
from .rows import COLUMNS, Row, rows_of

# What a cell of a workbook holds is 32,767 characters.
_LONGEST_CELL = 32_000
_LINES_AT_ONCE = 100
_BODY_WIDTH = 60
SHEET = "条目.jsonl"
MISSING = "缺失的附件.txt"


@dataclass(frozen=True)
class Format:
    """A format.

    Attributes:
        code: ending of the file's name.
        pieces: the bytes of a file, one piece after the other, of items of a column.
    """

    code: str
    label: Any
    content_type: str
    pieces: Callable[[Any, Any], Iterator[bytes]]


def headings() -> list[str]:
    """Headings of the columns: those that the import understands, whatever the language is."""
    with override("zh-hans"):
        return [str(FIELDS[code].label) for code in COLUMNS]


def _xlsx(items: Any, column: Any) -> Iterator[bytes]:
    names, widths = headings(), list(COLUMNS.values())
    body = list(COLUMNS).index("body")
    more = _cells_for_bodies(items) - 1
    # A sheet has no place for files.
    names = [*names[: body + 1], *(f"正文续{n}" for n in range(1, more + 1)), *names[body + 1 :]]
    widths = [*widths[: body + 1], *[_BODY_WIDTH] * more, *widths[body + 1 :]]
    rows = rows_of(items, column, as_html=False, with_files=False)
    return catalogue("spreadsheets").stream_workbook(  # type: ignore[no-any-return]
        _("条目"), names, (_cells(row, more) for row in rows), widths
    )


def _cells(row: Row, more: int) -> list[Any]:
    values: list[Any] = []
    for code in COLUMNS:
        if code == "body":
            parts = parts_of(row[code])
            values += [*parts, *[""] * (more + 1 - len(parts))]
        else:
            values.append(row[code])
    return values


def parts_of(text: str) -> list[str]:
    """A text in parts that a cell holds, broken between lines wherever there are lines."""
    parts: list[str] = []
    rest = text
    while len(rest) > _LONGEST_CELL:
        end = rest.rfind("\n", 1, _LONGEST_CELL)
        end = _LONGEST_CELL if end < 0 else end
        parts.append(rest[:end])
        rest = rest[end:].removeprefix("\n")
    return [*parts, rest]


def _cells_for_bodies(items: Any) -> int:
    """Cells that the longest body needs; only long bodies are read for it."""
    # PostgreSQL measures no JSON.
    size = Length(Cast("body", TextField()))
    long = items.annotate(size=size).filter(size__gt=_LONGEST_CELL)
    return max((len(parts_of(body_text(item.body))) for item in long.iterator(50)), default=1)


def _csv(items: Any, column: Any) -> Iterator[bytes]:
    guarded = catalogue("exports").guarded
    lines = _Lines()
    writer = csv.writer(lines)
    # Without the mark Excel in China shows it garbled.
    yield b"\xef\xbb\xbf"
    writer.writerow(headings())
    for row in rows_of(items, column, as_html=False, with_files=False):
        writer.writerow([guarded(_text(value)) for value in row_values(row)])
        if len(lines.waiting) >= _LINES_AT_ONCE:
            yield lines.take()
    yield lines.take()


def row_values(row: Row) -> list[Any]:
    """The values of a row in the order of the columns."""
    return [row[code] for code in COLUMNS]


def _text(value: Any) -> str:
    return value.isoformat() if isinstance(value, date) else str(value or "")


def _jsonl(items: Any, column: Any) -> Iterator[bytes]:
    return _json_lines(rows_of(items, column, as_html=True, with_files=False))


def _json_lines(rows: Iterable[Row]) -> Iterator[bytes]:
    """One object a line; what is empty is left out."""
    names = headings()
    for row in rows:
        pairs = zip(names, row_values(row), strict=True)
        said = {name: value for name, value in pairs if value not in (None, "")}
        yield f"{json.dumps(said, ensure_ascii=False, default=date.isoformat)}\n".encode()


def _zip(items: Any, column: Any) -> Iterator[bytes]:
    """The sheet first, then each file once, however many items have it."""
    sink = catalogue("spreadsheets").Sink()
    missing: list[str] = []
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as archive:
        with archive.open(SHEET, "w") as sheet:
            for line in _json_lines(rows_of(items, column, as_html=True, with_files=True)):
                sheet.write(line)
                yield sink.take()
        for path, document in _documents(items):
            yield from _put(archive, sink, path, document, missing)
        if missing:
            archive.writestr(MISSING, "\n".join(missing))
    yield sink.take()


def _put(
    archive: zipfile.ZipFile, sink: Any, path: str, document: Any, missing: list[str]
) -> Iterator[bytes]:
    pieces = pieces_of(document)
    try:
        first = next(pieces, b"")
    except OSError:
        # One lost file must not keep all others back.
        missing.append(path)
        return
    with archive.open(path, "w", force_zip64=True) as file:
        file.write(first)
        for piece in pieces:
            file.write(piece)
            yield sink.take()
    yield sink.take()


def _documents(items: Any) -> Iterator[tuple[str, Any]]:
    model = apps.get_model("gongkai_catalogue.ItemAttachment")
    rows = model.objects.filter(item__in=items.order_by().values("pk")).select_related("document")
    done: set[str] = set()
    for attachment in rows.order_by("pk").iterator(chunk_size=200):
        path = path_of(attachment)
        if path not in done:
            done.add(path)
            yield path, attachment.document


class _Lines:
    """A file that keeps what is written until it is taken: csv.writer's hook for streaming."""

    def __init__(self) -> None:
        self.waiting: list[str] = []

    def write(self, text: str) -> int:
        self.waiting.append(text)
        return len(text)

    def take(self) -> bytes:
        taken = "".join(self.waiting).encode()
        self.waiting.clear()
        return taken


FORMATS: dict[str, Format] = {
    each.code: each
    for each in (
        Format(
            "xlsx",
            gettext_lazy("Excel工作簿（XLSX），正文为纯文本，不含附件"),
            "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            _xlsx,
        ),
        Format(
            "csv",
            gettext_lazy("CSV，正文为纯文本，不含附件"),
            "text/csv; charset=utf-8",
            _csv,
        ),
        Format(
            "jsonl",
            gettext_lazy("JSON Lines，正文保留格式，不含附件"),
            "application/jsonl; charset=utf-8",
            _jsonl,
        ),
        Format(
            "zip",
            gettext_lazy("ZIP：JSON Lines和全部附件"),
            "application/zip",
            _zip,
        ),
    )
}
