"""Reports whose figures a publication changes: a CDN forgets them with it."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from wagtail import hooks
from wagtail.models import Page

from ..models import AnnualReportIndexPage, AnnualReportPage, DisclosureIndexPage


@hooks.register("register_gongkai_cached_urls")
def register_report_urls() -> Callable[[Page], Iterable[str]]:
    """Addresses of the reports in the column of a page."""
    return report_urls


def report_urls(page: Page) -> list[str]:
    """The list of reports of the column around ``page``, and each of them."""
    columns = DisclosureIndexPage.objects.ancestor_of(page, inclusive=True)
    column = columns.order_by("-depth").first()
    if column is None:
        return []
    lists = AnnualReportIndexPage.objects.child_of(column).live()
    reports = AnnualReportPage.objects.descendant_of(column).live().defer("body", "figures")
    urls = [each.get_full_url() for each in (*lists, *reports)]
    return [url for url in urls if url]
