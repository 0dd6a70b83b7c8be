"""审查台账: the register of a period as a workbook, one row for each passage of an item."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from tempfile import TemporaryFile
from typing import IO, Any
from unicodedata import east_asian_width

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.worksheet.page import PageMargins
from wagtail.models import Revision

from .cycles import Cycle, bases_in_words, cycles_between, day_of, people, sentences
from .enums import Action
from .models import Release, ReviewRecord
from .reviewed import reviewed_types

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# Heading and width in characters, in the order in which an office keeps its register.
COLUMNS: tuple[tuple[Any, int], ...] = (
    (gettext_lazy("序号"), 5),
    (gettext_lazy("登记日期"), 11),
    (gettext_lazy("信息名称"), 26),
    (gettext_lazy("索引号"), 16),
    (gettext_lazy("起草人"), 10),
    (gettext_lazy("审查人"), 10),
    (gettext_lazy("审查意见"), 10),
    (gettext_lazy("依据"), 18),
    (gettext_lazy("审查日期"), 11),
    (gettext_lazy("审签人"), 10),
    (gettext_lazy("审签日期"), 11),
    (gettext_lazy("结果"), 10),
    (gettext_lazy("公开日期"), 11),
    (gettext_lazy("例外及理由"), 18),
    (gettext_lazy("备注"), 22),
    (gettext_lazy("记录编号"), 7),
)
_HEADING_ROW = 2
_AT_ONCE = 500
# Points.
_LINE_HEIGHT, _LEAST_HEIGHT = 14, 20
# Of the paper sizes that Office Open XML numbers.
_A4 = 9
_NAMED = frozenset({Action.REVIEWED, Action.APPROVED, Action.REFERRED})
# What XML 1.0 cannot hold.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_LINE = Side(style="thin", color="808080")
_BORDER = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
_TITLE = Font(name="黑体", size=16)
_HEADING = Font(name="宋体", size=10, bold=True)
_TEXT = Font(name="宋体", size=10)
_CENTRED = Alignment(horizontal="center", vertical="center", wrap_text=True)
_WRAPPED = Alignment(vertical="center", wrap_text=True)


@dataclass(frozen=True)
class Period:
    """From the first to the last day, both included; ``label`` is how a title names it."""

    first: date
    last: date
    label: str

    @classmethod
    def of_year(cls, year: int) -> Period:
        """A calendar year."""
        return cls(date(year, 1, 1), date(year, 12, 31), _("%d年") % year)

    @classmethod
    def of_month(cls, year: int, month: int) -> Period:
        """A month."""
        last = calendar.monthrange(year, month)[1]
        return cls(
            date(year, month, 1),
            date(year, month, last),
            _("%(year)d年%(month)d月") % {"year": year, "month": month},
        )

    @classmethod
    def between(cls, first: date, last: date) -> Period:
        """Any two days."""
        days = {"first": first.isoformat(), "last": last.isoformat()}
        return cls(first, last, _("%(first)s至%(last)s") % days)


def register_title(period: Period) -> str:
    """Title of the register, which is its file name as well."""
    return _("政府信息公开保密审查台账（%s）") % period.label


def write_register(period: Period, within: Q) -> IO[bytes]:
    """The register as an open temporary file that deletes itself; rows never pile up in memory.

    Args:
        within: condition on the records that the reader may see.
    """
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_("审查台账"))
    _lay_out(sheet)
    title = WriteOnlyCell(sheet, value=register_title(period))
    title.font = _TITLE
    title.alignment = Alignment(vertical="center")
    sheet.append([title])
    headings = [str(heading) for heading, _width in COLUMNS]
    sheet.append([_cell(sheet, text, is_heading=True) for text in headings])
    for number, row in enumerate(register_rows(period, within), start=_HEADING_ROW + 1):
        # Programs differ in whether they make room for what is wrapped; so it is made here.
        sheet.row_dimensions[number].height = max(_LINE_HEIGHT * _lines_in(row), _LEAST_HEIGHT)
        sheet.append([_cell(sheet, value) for value in row])
    file = TemporaryFile()  # noqa: SIM115 - the response closes it when it is sent
    book.save(file)
    file.seek(0)
    return file


def register_rows(period: Period, within: Q) -> Iterator[list[Any]]:
    """Rows of the register, values in the order of :data:`COLUMNS`."""
    found = cycles_between(period.first, period.last, within)
    number = 0
    while some := list(islice(found, _AT_ONCE)):
        since = _read_since(some)
        for cycle in some:
            number += 1
            yield [number, *_row(cycle, since)]


@dataclass(frozen=True)
class Since:
    """What became of some items after the records.

    Attributes:
        index_numbers: by key of the page; publication gives them, after the decision.
        released: day of publication, by number of the record that let the page out.
        scheduled: revisions that were approved and wait for their time.
    """

    index_numbers: Mapping[int, str]
    released: Mapping[int, date]
    scheduled: frozenset[int]


def _read_since(cycles: Sequence[Cycle]) -> Since:
    """In two queries, and one for each page type that has index numbers."""
    approved = [record for cycle in cycles if (record := cycle.approved or cycle.exception)]
    releases = Release.objects.filter(record_id__in=[record.number for record in approved])
    waiting = Revision.page_revisions.filter(
        pk__in=[record.revision_id for record in approved if record.revision_id],
        approved_go_live_at__isnull=False,
    )
    return Since(
        _index_numbers(cycles),
        {
            number: timezone.localtime(at).date()
            for number, at in releases.values_list("record_id", "released_at")
        },
        frozenset(waiting.values_list("pk", flat=True)),
    )


def _index_numbers(cycles: Sequence[Cycle]) -> dict[int, str]:
    told = {cycle.last.page_id: cycle.last.index_number for cycle in cycles}
    unknown = [key for key, number in told.items() if not number]
    for model in reviewed_types() if unknown else ():
        if any(field.name == "index_number" for field in model._meta.get_fields()):
            pages = model._base_manager.filter(pk__in=unknown)
            told |= dict(pages.values_list("pk", "index_number"))
    return told


def _row(cycle: Cycle, since: Since) -> list[Any]:
    last, reviewed, approved = cycle.last, cycle.reviewed, cycle.approved
    let_out = approved or cycle.exception
    is_waiting = bool(let_out and let_out.revision_id in since.scheduled)
    return [
        day_of(cycle.first),
        last.page_title,
        last.index_number or since.index_numbers[last.page_id],
        _("、").join(cycle.authors),
        people([reviewed]),
        reviewed.get_decision_display() if reviewed else "",
        bases_in_words(reviewed),
        day_of(reviewed) if reviewed else None,
        people([approved]),
        day_of(approved) if approved else None,
        _("%s，定时公开") % cycle.outcome if is_waiting else cycle.outcome,
        None if is_waiting else _released_on(cycle, let_out, since),
        _exception(cycle),
        _remarks(cycle),
        _numbers(cycle),
    ]


def _released_on(cycle: Cycle, let_out: ReviewRecord | None, since: Since) -> date | None:
    """The day of publication; of what was replaced or withdrawn since, that of the decision."""
    return since.released.get(let_out.number, cycle.released_on) if let_out else None


def _exception(cycle: Cycle) -> str:
    record = cycle.exception
    if record is None or record.action != Action.EXCEPTION:
        return ""
    return _("例外发布（%(who)s）：%(why)s") % {"who": record.actor_name, "why": record.remark}


def _remarks(cycle: Cycle) -> str:
    parts = []
    for record in cycle.records:
        if authority := record.data.get("referred_to"):
            parts.append(_("报请%s确定") % authority)
        # The exception has a column of its own, and so have reviewer and leader.
        if record.action == Action.EXCEPTION:
            continue
        who = "" if record.action in _NAMED else record.actor_name
        label = f"{record.get_action_display()}（{who}）" if who else record.get_action_display()
        if record.remark or who:
            parts.append(f"{label}：{record.remark}" if record.remark else label)
    return sentences(*parts)


def _numbers(cycle: Cycle) -> str:
    return _("、").join(str(record.number) for record in cycle.records)


def _lines_in(row: Sequence[Any]) -> int:
    """Lines that the fullest cell of a row takes."""
    return max(
        sum(-(-_width_of(line) // width) or 1 for line in str(value or "").split("\n"))
        for value, (_heading, width) in zip(row, COLUMNS, strict=True)
    )


def _width_of(text: str) -> int:
    """Width in characters as spreadsheets count them: a Chinese one takes two, and a little."""
    return sum(2 if east_asian_width(each) in "WFA" else 1 for each in text) + 1


def _lay_out(sheet: Any) -> None:
    for number, (_heading, width) in enumerate(COLUMNS, start=1):
        letter = chr(ord("A") + number - 1)
        sheet.column_dimensions[letter].width = width
    sheet.row_dimensions[1].height = 30
    sheet.freeze_panes = f"A{_HEADING_ROW + 1}"
    sheet.print_title_rows = f"1:{_HEADING_ROW}"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = _A4
    sheet.page_setup.fitToHeight = 0
    sheet.page_margins = PageMargins(left=0.3, right=0.3, top=0.5, bottom=0.5)
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.oddFooter.center.text = "&P / &N"


def _cell(sheet: Any, value: Any, *, is_heading: bool = False) -> Any:
    """A cell that no program reads as a formula: text is typed as text whatever it begins with."""
    is_text = isinstance(value, str)
    cell = WriteOnlyCell(sheet, value=_FORBIDDEN.sub("", value) if is_text else value)
    if is_text:
        cell.data_type = "s"
    elif isinstance(value, date):
        cell.number_format = "yyyy-mm-dd"
    cell.font = _HEADING if is_heading else _TEXT
    cell.border = _BORDER
    cell.alignment = _WRAPPED if is_text and not is_heading else _CENTRED
    return cell
