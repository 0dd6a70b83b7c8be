"""Synonyms from a sheet: read and checked as a whole, and stored as a whole or not at all."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from typing import IO, Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from openpyxl import Workbook, load_workbook
from openpyxl.styles import Alignment, Font
from openpyxl.worksheet.datavalidation import DataValidation

from ..models import SynonymGroup

COLUMNS = ("关系", "词语", "同时检索的词语", "备注")
_FIELDS = ("kind", "words", "found_words", "note")
_WIDTHS = (14, 44, 32, 40)
MOST_ROWS = 1000
# Bytes, as sent and unpacked.
MOST_BYTES, _MOST_UNPACKED = 2 << 20, 40 << 20
_APART = re.compile(r"[、，,；;\r\n]+")
_MOST_FAULTS = 200
_EXAMPLES = (
    ("互为同义词", "低保、最低生活保障", "", "示例，导入前请删除"),
    ("单向", "五险", "社会保险、社保", "示例，导入前请删除"),
)


@dataclass(frozen=True)
class Fault:
    """What is wrong at one place, why, and what to do; ``row`` counts as in the sheet, from 1;
    ``column`` is its letter, empty for a whole row or the whole sheet."""

    row: int
    column: str
    message: str


@dataclass(frozen=True)
class Sheet:
    """What stands in a sheet: new groups, not stored yet, or what is wrong with it."""

    groups: list[SynonymGroup] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    @property
    def rows(self) -> list[dict[str, str]]:
        """The groups as plain texts, to be given to :func:`groups_of_rows` later."""
        return [{name: getattr(each, name) for name in _FIELDS} for each in self.groups]


def read_sheet(file: IO[bytes], size: int) -> Sheet:
    """Read a workbook of ``size`` bytes. Nothing is stored."""
    if size > MOST_BYTES:
        return _wrong(_("文件超过2 MB，请分成几个文件导入。"))
    try:
        rows = _rows_of(file.read(MOST_BYTES + 1))
    except _Unreadable as error:
        return _wrong(str(error))
    if len(rows) > MOST_ROWS + 1:
        return _wrong(_("表格超过%s行，请分成几个文件导入。") % MOST_ROWS)
    if not rows:
        return _wrong(_("表格是空的，请下载模板填写。"))
    heading = [text.strip() for text in rows[0]]
    if tuple(heading[: len(COLUMNS)]) != COLUMNS:
        message = _("第一行应当依次是：%s。请使用下载的模板，不要改动第一行。")
        return Sheet(faults=[Fault(1, "", message % "、".join(COLUMNS))])
    return _understood(rows)


def groups_of_rows(rows: Sequence[dict[str, str]]) -> Sheet:
    """Check rows of :attr:`Sheet.rows` again: meanwhile somebody may have entered the same."""
    groups = [SynonymGroup(**{name: row.get(name, "") for name in _FIELDS}) for row in rows]
    return _checked([(number, group) for number, group in enumerate(groups, start=2)], [])


@transaction.atomic
def store(groups: Sequence[SynonymGroup], user: Any) -> int:
    """Store checked groups; returns how many."""
    for group in groups:
        group.created_by = group.changed_by = user
        group.save()
    return len(groups)


def template() -> bytes:
    """A workbook to fill in."""
    book = Workbook()
    book.remove(book.worksheets[0])
    sheet = book.create_sheet(_("同义词"))
    sheet.append(COLUMNS)
    for example in _EXAMPLES:
        sheet.append(example)
    for place, width in zip("ABCD", _WIDTHS, strict=True):
        sheet.column_dimensions[place].width = width
        sheet[f"{place}1"].font = Font(bold=True)
    sheet.freeze_panes = "A2"
    kinds = DataValidation(type="list", formula1='"互为同义词,单向"', allow_blank=False)
    sheet.add_data_validation(kinds)
    kinds.add(f"A2:A{MOST_ROWS + 1}")
    help_sheet = book.create_sheet(_("填写说明"))
    help_sheet.column_dimensions["A"].width = 90
    for line in _explanations():
        help_sheet.append([line])
        help_sheet.cell(help_sheet.max_row, 1).alignment = Alignment(wrap_text=True)
    target = BytesIO()
    book.save(target)
    return target.getvalue()


def _explanations() -> list[str]:
    return [
        _("每行一组。“关系”填“互为同义词”或者“单向”。"),
        _("“词语”：几个词之间用顿号、逗号、分号或者换行隔开，每个词2至30个字符。"),
        _("互为同义词：至少写两个词，检索任何一个都找到其他各词，“同时检索的词语”不填。"),
        _("单向：检索“词语”中的词，也找到“同时检索的词语”，反过来不找。"),
        _("导入时先检查全部各行；有一处错误就都不导入，改正后重新上传即可。"),
    ]


class _Unreadable(Exception):
    """The file is no workbook; the message is for the editor."""


def _rows_of(data: bytes) -> list[list[str]]:
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            if sum(part.file_size for part in archive.infolist()) > _MOST_UNPACKED:
                raise _Unreadable(_("文件解开后过大，请只保留要导入的一张表。"))
        book = load_workbook(BytesIO(data), read_only=True, data_only=True)
        found = []
        for row in book.worksheets[0].iter_rows(max_col=len(COLUMNS), values_only=True):
            found.append(["" if value is None else str(value) for value in row])
            if len(found) > MOST_ROWS + 1:
                break
        book.close()
    except _Unreadable:
        raise
    except Exception as error:
        raise _Unreadable(
            _("不能读取这个文件。请确认它是 Excel 工作簿（.xlsx），没有加密，能用 Excel 打开。")
        ) from error
    while found and not any(text.strip() for text in found[-1]):
        found.pop()
    return [[*row, *[""] * (len(COLUMNS) - len(row))] for row in found]


def _understood(rows: Sequence[Sequence[str]]) -> Sheet:
    faults: list[Fault] = []
    groups: list[tuple[int, SynonymGroup]] = []
    kinds = {str(label): value for value, label in SynonymGroup.Kind.choices}
    for number, row in enumerate(rows[1:], start=2):
        if not any(text.strip() for text in row):
            continue
        kind = kinds.get(row[0].strip())
        if kind is None:
            message = _("“%s”不是关系，请填“互为同义词”或者“单向”。") % row[0].strip()[:20]
            faults.append(Fault(number, "A", message))
            continue
        words, found_words = (_APART.sub("\n", text) for text in row[1:3])
        group = SynonymGroup(kind=kind, words=words, found_words=found_words, note=row[3].strip())
        groups.append((number, group))
    if not groups and not faults:
        return _wrong(_("第一行下面没有内容，请填写后再导入。"))
    return _checked(groups, faults)


def _checked(groups: Sequence[tuple[int, SynonymGroup]], faults: list[Fault]) -> Sheet:
    known = {_identity(each): 0 for each in SynonymGroup.objects.all()}
    good = []
    for number, group in groups:
        found = list(_faults_of(number, group))
        if not found:
            before = known.setdefault(_identity(group), number)
            if before != number:
                found = [Fault(number, "B", _repeated(before))]
        faults += found
        good.append(group)
    if faults:
        return Sheet(faults=sorted(faults, key=lambda each: each.row)[:_MOST_FAULTS])
    return Sheet(groups=good)


def _faults_of(number: int, group: SynonymGroup) -> Iterator[Fault]:
    try:
        group.full_clean(exclude=["created_by", "changed_by"])
    except ValidationError as error:
        for name, texts in error.message_dict.items():
            column = "ABCD"[_FIELDS.index(name)] if name in _FIELDS else ""
            yield Fault(number, column, "".join(texts))


def _repeated(before: int) -> str:
    if before:
        return _("与第%s行是同一组，请删去一行。") % before
    return _("系统里已经有这一组，请删去这一行。")


def _identity(group: SynonymGroup) -> tuple[str, frozenset[str], frozenset[str]]:
    return group.kind, frozenset(group.asked), frozenset(group.found)


def _wrong(message: str) -> Sheet:
    return Sheet(faults=[Fault(0, "", message)])
