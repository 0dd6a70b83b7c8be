"""Downloads of an item list: streamed, so that memory does not grow with the list."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from itertools import chain, islice
from typing import Any
from urllib.parse import quote

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from .enums import DisclosureMode, DisclosurePeriod, Kind, Validity
from .organ_names import name_then
from .spreadsheets import CONTENT_TYPE, stream_workbook

CHUNK = 2000
# Lines sent at once: each piece of a streamed answer costs a system call.
LINES_AT_ONCE = 200

# Key in JSON, heading and width in sheets; in the order of the item page's metadata.
COLUMNS: dict[str, tuple[Any, int]] = {
    "index_number": (_("索引号"), 24),
    "title": (_("名称"), 60),
    "summary": (_("内容概述"), 40),
    "written_on": (_("成文日期"), 12),
    "organ": (_("发布机构"), 24),
    "topic": (_("主题分类"), 24),
    "genre": (_("体裁分类"), 12),
    "keywords": (_("关键词"), 24),
    "document_number": (_("文号"), 22),
    "effective_on": (_("生效日期"), 12),
    "expires_on": (_("失效日期"), 12),
    "repealed_on": (_("废止日期"), 12),
    "audience": (_("服务对象"), 12),
    "published_on": (_("发布日期"), 12),
    "validity": (_("有效性"), 12),
    "kind": (_("信息类别"), 12),
    "disclosure_mode": (_("公开方式"), 12),
    "disclosure_period": (_("公开时限"), 12),
    "url": (_("网址"), 50),
}
_LOOKUPS = {
    "organ": "organ__name",
    "genre": "genre__name",
    "audience": "audience__name",
    "validity": "validity_today",
    "topic": "topic__name",
    "url": "url_path",
}
_LABELS: dict[str, list[tuple[str, Any]]] = {
    "kind": Kind.choices,
    "disclosure_mode": DisclosureMode.choices,
    "disclosure_period": DisclosurePeriod.choices,
    "validity": Validity.choices,
}
# Full-width forms too: spreadsheets with a Chinese or Japanese input method read them alike.
_FORMULA_STARTS = tuple("=+-@＝＋－＠\t\r\n")


Row = dict[str, Any]


def rows(
    items: QuerySet[Any], root: Page, request: HttpRequest | None, more: Sequence[str] = ()
) -> Iterator[Row]:
    """One dictionary an item, keys as in :data:`COLUMNS`; dates stay dates, empty is empty text.

    ``items`` are annotated with ``validity_today`` and stand below ``root``, from whose address
    and tree path theirs follow without a query. Values of the lookups ``more`` follow as they are,
    under their own names.
    """
    _site_id, host, path = root.get_url_parts(request) or (None, "", root.url_path)
    address = f"{host}{path}"
    above = len(root.url_path)
    labels = {
        key: {value: str(label) for value, label in choices} for key, choices in _LABELS.items()
    }
    lookups = [_LOOKUPS.get(key, key) for key in COLUMNS]
    read = items.values_list(
        *lookups, "topic__parent__name", "organ__short_name", "organ__names_before", *more
    )
    for values in read.iterator(chunk_size=CHUNK):
        stored, added = values[: len(lookups)], values[len(lookups) :]
        topic_class, short_name, names_before, *others = added
        row = dict(zip(COLUMNS, ("" if each is None else each for each in stored), strict=True))
        if topic_class:
            row["topic"] = f"{topic_class}/{row['topic']}"
        if names_before:
            day: Any = row["written_on"] or row["published_on"] or None
            row["organ"] = name_then(row["organ"], short_name, names_before, day)
        for key, names in labels.items():
            row[key] = names.get(row[key], row[key])
        row["url"] = address + quote(row["url"][above:])
        row.update(zip(more, others, strict=True))
        yield row


def csv_text(found: Iterable[Row]) -> Iterator[str]:
    """Rows as CSV with a byte order mark, without which Excel in China shows it garbled."""
    writer = csv.writer(_Echo())
    headings = [str(label) for label, _width in COLUMNS.values()]
    lines = (writer.writerow([guarded(value) for value in row.values()]) for row in found)
    return _joined(chain(["\ufeff", writer.writerow(headings)], lines))


def json_text(found: Iterable[Row]) -> Iterator[str]:
    """Rows as a JSON array of objects, one item a line; an absent date is an empty text."""
    lines = (("," if number else "") + "\n" + json_line(row) for number, row in enumerate(found))
    return _joined(chain(["["], lines, ["\n]\n"]))


def json_line(row: Row) -> str:
    """A row as a JSON object on one line."""
    return json.dumps(row, ensure_ascii=False, default=date.isoformat)


def workbook(found: Iterable[Row]) -> Iterator[bytes]:
    """Rows as a workbook; texts are typed as texts and need no guard."""
    return stream_workbook(
        _t("公开目录"),
        [str(label) for label, _width in COLUMNS.values()],
        (row.values() for row in found),
        [width for _label, width in COLUMNS.values()],
    )


def export_csv(
    items: QuerySet[Any], root: Page, request: HttpRequest, title: str
) -> HttpResponseBase:
    """The list as CSV."""
    content = csv_text(rows(items, root, request))
    return _stream(content, f"{title}.csv", "text/csv; charset=utf-8")


def export_json(
    items: QuerySet[Any], root: Page, request: HttpRequest, title: str
) -> HttpResponseBase:
    """The list as JSON."""
    content = json_text(rows(items, root, request))
    return _stream(content, f"{title}.json", "application/json; charset=utf-8")


def export_xlsx(
    items: QuerySet[Any], root: Page, request: HttpRequest, title: str
) -> HttpResponseBase:
    """The list as a workbook."""
    return _stream(workbook(rows(items, root, request)), f"{title}.xlsx", CONTENT_TYPE)


Exporter = Callable[[QuerySet[Any], Page, HttpRequest, str], HttpResponseBase]
# By the last part of the address.
EXPORTERS: dict[str, Exporter] = {"csv": export_csv, "xlsx": export_xlsx, "json": export_json}


def guarded(value: Any) -> Any:
    """Keep a spreadsheet from reading a text of a CSV file as a formula (CSV injection)."""
    if isinstance(value, str) and value.lstrip(" ").startswith(_FORMULA_STARTS):
        return f"'{value}"
    return value


class _Echo:
    """A file that gives back what is written: csv.writer's hook for streaming."""

    def write(self, value: str) -> str:
        return value


def _joined(lines: Iterable[str]) -> Iterator[str]:
    waiting = iter(lines)
    while batch := list(islice(waiting, LINES_AT_ONCE)):
        yield "".join(batch)


def _stream(
    content: Iterable[str] | Iterable[bytes], filename: str, content_type: str
) -> StreamingHttpResponse:
    response = StreamingHttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = content_disposition_header(
        as_attachment=True, filename=filename
    )
    return response
