"""Downloads of a register's list: Chinese headings, and nothing that a spreadsheet would run."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator, Sequence
from importlib import import_module
from typing import Any

from django.apps import apps
from django.http import HttpResponseBase, StreamingHttpResponse
from django.utils.http import content_disposition_header

# Heading, width in characters, and what stands in the column for a row.
SheetColumn = tuple[str, int, Callable[[Any], Any]]
_CHUNK = 2000


def _catalogue(name: str) -> Any:
    return import_module(f"{apps.get_app_config('gongkai_catalogue').name}.{name}")


def as_workbook(title: str, columns: Sequence[SheetColumn], rows: Any) -> HttpResponseBase:
    """A workbook (XLSX): texts are typed as texts, dates as dates, numbers as numbers."""
    sheets = _catalogue("spreadsheets")
    content = sheets.stream_workbook(
        title,
        [heading for heading, _width, _value in columns],
        _values(columns, rows),
        [width for _heading, width, _value in columns],
    )
    return _answer(content, f"{title}.xlsx", sheets.CONTENT_TYPE)


def as_csv(title: str, columns: Sequence[SheetColumn], rows: Any) -> HttpResponseBase:
    """CSV with a byte order mark, without which Excel in China shows it garbled."""
    return _answer(_lines(columns, rows), f"{title}.csv", "text/csv; charset=utf-8")


def _lines(columns: Sequence[SheetColumn], rows: Any) -> Iterator[str]:
    writer = csv.writer(_Echo())
    guarded = _catalogue("exports").guarded
    yield "\ufeff" + writer.writerow([heading for heading, _width, _value in columns])
    for values in _values(columns, rows):
        yield writer.writerow(["" if value is None else guarded(value) for value in values])


def _values(columns: Sequence[SheetColumn], rows: Any) -> Iterator[list[Any]]:
    for row in rows.iterator(chunk_size=_CHUNK):
        yield [value(row) for _heading, _width, value in columns]


class _Echo:
    """A file that gives back what is written: csv.writer's hook for streaming."""

    def write(self, value: str) -> str:
        return value


def _answer(content: Iterable[Any], filename: str, content_type: str) -> StreamingHttpResponse:
    response = StreamingHttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = content_disposition_header(
        as_attachment=True, filename=filename
    )
    return response
