"""The admin's page 考核表, the lists behind its numbers, and the workbook."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.apps import apps
from django.core.paginator import Paginator
from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.views.generic import View
from wagtail.admin.auth import permission_denied
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets.button import HeaderButton
from wagtail.permission_policies.pages import PagePermissionPolicy

from .evaluation import QUARTERS, Measure, Period, Row, Sheet, measured
from .evaluation_lists import Line, lines_of
from .evaluation_workbook import write_sheet
from .permissions import VIEW_EVALUATION, VIEW_ROLL_UP
from .sheets import CONTENT_TYPE
from .sums import compiling_organs
from .views import YearForm, asked_year

EVALUATION = "gongkai_evaluation"
EVALUATION_LIST = "gongkai_evaluation_list"
_COLUMN, _COMPILING = "column", "compiling"
_PER_PAGE = 50


class EvaluationForm(YearForm):
    """Whose organs, and the period."""

    scope = forms.ChoiceField(label=_("范围"))
    quarter = forms.TypedChoiceField(
        label=_("季度"),
        coerce=int,
        empty_value=None,
        required=False,
        choices=[("", _("全年")), *((number, _("第%d季度") % number) for number in QUARTERS)],
    )

    field_order = ["scope", "year", "quarter"]

    def __init__(self, data: Any, *, scopes: Sequence[tuple[str, str]]) -> None:
        super().__init__(data)
        fields: dict[str, Any] = self.fields
        fields["scope"].choices = scopes


@dataclass(frozen=True)
class Heading:
    """A heading that sorts by its column."""

    label: Any
    url: str
    sorted: str
    is_number: bool


@dataclass(frozen=True)
class Number:
    """A number of a line, with the list of what it counts."""

    shown: str
    url: str
    label: str


class EvaluationMixin(WagtailAdminTemplateMixin, View):  # type: ignore[misc]  # Wagtail is untyped
    """What the sheet and its lists have in common: who may see them, and what is asked for."""

    page_title: Any = _("信息公开考核表")
    header_icon = "tasks"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Only for who may see how the organs do."""
        if not request.user.has_perm(VIEW_EVALUATION):
            refusal: HttpResponseBase = permission_denied(request)
            return refusal
        self.today = timezone.localdate()
        self.year = asked_year(request, self.today)
        self.scopes = scopes_of(request.user, self.year)
        data = {"year": self.year, **request.GET.dict()}
        data.setdefault("scope", self.scopes[0][0] if self.scopes else "")
        self.form = EvaluationForm(data, scopes=self.scopes)
        answer: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        return answer

    def get_sheet(self) -> Sheet | None:
        """The sheet that is asked for; None where the form says what is wrong."""
        if not self.scopes or not self.form.is_valid():
            return None
        data = self.form.cleaned_data
        kind, _dash, pk = data["scope"].partition("-")
        period = Period(data["year"], data["quarter"])
        if kind == _COLUMN:
            columns = apps.get_model("gongkai_pages", "DisclosureIndexPage").objects
            return Sheet(period, self.today, column=columns.select_related("organ").get(pk=pk))
        organ = apps.get_model("gongkai_catalogue", "Organ").objects.get(pk=pk)
        return Sheet(period, self.today, compiling=organ)

    def address(self, name: str = EVALUATION, **more: Any) -> str:
        """Address of a page with what is asked for now."""
        data = self.form.cleaned_data
        asked = {"scope": data["scope"], "year": data["year"], "quarter": data["quarter"] or ""}
        return f"{reverse(name)}?{urlencode(asked | more)}"


