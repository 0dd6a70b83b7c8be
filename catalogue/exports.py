"""Downloads of an item list: streamed, so that memory does not grow with the list."""

from __future__ import annotations

import csv
import json
import tempfile
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.http import FileResponse, HttpRequest, HttpResponseBase, StreamingHttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext_lazy as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from wagtail.models import Page

from .enums import DisclosureMode, DisclosurePeriod, Kind, Validity

CHUNK = 2000

# Key in JSON, heading in sheets; in the order of the guidelines' core metadata.
COLUMNS: dict[str, Any] = {
    "index_number": _("索引号"),
    "title": _("名称"),
    "document_number": _("文号"),
    "summary": _("内容概述"),
    "organ": _("发布机构"),
    "written_on": _("成文日期"),
    "published_on": _("发布日期"),
    "topic": _("主题分类"),
    "genre": _("体裁分类"),
    "audience": _("服务对象"),
    "kind": _("信息类别"),
    "disclosure_mode": _("公开方式"),
    "disclosure_period": _("公开时限"),
    "effective_on": _("生效日期"),
    "expires_on": _("失效日期"),
    "repealed_on": _("废止日期"),
    "validity": _("有效性"),
    "keywords": _("关键词"),
    "url": _("网址"),
}
_LOOKUPS = {
    "organ": "organ__name",
    "genre": "genre__name",
    "audience": "audience__name",
    "validity": "validity_today",
    "topic": "topic__name",
    "url": "url_path",
}
_LABELS: dict[str, dict[str, Any]] = {
    "kind": dict(Kind.choices),
    "disclosure_mode": dict(DisclosureMode.choices),
    "disclosure_period": dict(DisclosurePeriod.choices),
    "validity": dict(Validity.choices),
}
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def rows(items: QuerySet[Any], page: Page) -> Iterator[dict[str, Any]]:
    """One dictionary an item, keys as in :data:`COLUMNS`; dates stay dates."""
    base = page.get_full_url() or ""
    base_path = page.url_path
    lookups = [_LOOKUPS.get(key, key) for key in COLUMNS]
    # A row's address is derived from its tree path: the list's page and its items share a site.
    root = base[: len(base) - len(page.get_url() or "")] if base else ""
    site_path = base_path[: len(base_path) - len(page.get_url() or "")]
    found = items.values_list(*lookups, "topic__parent__name")
    for values in found.iterator(chunk_size=CHUNK):
        row = dict(zip(COLUMNS, values, strict=False))
        if values[-1]:
            row["topic"] = f"{values[-1]}/{row['topic']}"
        for key, labels in _LABELS.items():
            row[key] = str(labels.get(row[key], row[key]))
        row["url"] = root + row["url"].removeprefix(site_path)
        yield row


def export_csv(items: QuerySet[Any], page: Page, request: HttpRequest) -> HttpResponseBase:
    """CSV with a byte order mark, without which Excel in China shows it garbled."""
    writer = csv.writer(_Echo())

    def lines() -> Iterator[str]:
        yield "\ufeff"
        yield writer.writerow([str(label) for label in COLUMNS.values()])
        for row in rows(items, page):
            yield writer.writerow([guarded(value) for value in row.values()])

    return _stream(lines(), page, "csv", "text/csv; charset=utf-8")


def export_json(items: QuerySet[Any], page: Page, request: HttpRequest) -> HttpResponseBase:
    """A JSON array of objects, one item a line."""

    def lines() -> Iterator[str]:
        yield "["
        for number, row in enumerate(rows(items, page)):
            yield ",\n" if number else "\n"
            yield json.dumps(row, ensure_ascii=False, default=_iso)
        yield "\n]\n"

    return _stream(lines(), page, "json", "application/json; charset=utf-8")


def export_xlsx(items: QuerySet[Any], page: Page, request: HttpRequest) -> HttpResponseBase:
    """A workbook, written row by row to a temporary file."""
    workbook = Workbook(write_only=True)
    sheet = workbook.create_sheet(str(_("公开目录")))
    sheet.freeze_panes = "A2"
    for letter, width in {"A": 24, "B": 60, "C": 22, "D": 40, "E": 24, "S": 50}.items():
        sheet.column_dimensions[letter].width = width
    sheet.append([_heading(sheet, str(label)) for label in COLUMNS.values()])
    for row in rows(items, page):
        sheet.append([guarded(value) for value in row.values()])
    # The response closes the file; a disk file keeps memory flat whatever the length.
    target = tempfile.TemporaryFile()  # noqa: SIM115 - FileResponse owns and closes it
    workbook.save(target)
    target.seek(0)
    return FileResponse(
        target,
        as_attachment=True,
        filename=f"{page.title}.xlsx",
        content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    )


EXPORTERS: dict[str, Callable[[QuerySet[Any], Page, HttpRequest], HttpResponseBase]] = {
    "csv": export_csv,
    "xlsx": export_xlsx,
    "json": export_json,
}


class _Echo:
    """A file that gives back what is written: csv.writer's hook for streaming."""

    def write(self, value: str) -> str:
        return value


def _stream(
    lines: Iterable[str], page: Page, extension: str, content_type: str
) -> StreamingHttpResponse:
    response = StreamingHttpResponse(lines, content_type=content_type)
    response["Content-Disposition"] = content_disposition_header(
        as_attachment=True, filename=f"{page.title}.{extension}"
    )
    return response


def guarded(value: Any) -> Any:
    """Keep a spreadsheet from reading a text as a formula (CSV injection)."""
    if isinstance(value, str):
        # Control characters are not allowed in a workbook's XML.
        value = "".join(char for char in value if char.isprintable() or char == "\n")
        return f"'{value}" if value.startswith(_FORMULA_STARTS) else value
    return value


def _heading(sheet: Any, text: str) -> WriteOnlyCell:
    cell = WriteOnlyCell(sheet, value=text)
    cell.font = Font(bold=True)
    return cell


def _iso(value: date) -> str:
    return value.isoformat()
