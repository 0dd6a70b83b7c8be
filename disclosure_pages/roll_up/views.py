"""The admin's page 年报汇总: members, sums, and what each member contributed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.http import FileResponse, HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views.generic import View
from wagtail.admin.auth import permission_denied
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets.button import HeaderButton

from ..models.reports import FIRST_YEAR, LAST_YEAR
from ..statistics.registry import Number
from ..statutory.forms import form_for
from ..statutory.structure import GridCell, Table
from .permissions import VIEW_ROLL_UP
from .source import MEMBERS, roll_up_url
from .sums import Member, RollUp, compiling_organs, roll_up
from .workbook import CONTENT_TYPE, file_name, write_roll_up

# What each member contributed to it is shown until another cell is chosen.
_FIRST_CELL = {"2021": "t3.received.total", "2019": "t3.received.total"}


class YearForm(forms.Form):
    """The year whose reports are looked at."""

    year = forms.IntegerField(
        label=_("年度"),
        min_value=FIRST_YEAR,
        max_value=LAST_YEAR,
        error_messages={"required": _("请填写年度，如2025。"), "invalid": _("请填写四位数字。")},
        widget=forms.NumberInput(attrs={"class": "gk-choose__year"}),
    )


class RollUpForm(YearForm):
    """Whose tables of which year, and the cell whose contributions are shown."""

    organ = forms.TypedChoiceField(label=_("汇总机构"), coerce=int)
    cell = forms.ChoiceField(label=_("各单位的数字"), required=False)

    field_order = ["organ", "year", "cell"]

    def __init__(self, data: Any, *, year: int, organs: list[Any]) -> None:
        super().__init__(data)
        fields: dict[str, Any] = self.fields
        fields["organ"].choices = [(organ.pk, str(organ)) for organ in organs]
        fields["cell"].choices = [
            (table.title, [(cell.code, cell.label) for cell in table.cells])
            for table in form_for(year).tables
        ]


@dataclass(frozen=True)
class SumCell:
    """A cell of a summed table as it is shown."""

    grid: GridCell
    label: str = ""
    number: Number | None = None
    url: str = ""
    own: Number | None = None
    differs: bool = False


@dataclass(frozen=True)
class SumTable:
    """A summed table as it is shown."""

    title: str
    code: str
    head: list[list[SumCell]]
    body: list[list[SumCell]]


@dataclass(frozen=True)
class MemberRow:
    """A member as it is shown."""

    member: Member
    contribution: Number | None
    is_late: bool
    remaining: str


class RollUpView(WagtailAdminTemplateMixin, View):  # type: ignore[misc]  # Wagtail is untyped
    """汇总 of one organ and year; with ``export=xlsx`` the same as a workbook."""

    page_title = _("年报汇总")
    header_icon = "table"
    template_name = "gongkai_pages/admin/roll_up.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Only for who may see what bodies report."""
        if not request.user.has_perm(VIEW_ROLL_UP):
            refusal: HttpResponseBase = permission_denied(request)
            return refusal
        answer: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return answer

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The page, or the workbook."""
        today = timezone.localdate()
        year = asked_year(request, today)
        organs = compiling_organs(year)
        data = {"year": year, **request.GET.dict()}
        data.setdefault("organ", str(organs[0].pk) if organs else "")
        data.setdefault("cell", _FIRST_CELL.get(form_for(year).code) or _first_code(year))
        form = RollUpForm(data, year=year, organs=organs)
        found = None
        if organs and form.is_valid():
            organ = next(each for each in organs if each.pk == form.cleaned_data["organ"])
            found = roll_up(organ, year)
        if found and request.GET.get("export") == "xlsx":
            return FileResponse(
                write_roll_up(found),
                as_attachment=True,
                filename=file_name(found),
                content_type=CONTENT_TYPE,
            )
        page: HttpResponseBase = self.render_to_response(
            self.get_context_data(form=form, found=found, today=today, organs=organs, year=year)
        )
        return page

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home, and this page."""
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Members with the chosen cell, the summed tables, and what has to be said of them."""
        found: RollUp | None = kwargs["found"]
        if found:
            url = f"{roll_up_url(found.organ.pk, found.year)}&export=xlsx"
            self.header_buttons = [
                HeaderButton(_("导出XLSX"), url=url, icon_name="download"),
            ]
        context: dict[str, Any] = super().get_context_data(**kwargs)
        if not found:
            return {**context, "bodies_url": reverse("gongkai_reporting_bodies:index")}
        code = kwargs["form"].cleaned_data["cell"] or _first_code(found.year)
        late = found.late(kwargs["today"])
        return {
            **context,
            "members_id": MEMBERS,
            "cell": found.form.cells[code],
            "cell_sum": found.sums[code],
            "rows": list(_rows(found, code, kwargs["today"])),
            "tables": [_table(found, table) for table in found.form.tables],
            "late": late,
            "facts": [
                (_now("报告单位"), len(found.counted)),
                (_now("未报"), len(found.missing)),
                (_now("未填完整"), len(found.incomplete)),
                (_now("逾期"), len(late)),
                (_now("数据有错误"), sum(bool(each.errors) for each in found.counted)),
            ],
        }


def asked_year(request: HttpRequest, today: date) -> int:
    """The year that an address names, else the last that is over."""
    asked = request.GET.get("year", "")
    is_year = asked.isdecimal() and asked.isascii() and FIRST_YEAR <= int(asked[:5]) <= LAST_YEAR
    return int(asked) if is_year and len(asked) <= 4 else today.year - 1  # noqa: PLR2004 - digits


def _first_code(year: int) -> str:
    return next(iter(form_for(year).cells))


def _rows(found: RollUp, code: str, today: date) -> Iterator[MemberRow]:
    for member in found.members:
        standing = member.standing
        yield MemberRow(
            member=member,
            contribution=member.contribution(code),
            is_late=standing.is_late(today),
            remaining="" if standing.is_done else standing.remaining(today),
        )


def _table(found: RollUp, table: Table) -> SumTable:
    rows = [[_cell(found, table, grid) for grid in row] for row in table.rows]
    return SumTable(
        title=table.title,
        code=table.code,
        head=rows[: table.head_rows],
        body=rows[table.head_rows :],
    )


def _cell(found: RollUp, table: Table, grid: GridCell) -> SumCell:
    if not grid.code:
        return SumCell(grid)
    return SumCell(
        grid,
        label=table.by_code[grid.code].label,
        number=found.sums[grid.code],
        url=roll_up_url(found.organ.pk, found.year, grid.code),
        own=found.own.get(grid.code),
        differs=found.differs(grid.code),
    )
