"""References to last year's numbers: words that are right whichever way the numbers went."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from disclosure_pages.reports import signing
from disclosure_pages.reports.facts import text_of
from disclosure_pages.statistics import services
from disclosure_pages.statistics.comparisons import in_words
from disclosure_pages.statistics.references import validate_references
from tests.factories.pages import make_items, make_report, report_body

PROSE = (
    "<p>收到申请{{t3.received.total}}件，上年{{t3.received.total:last}}件，"
    "{{t3.received.total:compared}}。</p>"
)

WORDS = [
    (12, 10, "比上年增加2件，增长20%"),
    (9, 12, "比上年减少3件，下降25%"),
    (0, 3, "比上年减少3件，下降100%"),
    (7, 7, "与上年持平"),
    (0, 0, "与上年持平"),
    (3, 0, "上年为0件"),
    (3, None, "上年没有可比数据"),
    (4, 3, "比上年增加1件，增长33.3%"),
    (Decimal("3.5"), Decimal("1.25"), "比上年增加2.25件，增长180%"),
    (1200, 200, "比上年增加1000件，增长500%"),
]


@pytest.mark.once
@pytest.mark.parametrize(("now", "before", "words"), WORDS)
def test_words(now, before, words):
    assert in_words(now, before, "件") == words


@pytest.fixture
def page(column):
    return make_report(column, year=2025, slug="2025", form="2021", body=report_body(PROSE))


def enter(page, year, number):
    statistics = services.get_or_create(page.column_above().organ, year)
    services.enter(statistics, "t3.received.total", number, "台账")


def said(page):
    return text_of(page, page.get_figures()).strip()


def test_both_years_are_shown_on_the_page(page, client):
    enter(page, 2024, 10)
    enter(page, 2025, 12)
    words = "比上年增加2件，增长20%"
    assert said(page) == f"收到申请12件，上年10件，{words}。"
    assert words in client.get(page.get_url()).content.decode()


def test_a_number_that_changes_changes_the_words(page):
    enter(page, 2024, 10)
    enter(page, 2025, 12)
    enter(page, 2025, 10)
    assert "与上年持平" in said(page)


def test_without_last_year_nothing_is_made_up(page, client):
    enter(page, 2025, 12)
    assert "上年没有可比数据" in said(page)
    assert "上年没有可比数据" in client.get(page.get_url()).content.decode()


def test_a_year_that_nobody_stands_for_counts_as_unknown_and_not_as_nought(page, column):
    page.body = report_body("<p>公开{{items.total}}条，{{items.total:compared}}。</p>")
    make_items(column.category, column.government, 3, year=2025)
    assert said(page) == "公开3条，上年没有可比数据。"
    make_items(column.category, column.government, 2, year=2024)
    assert said(page) == "公开3条，比上年增加1条，增长50%。"


def test_what_was_signed_keeps_last_years_number(page):
    enter(page, 2024, 10)
    enter(page, 2025, 12)
    signing.fix_figures(page)
    enter(page, 2024, 11)
    assert "上年10件，比上年增加2件" in said(page)
    assert not [figure for figure in page.get_figures() if ":" in figure.code]


@pytest.mark.parametrize(
    "html", ["<p>{{items.total:last}}</p>", "<p>{{ items.total:compared }}</p>"]
)
def test_references_to_last_year_are_accepted(html, db):
    validate_references(html)


@pytest.mark.parametrize(
    ("html", "told"),
    [
        ("<p>{{items.totals:last}}</p>", "没有代码为“items.totals”"),
        ("<p>{{items.total:before}}</p>", "{{items.total:last}}"),
        ("<p>{{items.total：last}}</p>", "半角"),
    ],
)
def test_others_are_explained(html, told, db):
    with pytest.raises(ValidationError) as caught:
        validate_references(html)
    assert told in caught.value.messages[0]
