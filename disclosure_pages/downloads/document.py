"""A report page as a document: what the page shows, in the order in which it shows it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from ..reports.chart_on_page import chart_on_page
from ..reports.facts import facts_of
from ..reports.versions import amendments_of
from ..statistics.comparisons import comparison
from ..statistics.models import AnnualStatistics
from ..statistics.snapshot import numbers_in
from ..statutory.rules.registry import check
from ..statutory.rules.structure import Values
from .model import Block, FigureRow, FormTable, Part, PlainTable, ReportDocument, RuleRow
from .prose import blocks_of
from .wording import clean, day_text, number_text


def document_of(
    page: Any,
    request: HttpRequest | None = None,
    *,
    is_draft: bool = False,
    with_rules: bool = False,
) -> ReportDocument:
    """The report of ``page`` (an AnnualReportPage below a column), in a constant number of queries.

    Args:
        request: helps to form addresses.
        is_draft: what is shown is not public yet.
        with_rules: look for broken rules as well, which reads the year before.
    """
    column = page.column_above()
    figures = page.get_figures(request)
    rows = tuple(
        FigureRow(
            clean(figure.code),
            clean(figure.label),
            figure.value,
            clean(figure.unit),
            str(figure.provenance.label),
        )
        for figure in figures
    )
    return ReportDocument(
        title=clean(page.title),
        organ=clean(column.organ.name),
        year=page.year,
        form=page.report_form,
        reported_on=page.reported_on,
        period=(date(page.year, 1, 1), date(page.year, 12, 31)),
        url="" if is_draft else page.get_full_url(request) or "",
        parts=tuple(_parts(page, request, rows, figures)),
        notes=tuple(_notes(page, request, figures)),
        figures=rows,
        breaches=_breaches(page, column, figures, is_draft) if with_rules else (),
        is_draft=is_draft,
    )


def _parts(
    page: Any, request: HttpRequest | None, rows: tuple[FigureRow, ...], figures: Any
) -> Iterator[Part]:
    reader = _BlockReader(page, request, rows, figures)
    for section in page.body:
        heading = clean(section.value["heading"])
        blocks = [
            block
            for child in section.value["content"]
            for block in reader.read(child.block_type, child.value, heading)
        ]
        yield Part(heading, tuple(blocks))


class _BlockReader:
    """Reads the blocks of the report's body."""

    def __init__(self, page: Any, request: HttpRequest | None, rows: Any, figures: Any) -> None:
        self._page = page
        self._request = request
        self._form = page.report_form
        self._rows: dict[str, FigureRow] = {row.code: row for row in rows}
        self._figures = figures
        self._address = page.get_full_url(request) or ""

    def read(self, kind: str, value: Any, heading: str) -> list[Block]:
        """What one block becomes; nothing for a table that the form does not have."""
        if kind == "prose":
            return blocks_of(value.source, self._number, self._address)
        if kind == "figures":
            rows = [row for code in value["codes"].split() if (row := self._rows.get(code))]
            return [_figure_table(value["caption"], rows)]
        if kind == "chart":
            return [self._chart_table(value)]
        if kind == "table":
            return self._form_table(str(value), heading)
        return []

    def _chart_table(self, value: Any) -> PlainTable:
        """The numbers of a chart, as they stand beside its picture."""
        context = {"page": self._page, "request": self._request, "figures": self._figures}
        data = chart_on_page(value["group"], "", value["caption"], context).data
        rows = (
            (clean(row.label), *(number_text(cell.value) for cell in row.cells))
            for row in data.rows
        )
        return PlainTable(clean(value["caption"]), tuple(map(clean, data.headings)), tuple(rows))

    def _number(self, code: str) -> str:
        words = comparison(code, self._figures)
        if words is not None:
            return words
        figure = self._figures.get(code)
        return number_text(figure.value if figure else None)

    def _form_table(self, code: str, heading: str) -> list[Block]:
        table = self._form.table(code)
        if table is None:
            return []
        values = {
            cell.code: row.value if (row := self._rows.get(cell.code)) else None
            for cell in table.cells
        }
        return [FormTable(table, values, "" if table.title in heading else table.title)]


def _figure_table(caption: str, rows: list[FigureRow]) -> PlainTable:
    return PlainTable(
        clean(caption),
        (_("指标"), _("数量"), _("单位")),
        tuple((row.label, number_text(row.value), row.unit) for row in rows),
    )


def _notes(page: Any, request: HttpRequest | None, figures: Any) -> Iterator[str]:
    for amendment in amendments_of(page, request):
        yield _("%(day)s更正：%(note)s") % {
            "day": day_text(timezone.localdate(amendment.published_at)),
            "note": clean(amendment.note),
        }
    exceptions = figures.get("review.exceptions")
    if exceptions and exceptions.value is not None:
        yield _("本年度没有经过保密审查和审签的例外发布%s件次。") % exceptions.value
    statistics = figures.statistics
    if statistics and statistics.is_frozen:
        day = day_text(timezone.localdate(statistics.frozen_at))
        yield _("数据已于%s冻结，此后公开的条目不计入本报告。") % day


def _breaches(page: Any, column: Any, figures: Any, is_draft: bool) -> tuple[RuleRow, ...]:
    statistics = figures.statistics or AnnualStatistics(organ=column.organ, year=page.year)
    facts = facts_of(statistics, page, figures)
    if not is_draft:
        # A sentence on two years names numbers of both.
        facts = replace(facts, last_year=_public_numbers_of_last_year(page))
    return tuple(
        RuleRow(breach.rule.id, breach.rule.severity.value, breach.sentence, breach.cells)
        for breach in check(facts)
    )


def _public_numbers_of_last_year(page: Any) -> Values:
    """What the published report of the year before says; nothing where there is none."""
    before = next((each for each in page.public_siblings if each.year == page.year - 1), None)
    if before is None:
        return {}
    if before.figures:
        return numbers_in(before.figures)
    return {figure.code: figure.value for figure in before.get_figures()}
