"""Main figures of the published reports side by side: a page, a chart, files."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase, QueryDict
from django.utils.translation import gettext as _
from wagtail.contrib.routable_page.models import path

from ..charts import panel_chart
from .chart_data import compared_data
from .comparing import Yearly, report_model, with_figures
from .measures import Measure, Number, measures

SHOWN_AT_FIRST = 5
MOST_YEARS = 10
LEAST_YEARS = 2
PARAMETER = "years"


@dataclass(frozen=True)
class Compared:
    """A number of one year, and by how much it differs from that of the year before it here."""

    value: Number | None
    change: Number | None
    percent: str
    before: int | None

    @property
    def signed_change(self) -> str:
        """The difference with its sign; a minus as it is printed."""
        if self.change is None:
            return ""
        return _("持平") if self.change == 0 else f"{self.change:+}".replace("-", "−")


@dataclass(frozen=True)
class Line:
    """One measure over the years."""

    measure: Measure
    cells: Sequence[Compared]


@dataclass(frozen=True)
class Choice:
    """The years that were asked for, and what was wrong with how they were asked for."""

    years: Sequence[int]
    notices: Sequence[str]


def choose(query: QueryDict, published: Sequence[int]) -> Choice:
    """Years of ``query`` of which a report is published; the latest ones where it names none.

    Both ``?years=2021,2025`` and ``?years=2021&years=2025`` name two.
    """
    words = [
        word.strip()
        for value in query.getlist(PARAMETER)
        for word in value.replace("，", ",").split(",")
        if word.strip()
    ]
    notices = []
    asked = {int(word) for word in words if word.isdecimal() and len(word) == len("2026")}
    if strange := [word for word in words if not (word.isdecimal() and len(word) == len("2026"))]:
        notices.append(
            _("“%s”不是年度，没有列入。年度写成四位数字，如2025。")
            % "”“".join(word[:20] for word in strange[:3])
        )
    if absent := sorted(asked.difference(published)):
        names = "、".join(str(year) for year in absent[:MOST_YEARS])
        notices.append(_("%s年没有公开的年度报告，没有列入。") % names)
    years = sorted(asked.intersection(published))
    if len(years) > MOST_YEARS:
        years = years[-MOST_YEARS:]
        notices.append(_("一次最多比较%d个年度，只列入了最近的。") % MOST_YEARS)
    if not years:
        years = sorted(published)[-SHOWN_AT_FIRST:]
        if notices and years:
            notices.append(_("下面是最近%d个年度的数据。") % len(years))
    elif len(years) < LEAST_YEARS and len(published) >= LEAST_YEARS:
        notices.append(_("只选了一个年度，请再选一个年度来比较。"))
    return Choice(years, notices)


def compare(reports: Sequence[Yearly]) -> list[Line]:
    """Every measure that at least one of the reports has."""
    lines = []
    for each in measures():
        values = [each.value(report.find) for report in reports]
        if all(value is None for value in values):
            continue
        years = [report.year for report in reports]
        cells = [Compared(values[0], None, "", None)]
        for (before, now), (year, _next) in zip(pairwise(values), pairwise(years), strict=True):
            change = now - before if now is not None and before is not None else None
            cells.append(Compared(now, change, _percent(change, before), year))
        lines.append(Line(each, cells))
    return lines


def _percent(change: Number | None, before: Number | None) -> str:
    """Of nothing there is no share."""
    if not change or not before:
        return ""
    return f"{100 * change / before:+.1f}%".replace("-", "−")


class ComparisonMixin:
    """Compares the reports below the page; stands before ``RoutablePageMixin`` in the bases."""

    @path("compare/", name="compare")
    def compare_reports(self, request: HttpRequest) -> HttpResponseBase:
        """The page; without JavaScript the years are chosen by a form."""
        page: Any = self
        return page.render(  # type: ignore[no-any-return]  # of RoutablePageMixin, untyped
            request,
            template="gongkai_pages/report_comparison.html",
            context_overrides=comparison_context(page, request),
        )

    @path("compare/<slug:file_format>/", name="compare_file")
    def download_comparison(self, request: HttpRequest, file_format: str) -> HttpResponseBase:
        """The same table as a file; the query string is that of the page."""
        from .comparison_files import WRITERS

        page: Any = self
        writer = WRITERS.get(file_format)
        if writer is None:
            raise Http404
        published, column = _published(page)
        choice = choose(request.GET, [year for year, _title in published])
        if column is None or not choice.years:
            raise Http404
        reports = _reports(page, column, choice.years, request)
        return writer(reports, compare(reports), page.title)


def comparison_context(page: Any, request: HttpRequest) -> dict[str, Any]:
    """Template context of the comparison; the number of queries does not depend on the years."""
    published, column = _published(page)
    choice = choose(request.GET, [year for year, _title in published])
    reports = _reports(page, column, choice.years, request) if column else []
    lines = compare(reports)
    data = compared_data(reports)
    base = page.get_url(request) or ""
    query = "".join(f"{'&' if n else '?'}{PARAMETER}={y}" for n, y in enumerate(choice.years))
    return {
        "choices": [(year, year in choice.years) for year, _title in published],
        "notices": choice.notices,
        "reports": reports,
        "groups": [
            (group, list(found)) for group, found in groupby(lines, lambda each: each.measure.group)
        ],
        "picture": panel_chart("comparison", _("各年度主要数据比较"), data.panels)
        if data.panels
        else "",
        "files": [
            (name, f"{base}{page.reverse_subpage('compare_file', args=[name])}{query}")
            for name in ("xlsx", "csv")
        ],
    }


def _published(page: Any) -> tuple[list[tuple[int, str]], Any]:
    """Years and titles of the reports that anybody may read, newest first; and their column."""
    from ..reporting import column_above

    column = column_above(page)
    if column:
        # The frame around the page needs the column too.
        page.disclosure_column = column
    rows = _public_reports(page).order_by("-year").values_list("year", "title")
    return list(rows), column


def _public_reports(page: Any) -> Any:
    """Who may read the list passed the restrictions above; only the reports' own are left."""
    reports = report_model().objects.child_of(page).live()
    return reports.filter(view_restrictions__isnull=True)


def _reports(
    page: Any, column: Any, years: Sequence[int], request: HttpRequest | None
) -> list[Yearly]:
    reports = _public_reports(page).filter(year__in=years).defer("body").order_by("year")
    return with_figures(reports, column, request)
