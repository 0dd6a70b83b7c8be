"""A standard catalogue as an XLSX in the layout of the form: a sheet for each field, headings in
three lines, equal 序号 and 一级事项 merged downwards."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter

from .channels import write_channels
from .models import StandardCatalogue, StandardRow

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_SINGLE_AFTER = ("公开内容（要素）", "公开依据", "公开时限", "公开主体", "公开渠道和载体")
_WIDTHS = (6, 14, 16, 36, 36, 20, 16, 26, 7, 10, 7, 10, 7, 7)
_HEAD = 2
_FORBIDDEN = re.compile(r"[\[\]:*?/\\']")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_LINE = Side(style="thin", color="808080")
_BORDER = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)


def workbook_of(catalogue: StandardCatalogue, rows: Iterable[StandardRow]) -> bytes:
    """The bytes of the workbook."""
    book = Workbook()
    book.remove(book.worksheets[0])
    names: set[str] = set()
    for area, own in groupby(rows, key=lambda row: row.area):
        sheet = book.create_sheet(_sheet_name(area, names))
        _fill(sheet, catalogue, area, list(own))
    if not book.worksheets:
        _fill(book.create_sheet(_sheet_name("", names)), catalogue, "", [])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _sheet_name(area: str, taken: set[str]) -> str:
    base = _FORBIDDEN.sub(" ", area).strip()[:28] or "Sheet1"
    name, number = base, 1
    while name in taken:
        number += 1
        name = f"{base}{number}"
    taken.add(name)
    return name


def _fill(sheet: Any, catalogue: StandardCatalogue, area: str, rows: Sequence[StandardRow]) -> None:
    width = len(_WIDTHS)
    title = f"{area}领域{catalogue.name}" if area else catalogue.name
    sheet.append([_text(title)])
    sheet.merge_cells(start_row=1, start_column=1, end_row=1, end_column=width)
    sheet["A1"].font = Font(bold=True, size=16)
    sheet["A1"].alignment = Alignment(horizontal="center", vertical="center")
    _headings(sheet, catalogue)
    for row in rows:
        sheet.append(_values(row))
    _merge_equal(sheet, rows)
    for number, columns in enumerate(_WIDTHS, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = columns
    for line in sheet.iter_rows(min_row=_HEAD, max_col=width):
        for cell in line:
            cell.border = _BORDER
            is_mark = cell.column == 1 or cell.column >= 9 or cell.row <= _HEAD + 1  # noqa: PLR2004 - columns of marks
            cell.alignment = Alignment(
                wrap_text=True, vertical="center", horizontal="center" if is_mark else "left"
            )
    sheet.freeze_panes = f"D{_HEAD + 2}"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A3
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_title_rows = f"{_HEAD}:{_HEAD + 1}"


def _headings(sheet: Any, catalogue: StandardCatalogue) -> None:
    upper, lower = catalogue.level_names
    groups = (
        ("公开对象", ("全社会", "特定群众")),
        ("公开方式", ("主动", "依申请公开")),
        ("公开层级", (upper, lower)),
    )
    first = ["序号", "公开事项", "", *_SINGLE_AFTER]
    second = ["", "一级事项", "二级事项", *([""] * len(_SINGLE_AFTER))]
    for heading, names in groups:
        first += [heading, ""]
        second += names
    sheet.append(first)
    sheet.append(second)
    for column, (above, below) in enumerate(zip(first, second, strict=True), start=1):
        letter = get_column_letter(column)
        if not below:
            sheet.merge_cells(f"{letter}{_HEAD}:{letter}{_HEAD + 1}")
        elif above:
            sheet.merge_cells(f"{letter}{_HEAD}:{get_column_letter(column + 1)}{_HEAD}")
    for line in sheet.iter_rows(min_row=_HEAD, max_row=_HEAD + 1):
        for cell in line:
            cell.font = Font(bold=True)


def _values(row: StandardRow) -> list[Any]:
    specific = _tick(row.to_specific)
    if row.to_specific and row.specific_group:
        specific = f"√（{row.specific_group}）"
    number: Any = row.number
    return [
        int(number) if number.isascii() and number.isdigit() else _text(number),
        *map(_text, (row.matter, row.sub_matter, row.content, row.basis, row.time_limit, row.body)),
        write_channels(row.channels, row.channels_other),
        _tick(row.to_everyone),
        specific,
        _tick(row.is_proactive),
        _tick(row.is_on_request),
        _tick(row.at_upper_level),
        _tick(row.at_lower_level),
    ]


def _text(value: str) -> str:
    """A text that no program takes for a formula, and that XML can hold."""
    value = _CONTROL.sub("", value)
    return f"\u200b{value}" if value.startswith(("=", "+", "@", "-")) else value


def _tick(is_ticked: bool) -> str:
    return "√" if is_ticked else ""


def _merge_equal(sheet: Any, rows: Sequence[StandardRow]) -> None:
    """Merge 序号 and 一级事项 of rows that follow each other and say the same."""
    start = _HEAD + 2
    for (number, _matter), group in groupby(rows, key=lambda row: (row.number, row.matter)):
        length = len(list(group))
        if length > 1:
            columns = ("A", "B") if number else ("B",)
            for letter in columns:
                sheet.merge_cells(f"{letter}{start}:{letter}{start + length - 1}")
        start += length


def file_name(catalogue: StandardCatalogue) -> str:
    """What a downloaded file is called."""
    return f"{_CONTROL.sub('', catalogue.name) or _('标准目录')}.xlsx"
