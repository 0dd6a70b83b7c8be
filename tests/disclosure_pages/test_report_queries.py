"""A report with three tables and four charts asks the database as often for any catalogue."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Site

from catalogue import kept as kept_in_process
from disclosure_pages.models import AnnualReportPage
from tests.disclosure_pages.reports import report_of, signed
from tests.factories.catalogue import ItemPageFactory
from tests.factories.pages import make_items

pytestmark = pytest.mark.django_db
YEAR = 2025
# Of a page whose figures are kept, and of the first one after a publication; and of the first one
# of all, when every source counts and nothing is known.
MOST = 20
MOST_TO_COUNT = 31


@pytest.fixture
def report(column):
    """The report of a year whose figures are open, beside four that were signed off."""
    for year in range(YEAR - 4, YEAR):
        report_of(
            column, year, entered=False, body="[]", reported_on=None, figures=signed(column, year)
        )
    return report_of(column, YEAR)


def queries(client, page) -> int:
    with CaptureQueriesContext(connection) as captured:
        response = client.get(page.url)
    assert response.status_code == 200
    html = response.content.decode()
    assert html.count('class="gk-statutory ') == 3
    assert html.count("<svg") == 4
    return len(captured)


def forget() -> None:
    """Let the next request count, as after the start of a process."""
    cache.clear()
    kept_in_process.clear()
    # What Wagtail itself reads once for all pages.
    Site.get_site_root_paths()


def test_queries_do_not_grow_with_the_catalogue(client, column, report):
    make_items(column.category, column.office, 1000, year=YEAR)
    queries(client, report)
    forget()
    counted, kept = queries(client, report), queries(client, report)
    make_items(column.category, column.office, 19_000, year=YEAR)
    assert queries(client, report) == counted
    assert queries(client, report) == kept
    assert kept <= MOST
    assert counted <= MOST_TO_COUNT


def test_a_publication_costs_one_count(client, column, report):
    # The first look at an open year writes its statistics, which is a change too.
    queries(client, report)
    queries(client, report)
    kept = queries(client, report)
    ItemPageFactory(parent=column.category, organ=column.office)
    assert kept < queries(client, report) <= MOST
    assert queries(client, report) == kept


def test_open_years_beside_it_cost_no_more_once_they_are_kept(client, column, report):
    queries(client, report)
    kept = queries(client, report)
    AnnualReportPage.objects.exclude(pk=report.pk).update(figures=[])
    queries(client, report)
    assert queries(client, report) <= kept + 1
