"""The tables of a report, wherever and however they stand in it, as the cells of a form."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TypeVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..statutory.applications import application_code, dispute_code
from ..statutory.forms import FORM_2008, FORM_2019, FORM_2021, form_for
from ..statutory.structure import Cell, ReportForm
from .applications import Applications, read_applications
from .disclosed import CODES, Disclosed, read_disclosed
from .disputes import Disputes, read_disputes
from .document import Document, flow_grid, grids_in_text
from .grids import Grid, Placed
from .normalise import Number, reading
from .statistics_sheet import StatisticsSheet, read_sheet

_TABLE_NAMES = {
    "2": gettext_lazy("主动公开政府信息情况表"),
    "3": gettext_lazy("收到和处理政府信息公开申请情况表"),
    "4": gettext_lazy("行政复议、行政诉讼情况表"),
    "sheet": gettext_lazy("政府信息公开情况统计表"),
}
_FIRST_OF_2021 = 2021
_Part = TypeVar("_Part", Applications, Disputes, Disclosed)


@dataclass
class TablesRead:
    """What was found.

    Attributes:
        form: the form that the tables take.
        values: numbers by the code of the form's cell; None where none could be read.
        texts: what stands in the cells that could not be read, by code, as far as anything does.
        notes: sentences on what was recognised, where, and what was not.
    """

    form: ReportForm
    values: dict[str, Number | None] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)


@dataclass
class _Found:
    applications: Applications | None
    disputes: Disputes | None
    disclosed: Disclosed | None
    sheet: StatisticsSheet | None


def read_tables(document: Document, year: int | None) -> TablesRead:
    """Find the tables in ``document``; ``year`` decides on the form where the tables do not."""
    found = _find(document)
    form = _form(found, year)
    read = TablesRead(form, dict.fromkeys(form.cells))
    for code, placed in _placed(found, form):
        _take(read, form.cells[code], placed, found.disclosed)
    _note(read, found, document)
    return read


def _find(document: Document) -> _Found:
    """In tables first; in text laid out as a table, or flowing, only if more is found there."""
    grids = document.grids
    found = _Found(
        read_applications(grids), read_disputes(grids), read_disclosed(grids), read_sheet(grids)
    )
    if document.hidden:
        _add_hidden(found, document.hidden)
    if _is_full(found):
        return found
    for others in (grids_in_text(document.lines), [flow_grid(document.lines)]):
        found.applications = _fuller(found.applications, read_applications(others))
        found.disputes = _fuller(found.disputes, read_disputes(others))
        found.disclosed = _fuller(found.disclosed, read_disclosed(others))
    return found


def _add_hidden(found: _Found, grids: Sequence[Grid]) -> None:
    """Take lines and columns that are hidden where nothing that is shown stands in their place:
    some hide what is nought, others what is not for the reader."""
    applications, disclosed = read_applications(grids), read_disclosed(grids)
    if applications and found.applications:
        shown = found.applications.lines
        for code, cells in applications.lines.items():
            shown[code] = {**cells, **shown.get(code, {})}
    if disclosed and found.disclosed:
        found.disclosed.cells = {**disclosed.cells, **found.disclosed.cells}
        found.disclosed.in_yuan |= disclosed.in_yuan
    found.applications = found.applications or applications
    found.disclosed = found.disclosed or disclosed
    found.disputes = found.disputes or read_disputes(grids)


def _is_full(found: _Found) -> bool:
    if found.sheet:
        return True
    parts = (found.applications, found.disputes, found.disclosed)
    return all(part is not None and part.written for part in parts)


def _fuller(one: _Part | None, other: _Part | None) -> _Part | None:
    if one is None or other is None:
        return one or other
    return other if other.written > one.written else one


def _form(found: _Found, year: int | None) -> ReportForm:
    by_year = form_for(year) if year else FORM_2021
    applications = found.applications
    if found.sheet and not applications:
        return FORM_2008
    votes = 0
    if found.disclosed and found.disclosed.is_old is not None:
        votes += -2 if found.disclosed.is_old else 2
    if applications and applications.is_split:
        votes += 2
    elif applications and applications.has_single_other:
        votes -= 2
    if not (found.disclosed or applications or found.disputes):
        return by_year
    if year:
        votes += 1 if year >= _FIRST_OF_2021 else -1
    return FORM_2021 if votes >= 0 else FORM_2019


def _placed(found: _Found, form: ReportForm) -> Iterator[tuple[str, Placed]]:
    """Cells by code, those that the form does not have left out."""
    pairs: list[tuple[str, Placed]] = []
    if found.applications:
        pairs += [
            (application_code(line, column), placed)
            for line, cells in found.applications.lines.items()
            for column, placed in cells.items()
        ]
    if found.disputes:
        pairs += [(dispute_code(*key), placed) for key, placed in found.disputes.cells.items()]
    if found.disclosed:
        codes = CODES.get(form.code, {})
        pairs += [
            (codes[key], placed) for key, placed in found.disclosed.cells.items() if key in codes
        ]
    if found.sheet:
        pairs += list(found.sheet.cells.items())
    return (pair for pair in pairs if pair[0] in form.cells)


def _take(read: TablesRead, cell: Cell, placed: Placed, disclosed: Disclosed | None) -> None:
    text = placed.text
    found = reading(text)
    number = found.number
    if number is not None and cell.is_amount:
        number = disclosed.amount(cell.row, number, found.unit) if disclosed else number
        read.values[cell.code] = _shortest(number)
    elif number is not None and found.unit in {"", "万"}:
        number = number * 10000 if found.unit else number
        if number == number.to_integral_value():
            read.values[cell.code] = int(number)
    if read.values[cell.code] is None and text.strip():
        read.texts[cell.code] = " ".join(text.split())


def _shortest(number: Decimal) -> Number:
    """3 rather than 3.00, and 0.5 rather than 0.50."""
    if number == number.to_integral_value():
        return int(number)
    return Decimal(f"{number.normalize():f}")


def _note(read: TablesRead, found: _Found, document: Document) -> None:
    parts = {
        "2": found.disclosed,
        "3": found.applications,
        "4": found.disputes,
        "sheet": found.sheet,
    }
    for table in read.form.tables:
        part = parts.get(table.code)
        name = _TABLE_NAMES.get(table.code, table.title)
        count = sum(read.values[cell.code] is not None for cell in table.cells)
        if part is None:
            read.notes.append(_("没有找到%s。") % name)
            continue
        read.notes.append(
            _("%(name)s：在%(place)s中读到%(count)d个数字，共%(all)d个。")
            % {"name": name, "place": part.place, "count": count, "all": len(table.cells)}
        )
    _note_doubts(read, found)
    if not any(parts.values()) and document.has_pictures:
        read.notes.append(_("文件中有图片，表格可能是图片，图片中的数字不能读取。"))


def _note_doubts(read: TablesRead, found: _Found) -> None:
    applications = found.applications
    if applications:
        for code, label in applications.by_order.items():
            read.notes.append(
                _("“%(label)s”一行的名称不能识别，按它在表中的位置作为“%(meant)s”。")
                % {"label": " ".join(label.split()), "meant": _label_of(read.form, code)}
            )
        if applications.has_single_other and read.form is FORM_2021:
            read.notes.append(_("“（六）其他处理”只有一行，没有分为三项，没有读取。"))
    if found.disclosed and found.disclosed.in_yuan:
        read.notes.append(_("收费金额的单位是元，已换算成万元。"))
    old = found.disclosed.is_old if found.disclosed else None
    if old is not None and old is not (read.form is FORM_2019):
        read.notes.append(_("主动公开政府信息情况表的栏目与其他表的格式不同，没有读取。"))


def _label_of(form: ReportForm, line: str) -> str:
    cell = form.cells.get(application_code(line, "total"))
    return cell.label.removesuffix("（总计）") if cell else line
