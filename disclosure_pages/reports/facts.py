"""What the rules look at, of the statistics of a year and of its report."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from typing import Any

from django.apps import apps
from django.utils.html import strip_tags

from ..statistics.comparisons import comparison
from ..statistics.models import AnnualStatistics
from ..statistics.references import REFERENCE
from ..statistics.services import figures_of, values_of
from ..statistics.snapshot import numbers_in
from ..statutory.forms import form_for
from ..statutory.organs import is_township_name
from ..statutory.rules.prose import MISSING
from ..statutory.rules.structure import Facts, Values


def facts_of(statistics: AnnualStatistics, page: Any = None, figures: Any = None) -> Facts:
    """Facts of a year; with its report, also its text and date.

    A report that was sent for sign-off is judged by the numbers it was sent with. Where figures
    are given, the year is judged by them, whatever is stored.
    """
    if figures is None:
        figures = page.get_figures() if page is not None else figures_of(statistics)
    if page is not None and page.figures:
        values: Values = numbers_in(page.figures)
    else:
        # The text may speak of more than the form asks for.
        counted = {figure.code: figure.value for figure in figures}
        values = {**counted, **values_of(statistics, figures)}
    return Facts(
        form=page.report_form if page is not None else form_for(statistics.year),
        year=statistics.year,
        values=values,
        last_year=_values_of_last_year(statistics),
        text=text_of(page, figures) if page is not None else "",
        reported_on=page.reported_on if page is not None else None,
        is_township=is_township(statistics.organ),
    )


def is_township(organ: Any) -> bool:
    """Whether an organ is the government of a township: as 报送单位 say, else by its name."""
    bodies = apps.get_model("gongkai_pages", "ReportingBody").objects
    level = bodies.filter(organ=organ).values_list("level", flat=True).first()
    return level == "township" if level else is_township_name(organ.name)


def text_of(page: Any, figures: Any) -> str:
    """The prose of a report, a paragraph a line, with its figures filled in."""

    def number(match: re.Match[str]) -> str:
        words = comparison(match[1], figures)
        if words is not None:
            return words
        figure = figures.get(match[1])
        return MISSING if figure is None or figure.value is None else str(figure.value)

    texts = [
        REFERENCE.sub(number, unescape(strip_tags(re.sub(r"</(p|li|h\d)>", "\n", source))))
        for source in proses_of(page)
    ]
    return "\n".join(texts)


def proses_of(page: Any) -> Iterator[str]:
    """Rich text of each block of prose, as it is stored."""
    for part in page.body:
        for block in part.value["content"]:
            if block.block_type == "prose":
                yield block.value.source


def _values_of_last_year(statistics: AnnualStatistics) -> Values:
    before = AnnualStatistics.objects.filter(
        organ=statistics.organ_id, year=statistics.year - 1
    ).first()
    return values_of(before) if before else {}
