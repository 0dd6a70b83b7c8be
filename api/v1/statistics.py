"""The figures of organs and years, as far as public pages show them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from ..rooms import catalogue, room
from .column_pages import Columns, column_of, organ_of
from .reports import reports_of, stand_in, value_of, values_of
from .scope import Scope

# Counted of what anybody may read, and by the same lists.
_OF_ITEMS = "items."
_EXCEPTIONS = "review.exceptions"


@dataclass(frozen=True)
class Unit:
    """An organ's year; ``report`` where it is published."""

    year: int
    column: Any
    report: Any = None


def units_of(scope: Scope, columns: Columns) -> list[Unit]:
    """Years in which a column published anything, or of which it published a report: the newest
    first. Some queries for each column, none of which reads its items."""
    found = []
    reports: dict[tuple[int, int], Any] = {}
    for page in reports_of(scope).order_by("path"):
        if (column := columns.above(page)) is not None:
            reports.setdefault((column.pk, page.year), page)
    for column in columns.rows:
        years = _years_of(scope, column)
        years |= {year for key, year in reports if key == column.pk}
        found += [Unit(year, column, reports.get((column.pk, year))) for year in years]
    return sorted(found, key=lambda unit: (-unit.year, unit.column.path))


def _years_of(scope: Scope, column: Any) -> set[int]:
    """Years in which a column published anything that anybody may read."""
    tallies = catalogue("tallies.reading")
    place = tallies.Place.below(column, scope.restricted)
    counted = tallies.counts({"year": tallies.Selection(place)})["year"]
    return {int(year) for year in counted if year}


def figures_of(request: HttpRequest, scope: Scope, unit: Unit) -> dict[str, Any]:
    """What is public of a unit."""
    column, report = unit.column, unit.report
    if report is not None:
        stand_in(report, column)
        figures = report.get_figures(request)
        address = reverse("gongkai_api:annual_report", args=(column.pk, unit.year))
        report_url = request.build_absolute_uri(address)
        values = values_of(request, figures)
        is_frozen = bool(figures.is_frozen)
    else:
        report_url, is_frozen = None, False
        values = list(_values_of_items(request, scope, unit))
    return {
        "year": unit.year,
        "organ": organ_of(column),
        "column": column_of(column),
        "source": "report" if report is not None else "items",
        "is_frozen": is_frozen,
        "report_url": report_url,
        "values": values,
    }


def _values_of_items(request: HttpRequest, scope: Scope, unit: Unit) -> Iterator[dict[str, Any]]:
    """Counts of public items, whatever an office has entered; where the column's home shows a
    number instead, that one."""
    statistics = room("gongkai_pages", "statistics.figures")
    registry = room("gongkai_pages", "statistics.registry")
    place = registry.Scope(unit.column.organ, unit.year, unit.column, request)
    shown = _shown_at_home(request, scope, unit)
    for figure in statistics.Figures(place, None, ()):
        if figure.code in shown:
            yield value_of(request, figure, shown[figure.code].value)
        elif figure.code.startswith(_OF_ITEMS):
            yield value_of(request, figure, figure.computed)


def _shown_at_home(request: HttpRequest, scope: Scope, unit: Unit) -> dict[str, Any]:
    """Figures that the home of the column shows, by their code, if it shows this year's."""
    home = room("gongkai_pages", "column")
    items = scope.items().descendant_of(unit.column)
    if home.figure_year(items) != unit.year:
        return {}
    figures = room("gongkai_pages", "statistics.services").figures_for(
        unit.column, unit.year, request
    )
    shown: Sequence[Any] = (
        figures.get("items.total"),
        *figures.group("items.kind"),
        figures.get(_EXCEPTIONS),
    )
    return {figure.code: figure for figure in shown if figure is not None}
