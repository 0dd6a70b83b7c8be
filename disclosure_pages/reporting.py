"""What the page of an annual report shows beside its text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.http import HttpRequest
from wagtail.models import Page

from .models import AnnualReportPage, DisclosureIndexPage
from .reports.versions import amendments_of

if TYPE_CHECKING:
    from wagtail.blocks import StreamChild


@dataclass(frozen=True)
class Section:
    """One part of the report and the anchor that the contents list leads to."""

    anchor: str
    heading: str
    block: StreamChild


def column_above(page: Page) -> DisclosureIndexPage | None:
    """The column that ``page`` stands in, or None."""
    columns = DisclosureIndexPage.objects.ancestor_of(page, inclusive=True)
    column: DisclosureIndexPage | None = columns.select_related("organ").order_by("-depth").first()
    return column


def report_context(page: AnnualReportPage, request: HttpRequest) -> dict[str, Any]:
    """Template context of a report; a request to read it writes nothing."""
    column = page.column_above()
    if column:
        # The frame around the page needs the column too.
        page.disclosure_column = column
    figures = page.get_figures(request) if column else None
    previous, following = _neighbours(page)
    return {
        "column": column,
        "figures": figures,
        # Told at the end of every report, whatever its text says; also that there were none.
        "exceptions": figures.get("review.exceptions") if figures else None,
        "statistics": figures.statistics if figures else None,
        "report_form": page.report_form,
        "amendments": amendments_of(page, request),
        "sections": [
            Section(f"part-{number}", block.value["heading"], block)
            for number, block in enumerate(page.body, start=1)
        ],
        "previous": previous,
        "next": following,
    }


def _neighbours(page: AnnualReportPage) -> tuple[AnnualReportPage | None, AnnualReportPage | None]:
    """The reports of the nearest year before and after."""
    before = [each for each in page.public_siblings if each.year < page.year]
    after = [each for each in page.public_siblings if each.year > page.year]
    return (before[-1] if before else None), (after[0] if after else None)