class EvaluationView(EvaluationMixin):
    """A line for each organ; sorts by any column."""

    template_name = "gongkai_pages/admin/evaluation.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The page, or the workbook."""
        sheet = self.get_sheet()
        if sheet and request.GET.get("export") == "xlsx":
            return FileResponse(
                write_sheet(sheet, self._sorted(sheet)),
                as_attachment=True,
                filename=f"{sheet.title}.xlsx",
                content_type=CONTENT_TYPE,
            )
        page: HttpResponseBase = self.render_to_response(self.get_context_data(sheet=sheet))
        return page

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home, and this page."""
        return [*self.breadcrumbs_items, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Headings, lines and their total."""
        sheet: Sheet | None = kwargs["sheet"]
        if sheet:
            url = self.address(sort=self._sort, export="xlsx")
            self.header_buttons = [HeaderButton(_("导出XLSX"), url=url, icon_name="download")]
        context: dict[str, Any] = super().get_context_data(form=self.form, **kwargs)
        if not sheet:
            return {**context, "scopes": self.scopes, "year": self.year}
        return {
            **context,
            "scopes": self.scopes,
            "headings": list(self._headings()),
            "lines": [(row, list(self._numbers(row, row.pk))) for row in self._sorted(sheet)],
            "total": list(self._numbers(sheet.total, "")),
        }

    @property
    def _sort(self) -> str:
        return str(self.request.GET.get("sort", ""))

    def _sorted(self, sheet: Sheet) -> list[Row]:
        """Lines in the asked order; what cannot be measured comes last in both."""
        key, is_down = self._sort.removeprefix("-"), self._sort.startswith("-")
        if key == "name":
            return sorted(sheet.rows, key=lambda row: row.name, reverse=is_down)
        measure = next((each for each in measured() if each.key == key), None)
        if measure is None:
            return sheet.rows
        known = [row for row in sheet.rows if measure.of(row) is not None]
        unknown = [row for row in sheet.rows if measure.of(row) is None]
        return sorted(known, key=lambda row: measure.of(row) or 0, reverse=is_down) + unknown

    def _headings(self) -> Iterator[Heading]:
        for key, label in (("name", _("机构")), *((each.key, each.label) for each in measured())):
            # Numbers are looked at from the highest down, names from the first on.
            first, second = (key, f"-{key}") if key == "name" else (f"-{key}", key)
            order = {key: "ascending", f"-{key}": "descending"}.get(self._sort, "")
            turned = second if self._sort == first else first
            yield Heading(label, self.address(sort=turned), order, key != "name")

    def _numbers(self, row: Row, pk: int | str) -> Iterator[Number]:
        for measure in measured():
            number = measure.of(row)
            url = ""
            if measure.is_counted and number:
                url = self.address(EVALUATION_LIST, organ=pk, what=measure.key)
            yield Number(shown(measure, number), url, str(measure.label))


class EvaluationListView(EvaluationMixin):
    """What one number of the sheet counts."""

    template_name = "gongkai_pages/admin/evaluation_list.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The list.

        Raises:
            Http404: there is no such number.
        """
        sheet = self.get_sheet()
        measure = next(
            (
                each
                for each in measured()
                if each.is_counted and each.key == request.GET.get("what")
            ),
            None,
        )
        if sheet is None or measure is None:
            raise Http404
        row = self._row(sheet, request.GET.get("organ", ""))
        pages = Paginator(list(lines_of(sheet, row, measure.key, request.user)), _PER_PAGE)
        page_obj = pages.get_page(request.GET.get("p"))
        page: HttpResponseBase = self.render_to_response(
            self.get_context_data(sheet=sheet, row=row, measure=measure, page_obj=page_obj)
        )
        return page

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Home, the sheet, and this page."""
        sheet = {"url": self.address(), "label": EvaluationMixin.page_title}
        return [*self.breadcrumbs_items, sheet, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The lines of one page of the list."""
        measure: Measure = kwargs["measure"]
        row: Row | None = kwargs["row"]
        whose = row.name if row else _now("合计")
        self.page_title = f"{whose}：{measure.label}"
        asked = self.request.GET.copy()
        asked.pop("p", None)
        lines: list[Line] = list(kwargs["page_obj"])
        return {
            **super().get_context_data(**kwargs),
            "lines": lines,
            "headings": lines[0].headings if lines else [],
            "list_url": f"{self.request.path}?{asked.urlencode()}",
            "sheet_url": self.address(),
        }

    @staticmethod
    def _row(sheet: Sheet, asked: str) -> Row | None:
        """The line with a key; None for the total."""
        if asked == "":
            return None
        found = next((row for row in sheet.rows if str(row.pk) == asked), None)
        if found is None:
            raise Http404
        return found


def shown(measure: Measure, number: float | int | None) -> str:
    """A number as it is printed."""
    if number is None:
        return "—"
    return f"{number:.1%}" if measure.is_rate else str(number)


def scopes_of(user: Any, year: int) -> list[tuple[str, str]]:
    """Keys and names of what the user may see the sheet of: columns they work on, and compiling
    organs for who reads roll-ups."""
    pages = PagePermissionPolicy().instances_user_has_any_permission_for(
        user, ["add", "change", "publish"]
    )
    columns = (
        apps.get_model("gongkai_pages", "DisclosureIndexPage")
        .objects.filter(pk__in=pages.values("pk"), alias_of__isnull=True)
        .order_by("path")
    )
    found = [(f"{_COLUMN}-{column.pk}", str(column.title)) for column in columns]
    if user.has_perm(VIEW_ROLL_UP):
        found += [
            (f"{_COMPILING}-{organ.pk}", _now("%s：下级各报告单位") % organ)
            for organ in compiling_organs(year)
        ]
    return found
