"""Keeping a report that was read: its numbers in the statistics, its text as a draft."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models, transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import Page

from ..entry.standing import note_standing
from ..models import AnnualReportPage, AnnualStatistics
from ..reports.starting import index_of
from ..statistics import services as statistics_services
from ..statutory.forms import form_for, forms_for
from .metadata import part_of
from .normalise import Number
from .report import ReadReport

_LONGEST_REASON = 255
_LONGEST_HEADING = 100


@dataclass
class Kept:
    """What was kept.

    Attributes:
        statistics: of the organ and year.
        entered: how many numbers stand in them now because of the import.
        page: the draft, None where none was made.
        notes: sentences on what was left out and why.
    """

    statistics: AnnualStatistics
    entered: int
    page: AnnualReportPage | None = None
    notes: list[str] = field(default_factory=list)


@transaction.atomic
def store(read: ReadReport, organ: models.Model, year: int, user: Any, source: str) -> Kept:
    """Enter the numbers of ``read`` for ``organ`` and ``year``, and draft its text.

    Sums that agree with their parts are not entered: they are computed. Cells that were not read
    stay as they are. A draft is made where the organ has a column of its own with reports, but none
    for that year, and ``user`` may add one; it is public only after it went through the review.

    Args:
        read: what was read.
        organ: whose report it is.
        year: that it is about.
        user: who imports; None for the system.
        source: name of the file, for the reason of each number.

    Raises:
        PermissionDenied: the user may not change statistics.
        ValidationError: nothing was read; the year is frozen; by code, what is wrong with a number.
    """
    if user is not None and not user.has_perm(statistics_services.CHANGE_PERMISSION):
        raise PermissionDenied(_("您没有修改年度统计的权限。"))
    numbers = dict(_numbers(read, year))
    if not numbers:
        raise ValidationError(_no_numbers(read, year), code="empty")
    statistics = statistics_services.get_or_create(organ, year)
    statistics_services.enter_many(statistics, numbers, _reason(read, source), user)
    note_standing(statistics)
    kept = Kept(statistics, len(numbers))
    known = form_for(year).cells
    other = [
        code for code, number in read.values.items() if number is not None and code not in known
    ]
    if other:
        kept.notes.append(
            _("有%(count)d个数字不是%(year)d年格式中的指标，没有录入。")
            % {"count": len(other), "year": year}
        )
    kept.page = _draft(read, organ, year, user, kept.notes)
    return kept


def _numbers(read: ReadReport, year: int) -> Iterator[tuple[str, Number]]:
    """Numbers to enter: those of the year's form, but for sums that agree with their parts."""
    for code, cell in form_for(year).cells.items():
        number = read.values.get(code)
        if number is None:
            continue
        parts = [read.values.get(part) for part in cell.parts]
        known = [part for part in parts if part is not None]
        if parts and len(known) == len(parts) and sum(known) == number:
            continue
        yield code, number


def _no_numbers(read: ReadReport, year: int) -> str:
    if read.is_empty:
        return _("文件中没有读到数字，不能导入。请检查文件是不是年度报告，表格是不是图片。")
    return _("文件用的是%(form)s，其中没有%(year)d年格式的数字。请检查年度。") % {
        "form": read.form.label,
        "year": year,
    }


def _reason(read: ReadReport, source: str) -> str:
    name = read.title or source
    reason = _("导入自《%(name)s》（文件%(source)s）") % {"name": name, "source": source}
    return reason if len(reason) <= _LONGEST_REASON else _("导入自%s") % source[-100:]


def _draft(
    read: ReadReport, organ: models.Model, year: int, user: Any, notes: list[str]
) -> AnnualReportPage | None:
    # In its own column, not in that of an organ above.
    index = index_of(organ)
    if index is None:
        return None
    page = AnnualReportPage(
        title=_("%(organ)s%(year)d年政府信息公开工作年度报告") % {"organ": organ, "year": year},
        year=year,
        form=read.form.code,
        reported_on=read.reported_on,
        body=list(_body(read)),
        live=False,
        owner=user,
    )
    refusal = _refusal(page, index, user)
    if refusal:
        notes.append(refusal)
        return None
    index.add_child(instance=page)
    log(instance=page, action="wagtail.create", user=user, content_changed=True)
    page.save_revision(user=user, log_action=True)
    return page


def _refusal(page: AnnualReportPage, index: Page, user: Any) -> str:
    """Why no draft is made, empty where nothing speaks against it."""
    if page.has_twin_below(index):
        return _("%d年的年度报告已经存在，只录入了数字，没有改动报告正文。") % page.year
    if user is not None and not index.permissions_for_user(user).can_add_subpage():
        return _("您没有在该栏目新建年度报告的权限，只录入了数字。")
    if page.report_form not in (forms_for(page.year) or [page.report_form]):
        return _("文件用的不是%d年规定的格式，只录入了数字，没有建立报告草稿。") % page.year
    return ""


def _body(read: ReadReport) -> Iterator[tuple[str, dict[str, Any]]]:
    """Parts of the report with their texts and tables; a part with neither is left out."""
    texts = {part_of(heading): (heading, html) for heading, html in read.sections}
    for number, heading in enumerate(read.form.headings):
        _written, html = texts.get(number, (heading, ""))
        tables = [{"type": "table", "value": t.code} for t in read.form.tables_of(number)]
        if html or tables:
            yield _section(heading, html, tables)
    for heading, html in read.sections:
        if part_of(heading) is None and html:
            yield _section(heading, html, [])


def _section(heading: str, html: str, tables: list[dict[str, str]]) -> tuple[str, dict[str, Any]]:
    # Two braces are references to figures in our texts; nobody meant one here.
    prose = html.replace("{{", "｛｛").replace("}}", "｝｝")
    content = [("prose", prose)] if prose else []
    content += [(each["type"], each["value"]) for each in tables]
    return "section", {"heading": heading[:_LONGEST_HEADING], "content": content}
