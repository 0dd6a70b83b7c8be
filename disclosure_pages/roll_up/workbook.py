"""汇总 as a workbook: the summed tables, and what each member reported in every cell."""

from __future__ import annotations

from collections import defaultdict
from typing import IO, Any

from django.utils.translation import gettext as _
from openpyxl import Workbook

from ..downloads.grid import places
from ..statutory.structure import Table
from .sheets import (
    CONTENT_TYPE,
    clean_name,
    lay_out,
    make_room,
    put,
    put_merged,
    put_title,
    save,
)
from .sums import Member, RollUp

__all__ = ["CONTENT_TYPE", "file_name", "write_roll_up"]

# Characters that the printed columns of a table share.
_WIDTH = 110
_HEAD_ROWS = 3
_CELL = 12


def file_name(found: RollUp) -> str:
    """Name of the file."""
    return f"{_title(found)}.xlsx"


def write_roll_up(found: RollUp) -> IO[bytes]:
    """The workbook: one sheet for each table of the form, one of members and cells."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for table in found.form.tables:
        _write_table(book.create_sheet(clean_name(f"{table.code} {table.title}")), found, table)
    _write_members(book.create_sheet(_("各单位数据")), found)
    return save(book)


def _write_table(sheet: Any, found: RollUp, table: Table) -> None:
    """A table of the form with the sums in it."""
    whole = sum(table.widths)
    widths = [max(_WIDTH * width / whole, 6) for width in table.widths]
    put_title(sheet, 1, f"{_title(found)}　{table.title}", len(widths))
    texts: dict[int, list[tuple[str, float]]] = defaultdict(list)
    for place in places(table):
        grid, row = place.cell, place.row + 2
        put_merged(
            sheet,
            (row, place.column + 1),
            (grid.rowspan, grid.colspan),
            found.sums[grid.code] if grid.code else grid.text,
            is_heading=grid.scope in {"col", "colgroup"},
        )
        if grid.rowspan == 1:
            room = sum(widths[place.column : place.column + grid.colspan])
            texts[row].append((grid.text, room))
    for row, cells in texts.items():
        make_room(sheet, row, cells)
    lay_out(sheet, widths, pages_high=1)


def _title(found: RollUp) -> str:
    return _("%(organ)s%(year)d年度政府信息公开年报汇总") % {
        "organ": found.organ,
        "year": found.year,
    }


def _write_members(sheet: Any, found: RollUp) -> None:
    """A line for each member, a column for each cell; the sums stand at the foot."""
    cells = list(found.form.cells.values())
    labels = [
        _("单位"),
        _("类别"),
        _("状态"),
        _("日期"),
        _("期限"),
        _("错误"),
        _("提醒"),
        _("备注"),
    ]
    put_title(sheet, 1, _title(found), len(labels))
    for column, label in enumerate(labels, start=1):
        put_merged(sheet, (2, column), (2, 1), label, is_heading=True)
    for column, cell in enumerate(cells, start=len(labels) + 1):
        put(sheet, 2, column, cell.code, is_heading=True)
        put(sheet, 3, column, cell.label, is_heading=True)
    row = _HEAD_ROWS
    for row, member in enumerate(found.members, start=_HEAD_ROWS + 1):
        _write_member(sheet, row, member)
        for column, cell in enumerate(cells, start=len(labels) + 1):
            put(sheet, row, column, member.contribution(cell.code))
    foot = row + 1
    put_merged(sheet, (foot, 1), (1, len(labels)), _("合计"), is_heading=True)
    for column, cell in enumerate(cells, start=len(labels) + 1):
        put(sheet, foot, column, found.sums[cell.code], is_heading=True)
    sheet.freeze_panes = f"B{_HEAD_ROWS + 1}"
    sheet.print_title_rows = f"2:{_HEAD_ROWS}"
    sheet.print_title_cols = "A:A"
    make_room(sheet, _HEAD_ROWS - 1, ((cell.code, _CELL) for cell in cells))
    make_room(sheet, _HEAD_ROWS, ((cell.label, _CELL) for cell in cells))
    lay_out(sheet, [28, 14, 10, 12, 12, 7, 7, 24, *(_CELL for _cell in cells)], fits=False)


def _write_member(sheet: Any, row: int, member: Member) -> None:
    standing = member.standing
    values = [
        str(member.body),
        str(member.body.get_level_display()),
        str(standing.state.label),
        standing.done_on,
        standing.due_on,
        len(member.errors),
        len(member.warnings),
        _remark(member),
    ]
    for column, value in enumerate(values, start=1):
        put(sheet, row, column, value)


def _remark(member: Member) -> str:
    if member.counted_in:
        return _("已计入%s") % member.counted_in
    if member.is_missing:
        return _("未报")
    if member.gaps:
        return _("有%d格未填") % len(member.gaps)
    return ""
