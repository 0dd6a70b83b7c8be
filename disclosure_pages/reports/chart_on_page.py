"""A chart of a report with its data, for the template of its block."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString

from ..charts import panel_chart
from .chart_data import RESULTS, YEARS, ChartData, group_data, results_data, years_data

_NOTHING = ChartData(headings=(), rows=(), panels=())


@dataclass(frozen=True)
class ShownChart:
    """The picture, empty where there is nothing to draw, and the data."""

    picture: SafeString | str
    data: ChartData


def chart_on_page(group: str, chart_id: str, title: str, context: Mapping[str, Any]) -> ShownChart:
    """The chart that ``group`` names, of the report in ``context`` (page, request, figures)."""
    data = _data(group, context) if context.get("figures") else _NOTHING
    picture = panel_chart(chart_id, title, data.panels) if data.panels else ""
    return ShownChart(picture, data)


def _data(group: str, context: Mapping[str, Any]) -> ChartData:
    page, figures = context["page"], context["figures"]
    if group == RESULTS:
        return results_data(page.report_form, figures)
    if group == YEARS:
        return years_data(page, context.get("request"), figures)
    return group_data(figures.group(group))
