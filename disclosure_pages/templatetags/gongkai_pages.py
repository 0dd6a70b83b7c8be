"""Figures in templates: numbers that link to what was counted, and charts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from wagtail.rich_text import RichText, expand_db_html

from .. import structured_data
from ..reports.chart_on_page import ShownChart, chart_on_page
from ..reports.table_on_page import ShownTable, table_on_page
from ..statistics.comparisons import comparison
from ..statistics.figures import Figures, FigureValue
from ..statistics.references import resolve_references
from ..statistics.registry import Number
from ..statutory.structure import ReportForm

register = template.Library()


@register.simple_tag
def figure(value: FigureValue | None, link: bool = True) -> SafeString:
    """The number of ``value``, linked to the list of what was counted."""
    if value is None or value.value is None:
        return _missing()
    if not (link and value.url):
        return format_html('<span class="figure">{}</span>', value.value)
    return format_html(
        '<a class="figure" href="{}" title="{}">{}</a>',
        value.url,
        _("%s：查看所统计的条目") % value.label,
        value.value,
    )


def _missing() -> SafeString:
    return format_html('<span class="figure figure--missing">{}</span>', _("未填报"))


@register.simple_tag(takes_context=True)
def gongkai_report_data(context: Mapping[str, Any]) -> SafeString:
    """JSON-LD of an annual report."""
    organ = getattr(context.get("column"), "organ", None)
    return structured_data.report_script(context["page"], organ, context.get("request"))


@register.simple_tag(takes_context=True)
def gongkai_guide_data(context: Mapping[str, Any]) -> SafeString:
    """JSON-LD of the guide."""
    return structured_data.guide_script(context["page"], context.get("request"))


@register.simple_tag
def prose(value: RichText, figures: Figures | None) -> SafeString:
    """Rich text with the references in it replaced by the figures of the year."""

    def number(code: str, inside_link: bool) -> str:
        words = comparison(code, figures) if figures else None
        if words is not None:
            return words
        return figure(figures.get(code) if figures else None, link=not inside_link)

    return resolve_references(expand_db_html(value.source), number)


@register.simple_tag
def figure_rows(codes: str, figures: Figures | None) -> list[FigureValue]:
    """The figures named in ``codes``, one after the other, for a table."""
    found = (figures.get(code) for code in codes.split()) if figures else ()
    return [value for value in found if value]


@register.simple_tag
def number(value: Number | None) -> SafeString:
    """A number that no list stands behind."""
    if value is None:
        return _missing()
    return format_html('<span class="figure">{}</span>', value)


@register.simple_tag(takes_context=True)
def report_chart(context: Mapping[str, Any], group: str, title: str, block_id: Any) -> ShownChart:
    """Chart of the report in the context: of a group of figures, of results, or of years."""
    return chart_on_page(group, f"chart-{block_id or group}", title, context)


@register.simple_tag
def statutory_table(
    code: str, form: ReportForm | None, figures: Figures | None, block_id: Any = ""
) -> ShownTable | None:
    """Table ``code`` of the report's form with its figures; None where there is no such table."""
    return table_on_page(code, form, figures, str(block_id or "")) if form else None
