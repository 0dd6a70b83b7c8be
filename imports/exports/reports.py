"""What was found in a batch, as workbooks: the report, and the faulty rows in their own shape."""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO, Any

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from ..enums import RowState
from ..models import ImportBatch, ImportFault
from ..rooms import catalogue, pages
from ..services.receiving import opened
from ..sheets.book import Broken
from .formats import parts_of

_WITH_FAULTS = (RowState.FAULTY, RowState.DUPLICATE)
_WIDTHS = (14, 8, 10, 40, 16, 40, 60, 30)
# A sheet's name has 31 characters at most, and none of these.
_LONGEST_TITLE, _UNFIT = 31, str.maketrans(dict.fromkeys("[]:*?/\\'", " "))


def report_of(batch: ImportBatch) -> Iterator[bytes]:
    """A line for everything that is wrong with a row: where, what stands there, and why."""
    heads = (
        _("工作表"),
        _("行号"),
        _("结果"),
        _("名称"),
        _("列"),
        _("值"),
        _("问题"),
        _("最接近的有效值"),
    )
    faults = ImportFault.objects.filter(row__batch=batch).select_related("row").order_by("pk")
    lines = (
        (
            fault.row.sheet,
            fault.row.line,
            fault.row.get_state_display(),
            parts_of(str(fault.row.values.get("title", "")))[0],
            fault.column,
            fault.value,
            fault.message,
            fault.nearest,
        )
        for fault in faults.iterator(chunk_size=2000)
    )
    return catalogue("spreadsheets").stream_workbook(  # type: ignore[no-any-return]
        _("检查报告"), heads, lines, _WIDTHS
    )


def write_faulty_rows(batch: ImportBatch, file: IO[bytes]) -> int:
    """Write the rows that were not imported into a workbook, under the headings of their sheet.

    What is wrong stands in two columns at the end, which an import leaves out: the rows are mended
    in place and uploaded again.

    Returns:
        Number of rows.

    Raises:
        ValidationError: the batch's file cannot be read any more.
    """
    wrong = _wrong_rows(batch)
    workbook: Any = Workbook(write_only=True)
    count = 0
    with opened(batch) as book:
        several = len(book.sheets) > 1
        for place, sheet in enumerate(book.sheets):
            title = sheet.title if several else ""
            lines = wrong.get(title, {})
            if not lines and (several or place):
                continue
            count += _write_sheet(workbook, sheet, lines)
    if not workbook.worksheets:
        workbook.create_sheet()
    workbook.save(file)
    return count


def _wrong_rows(batch: ImportBatch) -> dict[str, dict[int, str]]:
    """What is wrong, by sheet and line."""
    faults = ImportFault.objects.filter(row__batch=batch, row__state__in=_WITH_FAULTS)
    found: dict[str, dict[int, list[str]]] = {}
    values = faults.order_by("pk").values_list("row__sheet", "row__line", "column", "message")
    for sheet, line, column, message in values.iterator(chunk_size=2000):
        said = f"{column}：{message}" if column else message
        found.setdefault(sheet, {}).setdefault(line, []).append(said)
    return {
        sheet: {line: "\n".join(said) for line, said in lines.items()}
        for sheet, lines in found.items()
    }


def _write_sheet(workbook: Any, sheet: Any, lines: dict[int, str]) -> int:
    title = (sheet.title or _("有问题的行")).translate(_UNFIT)[:_LONGEST_TITLE].strip()
    made = workbook.create_sheet(title or "Sheet")
    headings = list(sheet.headings)
    for number in range(1, len(headings) + 3):
        made.column_dimensions[get_column_letter(number)].width = 20
    made.freeze_panes = "A2"
    made.append(
        [_text(made, each, bold=True) for each in (*headings, _("原行号"), _("存在的问题"))]
    )
    count = 0
    for row in sheet.rows():
        if row.line in lines:
            cells = (row.cells.get(heading, "") for heading in headings)
            texts = [each.text if isinstance(each, Broken) else each for each in cells]
            made.append(
                [
                    *(_text(made, parts_of(text)[0]) for text in texts),
                    row.line,
                    _text(made, lines[row.line]),
                ]
            )
            count += 1
    return count


def _text(sheet: Any, text: str, *, bold: bool = False) -> Any:
    """A cell that is text, whatever it begins with."""
    cell = WriteOnlyCell(sheet)
    font = Font(bold=True) if bold else Font()
    pages("downloads.sheet_text").put_text(cell, clean(text), font, None)
    return cell


def clean(text: str) -> str:
    """``text`` without what no workbook can hold."""
    return str(pages("downloads.wording").clean(text))
