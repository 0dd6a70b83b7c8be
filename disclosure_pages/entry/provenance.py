"""数字来源: where every number of a year comes from."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from wagtail.admin.templatetags.wagtailadmin_tags import user_display_name
from wagtail.admin.widgets.button import HeaderButton

from ..statistics import services
from ..statistics.figures import Figures, FigureValue
from ..statistics.models import AnnualStatistics, AnnualValue
from ..statistics.registry import Number, Scope
from ..statutory.forms import form_for
from .views import OfStatistics
from .wording import by_group, group_heading, table_heading


@dataclass(frozen=True)
class Origin:
    """One number with all that is known of it.

    Attributes:
        figure: value, computed value, entry and reason.
        row: who entered it and when, None where nobody did.
        parts: names of what it is the sum of, each with its number.
        last_year: what the same figure was in the year before.
    """

    figure: FigureValue
    row: AnnualValue | None
    parts: list[FigureValue]
    last_year: Number | None

    @property
    def entered_by(self) -> str:
        """Name of who entered it; numbers of imported reports were entered by nobody."""
        user = self.row.entered_by if self.row else None
        return str(user_display_name(user)) if user else _now("系统")


@dataclass(frozen=True)
class Group:
    """Numbers that belong together."""

    heading: str
    origins: list[Origin]
    is_open: bool


class ProvenanceView(OfStatistics):
    """Read-only; its filter works with and without a script."""

    page_title = _("数字来源")
    header_icon = "list-ul"
    template_name = "gongkai_pages/admin/provenance.html"

    @property
    def header_buttons(self) -> list[Any]:
        """The way to the tables."""
        return [HeaderButton(_("填报表格"), url=self.url("entry"), icon_name="table")]

    def get(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        """The page."""
        query = request.GET.get("q", "").strip()
        context = self.get_context_data(
            statistics=self.statistics,
            groups=self.groups(query),
            query=query,
            year_before=self.statistics.year - 1,
        )
        return self.render_to_response(context)

    @cached_property
    def figures(self) -> Figures:
        """All figures, with what is counted now even where the year is frozen."""
        return services.figures_of(self.statistics, self.request, with_computed=True)

    @cached_property
    def last_year(self) -> Figures:
        """The year before; where nothing was entered for it, what is counted."""
        scope = self.figures.scope
        year = self.statistics.year - 1
        rows = list(
            AnnualValue.objects.filter(
                statistics__organ=self.statistics.organ_id, statistics__year=year
            ).select_related("statistics")
        )
        before: AnnualStatistics | None = rows[0].statistics if rows else None
        return Figures(Scope(scope.organ, year, scope.column, self.request), before, rows)

    def groups(self, query: str) -> list[Group]:
        """All numbers, or those whose name or code contains ``query``."""
        found = [figure for figure in self.figures if matches(figure, query)]
        return [
            Group(heading, [self.origin(figure) for figure in figures], bool(query))
            for heading, figures in self.by_table(found)
        ]

    def by_table(self, figures: list[FigureValue]) -> list[tuple[str, list[FigureValue]]]:
        """The tables of the form first, then the other groups."""
        report_form = form_for(self.statistics.year)
        groups = []
        for table in report_form.tables:
            inside = [figure for figure in figures if figure.code in table.by_code]
            groups += [(table_heading(table), inside)] if inside else []
        rest = [figure for figure in figures if figure.code not in report_form.cells]
        return groups + [(group_heading(name), members) for name, members in by_group(rest)]

    def origin(self, figure: FigureValue) -> Origin:
        """All that is known of one number."""
        parts = [self.figures.get(code) for code in figure.parts]
        before = self.last_year.get(figure.code)
        return Origin(
            figure,
            self._rows.get(figure.code),
            [part for part in parts if part],
            before.value if before else None,
        )

    @cached_property
    def _rows(self) -> dict[str, AnnualValue]:
        rows = AnnualValue.objects.filter(statistics=self.statistics, override__isnull=False)
        return {row.code: row for row in rows.select_related("entered_by")}


def matches(figure: FigureValue, query: str) -> bool:
    """Whether every word of ``query`` is in the figure's name, code or provenance."""
    text = f"{figure.label} {figure.code} {figure.provenance.label}".lower()
    return all(word in text for word in query.lower().split())
