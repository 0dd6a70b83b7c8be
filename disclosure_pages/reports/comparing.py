"""Reports of several years with their figures, read together in a constant number of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.http import HttpRequest

from ..statistics.figures import Figures, FigureValue
from ..statistics.models import AnnualValue
from ..statistics.registry import Scope
from ..statistics.snapshot import SignedFigures


@dataclass(frozen=True)
class Yearly:
    """The report of one year."""

    year: int
    title: str
    url: str
    figures: Any

    def find(self, code: str) -> FigureValue | None:
        """The figure with ``code``, or None."""
        found: FigureValue | None = self.figures.get(code)
        return found


def yearly_reports(
    page: Any, years: Collection[int], request: HttpRequest | None, own: Any
) -> list[Yearly]:
    """The report ``page`` and the public ones beside it, of the given years, in their order.

    ``own`` are the figures of ``page``.
    """
    beside = [each for each in page.public_siblings if each.year in years]
    this = Yearly(page.year, page.title, "", own)
    others = with_figures(beside, page.column_above(), request)
    return sorted([*others, this], key=lambda each: each.year)


def with_figures(reports: Iterable[Any], column: Any, request: HttpRequest | None) -> list[Yearly]:
    """Reports of one column with their figures: one query for all beside what is counted."""
    found = list(reports)
    opened = [each.year for each in found if not each.figures]
    rows = _entered(column, opened)
    yearly = []
    for each in found:
        scope = Scope(column.organ, each.year, column, request)
        figures: Any
        if each.figures:
            figures = SignedFigures(scope, each.figures)
        else:
            stored = rows[each.year]
            # Statistics without a row say nothing: frozen ones have a row for each figure.
            figures = Figures(scope, stored[0].statistics if stored else None, stored)
        yearly.append(Yearly(each.year, each.title, each.get_url(request) or "", figures))
    return yearly


def report_model() -> Any:
    """The page model of reports; models import this module."""
    return apps.get_model("gongkai_pages", "AnnualReportPage")


def _entered(column: Any, years: Iterable[int]) -> dict[int, list[AnnualValue]]:
    rows: dict[int, list[AnnualValue]] = defaultdict(list)
    asked = list(years)
    if asked:
        values = AnnualValue.objects.filter(
            statistics__organ=column.organ_id, statistics__year__in=asked
        )
        for row in values.select_related("statistics").order_by():
            rows[row.statistics.year].append(row)
    return rows
