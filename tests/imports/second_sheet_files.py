"""The examiner's rows as files: a workbook as an office keeps it, CSV and JSON Lines."""

from __future__ import annotations

import csv
import io
import json
from datetime import date, datetime

from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from .second_sheet import HEADINGS, OTHER_HEADINGS, mixed, row

TITLE = "泗门镇2013年政府信息公开目录"
NOTE = "填报单位：党政综合办公室　填报日期：2014年1月10日　注：带*的为必填项"
# The first row that is good in the second sheet, the second that is not.
SECOND_SHEET = (
    row(801, {"organ": "泗门镇人民政府", "category": "20-04"}),
    row(802, {"written": "2014-02-29", "published": "2014-03-08"}),
)
HIDDEN_SHEET = (row(803, {}),)


def write_workbook(path):
    """Write it; the lines of its first sheet by the rows' serials."""
    book = Workbook()
    sheet = book.active
    sheet.title = "2013年"
    sheet.append([TITLE])
    sheet.merge_cells(start_row=1, start_column=1, end_row=1, end_column=len(HEADINGS))
    sheet["A1"].font = Font(size=18)
    sheet.append([NOTE])
    sheet.append([])
    sheet.append(list(HEADINGS.values()))
    lines, line = {}, 4
    for serial, case in mixed():
        line += 1
        if serial % 40 == 0:
            line += 1
        if serial == 90:
            for column, heading in enumerate(HEADINGS.values(), start=1):
                sheet.cell(line, column, heading)
            line += 1
        if serial == 100:
            # Merged over all columns but the first, as sections are.
            sheet.cell(line, 2, "（一）规范性文件")
            sheet.merge_cells(start_row=line, start_column=2, end_row=line, end_column=20)
            line += 1
        for column, value in enumerate(row(serial, case.cells).values(), start=1):
            # Excel writes control characters so, and openpyxl refuses them.
            escaped = value.replace("\x07", "_x0007_") if isinstance(value, str) else value
            sheet.cell(line, column, escaped)
        sheet.row_dimensions[line].hidden = serial % 30 == 0
        lines[serial] = line
    _merge_organs(sheet)
    for name in ("summary", "body"):
        letter = get_column_letter(list(HEADINGS).index(name) + 1)
        sheet.column_dimensions[letter].hidden = True
    sheet.append(["合计", None, f"共{len(lines)}条"])
    sheet.append(["单位负责人（签字）：", None, "李某", None, "填表人：", "王某"])
    sheet.append([None, None, "泗门镇党政综合办公室（盖章）"])
    sheet.append([None, None, "2014年1月10日"])
    _other_sheets(book)
    book.save(path)
    return lines


def _merge_organs(sheet):
    """Merge the organ of two rows that stand below each other: only the upper one bears it then."""
    column = list(HEADINGS).index("organ") + 1
    for start in range(5, sheet.max_row - 3):
        block = [sheet.cell(start + step, column) for step in range(2)]
        if all(cell.value == "泗门镇农业办公室" for cell in block):
            sheet.merge_cells(
                start_row=start, start_column=column, end_row=start + 1, end_column=column
            )
            return
    raise AssertionError("no two rows of one organ stand below each other")


def _other_sheets(book):
    second = book.create_sheet("2014年（续）")
    second.append(list(OTHER_HEADINGS.values()))
    for each in SECOND_SHEET:
        second.append([each[meaning] for meaning in OTHER_HEADINGS])
    hidden = book.create_sheet("旧系统导出")
    hidden.sheet_state = "hidden"
    hidden.append(list(OTHER_HEADINGS.values()))
    for each in HIDDEN_SHEET:
        hidden.append([each[meaning] for meaning in OTHER_HEADINGS])
    book.create_sheet("填表说明").append(["请各办公室于每月5日前报送，联系人：王某。"])


def write_csv(path, encoding):
    """Write it as Excel saves it; the lines by the rows' serials."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([TITLE])
    writer.writerow([NOTE])
    writer.writerow(HEADINGS.values())
    lines = {}
    for serial, case in mixed():
        if not case.workbook_only:
            lines[serial] = _line_count(text.getvalue()) + 1
            writer.writerow([_as_text(value) for value in row(serial, case.cells).values()])
    writer.writerow(["合计", "", f"共{len(lines)}条"])
    path.write_bytes(text.getvalue().encode(encoding))
    return lines


def _line_count(text):
    # As an editor counts: CR LF is one end of a line, and so is a lone LF inside a cell.
    return text.replace("\r\n", "\n").count("\n")


def _as_text(value):
    if isinstance(value, datetime):
        return f"{value.year}/{value.month}/{value.day} {value.hour}:{value.minute:02d}"
    if isinstance(value, date):
        return f"{value.year}/{value.month}/{value.day}"
    return "" if value is None else str(value)


def write_json_lines(path):
    """Write one object a line; the lines by the rows' serials."""
    lines, text = {}, []
    for serial, case in mixed():
        if not case.workbook_only:
            cells = row(serial, case.cells)
            text.append(
                json.dumps(
                    {
                        HEADINGS[meaning]: str(value) if isinstance(value, date) else value
                        for meaning, value in cells.items()
                    },
                    ensure_ascii=False,
                )
            )
            lines[serial] = len(text)
    path.write_text("\n".join(text) + "\n", "utf-8")
    return lines
