"""The empty sheet that offices fill in: headings, notes, and lists of what may be chosen."""

from __future__ import annotations

from typing import IO, Any

from django.apps import apps
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from ..fields import FIELDS
from ..rooms import catalogue
from .formats import headings
from .rows import COLUMNS, Names

_ROWS = 5000
_DAYS = {"written_on", "published_on", "effective_on", "expires_on"}
_HEAD = PatternFill("solid", fgColor="DDEBF7")
_REQUIRED = PatternFill("solid", fgColor="FCE4D6")
_TOP = Alignment(vertical="top", wrap_text=True)
# No heading of this sheet may be one that the import understands.
_CHOICES = "可选值"


def write_template(column: Any, organs: Any, file: IO[bytes]) -> None:
    """Write the workbook.

    Args:
        column: whose categories are offered.
        organs: the organs that are offered, those of the user.
    """
    workbook: Any = Workbook()
    sheet = workbook.active
    sheet.title = _("条目")
    names = headings()
    for number, (code, width) in enumerate(COLUMNS.items(), start=1):
        cell = sheet.cell(1, number, names[number - 1])
        is_required = FIELDS[code].required
        cell.font, cell.fill = Font(bold=True), _REQUIRED if is_required else _HEAD
        note = _notes()[code]
        cell.comment = Comment(note, "Gongkai", width=260, height=90)
        letter = get_column_letter(number)
        sheet.column_dimensions[letter].width = width
        kept_as_text = "yyyy-mm-dd" if code in _DAYS else "@"
        sheet.column_dimensions[letter].number_format = kept_as_text
        # Formats of a column do not reach cells in all programs.
        for row in range(2, 202):
            sheet.cell(row, number).number_format = kept_as_text
    sheet.freeze_panes = "A2"
    _offer(workbook, sheet, _choices(column, organs))
    _explain(workbook, names)
    workbook.save(file)


def _choices(column: Any, organs: Any) -> dict[str, list[str]]:
    """What may stand in a column, as the import finds it."""
    names = Names(column)
    enums = catalogue("enums")
    topics = apps.get_model("gongkai_catalogue.Topic").objects.select_related("parent")
    return {
        "organ": [organ.name for organ in organs],
        "topic": [topic.full_name for topic in topics],
        "genre": list(names.genres.values()),
        "audience": list(names.audiences.values()),
        "disclosure_mode": [str(label) for label in enums.DisclosureMode.labels],
        "disclosure_period": [str(label) for label in enums.DisclosurePeriod.labels],
        "category": list(names.categories.values()),
        "kind": [str(label) for label in enums.Kind.labels],
    }


def _offer(workbook: Any, sheet: Any, choices: dict[str, list[str]]) -> None:
    """Put the lists into a sheet of their own: a list in the cell itself has 255 characters."""
    lists = workbook.create_sheet(_CHOICES)
    for place, (code, values) in enumerate(choices.items(), start=1):
        letter = get_column_letter(place)
        lists.cell(1, place, f"{_CHOICES}{place}")
        for row, value in enumerate(values, start=2):
            lists.cell(row, place, value).data_type = "s"
        if not values:
            continue
        validation = DataValidation(
            type="list",
            formula1=f"'{_CHOICES}'!${letter}$2:${letter}${len(values) + 1}",
            allow_blank=True,
            # What is not in the list is asked about and not forbidden: former names are understood.
            errorStyle="warning",
            showErrorMessage=True,
            errorTitle=_("不在可选值中"),
            error=_("请从下拉列表中选择。确需保留的，导入检查时会提示最接近的值。"),
        )
        target = get_column_letter(list(COLUMNS).index(code) + 1)
        validation.add(f"{target}2:{target}{_ROWS}")
        sheet.add_data_validation(validation)
    lists.sheet_state = "hidden"


def _explain(workbook: Any, names: list[str]) -> None:
    sheet = workbook.create_sheet(_("填写说明"))
    sheet.append([_("怎样填写")])
    sheet["A1"].font = Font(bold=True)
    for place, (code, note) in enumerate(_notes().items(), start=2):
        name = names[list(COLUMNS).index(code)]
        # Written as one text: a column of the headings themselves would be read as a sheet.
        sheet.cell(place, 1, f"{name}：{note}")
        sheet.cell(place, 1).alignment = _TOP
    sheet.column_dimensions["A"].width = 100


def _notes() -> dict[str, str]:
    """What each column takes; in the order of :data:`COLUMNS`."""
    notes = {
        "index_number": _("原有的索引号照填，导入后不变；没有的留空，发布时自动编制。"),
        "title": _("必填，不超过255字。"),
        "document_number": _("如“泗政〔2013〕12号”，括号写法会自动规范。"),
        "summary": _("一两句话，不超过500字。"),
        "body": _("纯文本，每段一行；也可以填HTML。超过32000字的，接着写在“正文续1”等列中。"),
        "organ": _("必填，全称或者简称；整个表格是同一机构的，可以在上传时指定。"),
        "written_on": _("必填，如2013-05-03，也可以写2013年5月3日。"),
        "published_on": _("原来发布的日期；留空则为首次发布的当天。"),
        "effective_on": _("从哪一天起施行。"),
        "expires_on": _("有效期的最后一天；长期有效的留空。"),
        "topic": _("写成“大类/小类”。"),
        "genre": _("如通知、意见、办法。"),
        "audience": _("只填一个。"),
        "disclosure_mode": _("留空为主动公开；不予公开的信息不要填入本表。"),
        "disclosure_period": _("留空为长期公开。"),
        "category": _("必填，类别的名称或者代码；整个表格是同一类别的，可以在上传时指定。"),
        "keywords": _("用空格或者顿号分开。"),
        "kind": _("文件、动态、留言或者其他，用于统计；留空为文件。"),
        "old_url": _("在原网站上的网址，导入后自动转到新网址；几个的用分号分开。"),
        "attachments": _("附件在压缩包中的路径，几个的用分号分开；压缩包与表格一并上传。"),
    }
    return {code: notes[code] for code in COLUMNS}
