"""Figures in templates: numbers that link to what was counted, and charts."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from wagtail.rich_text import RichText, expand_db_html

from ..charts import Bar, bar_chart
from ..statistics.figures import Figures, FigureValue
from ..statistics.references import resolve_references

register = template.Library()


@register.simple_tag
def figure(value: FigureValue | None, link: bool = True) -> SafeString:
    """The number of ``value``, linked to the list of what was counted."""
    if value is None or value.value is None:
        return format_html('<span class="figure figure--missing">{}</span>', _("未填报"))
    if not (link and value.url):
        return format_html('<span class="figure">{}</span>', value.value)
    return format_html(
        '<a class="figure" href="{}" title="{}">{}</a>',
        value.url,
        _("%s：查看所统计的条目") % value.label,
        value.value,
    )


@register.simple_tag
def prose(value: RichText, figures: Figures | None) -> SafeString:
    """Rich text with the references in it replaced by the figures of the year."""

    def number(code: str, inside_link: bool) -> SafeString:
        return figure(figures.get(code) if figures else None, link=not inside_link)

    return resolve_references(expand_db_html(value.source), number)


@register.simple_tag
def figure_rows(codes: str, figures: Figures | None) -> list[FigureValue]:
    """The figures named in ``codes``, one after the other, for a table."""
    found = (figures.get(code) for code in codes.split()) if figures else ()
    return [value for value in found if value]


@register.simple_tag
def figure_group(group: str, figures: Figures | None) -> list[FigureValue]:
    """All figures of ``group``."""
    return figures.group(group) if figures else []


@register.simple_tag
def figure_chart(chart_id: Any, title: str, values: list[FigureValue]) -> SafeString:
    """Bar chart of ``values``."""
    unit = values[0].unit if values else ""
    bars = [Bar(value.label, value.value) for value in values]
    return bar_chart(f"chart-{chart_id}", title, unit, bars)
