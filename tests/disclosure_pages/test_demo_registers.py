"""The registers of the demo town: 2013 as its report says, 2025 as an example."""

from __future__ import annotations

from decimal import Decimal

import pytest

from disclosure_pages.demo import loader_items, registers
from disclosure_pages.models import (
    AnnualReportPage,
    AnnualValue,
    DisclosureIndexPage,
    RegisterConfirmation,
)
from disclosure_pages.registers.models import ROWS
from disclosure_pages.statistics import services
from disclosure_pages.statistics.figures import Provenance
from tests.factories.demo import a_part_of_the_demo, load_demo

pytestmark = pytest.mark.django_db


@pytest.fixture
def column(monkeypatch):
    items = a_part_of_the_demo()
    monkeypatch.setattr(loader_items, "demo_items", lambda: iter(items))
    monkeypatch.setenv("GONGKAI_DEMO_PASSWORD", "only-for-this-test")
    load_demo()
    return DisclosureIndexPage.objects.get()


def test_2013_had_no_applications_and_no_disputes_and_says_so(client, column):
    figures = services.figures_for(column, 2013)
    for code in ("applications.received", "reconsiderations.total", "lawsuits.total"):
        figure = figures.get(code)
        assert (figure.value, figure.provenance) == (0, Provenance.COMPUTED), code
    assert figures.get("s.received").value == 0
    assert figures.get("messages.total").value is None
    assert not AnnualValue.objects.filter(statistics__year=2013).exists()
    report = AnnualReportPage.objects.get(year=2013)
    html = client.get(report.url).content.decode()
    assert "未填报" not in html


def test_2025_fills_the_tables_of_its_form(column):
    statistics = services.get_or_create(column.organ, 2025)
    values = services.values_of(statistics)
    expected = {
        "t2.licences.decisions": 40,
        "t2.penalties.decisions": 6,
        "t2.coercion.decisions": 0,
        "t2.fees.amount": Decimal("0.00"),
        "t3.received.total": 8,
        "t3.carried_in.total": 1,
        "t3.total.total": 8,
        "t3.carried_out.total": 1,
        "t4.reconsideration.total": 1,
        "t4.lawsuit.total": 0,
    }
    assert {code: values[code] for code in expected} == expected
    assert [code for code, value in values.items() if value is None] == []
    figures = services.figures_of(statistics)
    assert figures.get("activities.meetings").value == 3
    assert figures.get("activities.trainings").value == 2
    assert figures.get("messages.total").value == figures.get("messages.replied").value == 60


def test_what_was_left_over_comes_back_the_year_after(column):
    values = services.values_of(services.get_or_create(column.organ, 2026))
    assert values["t3.carried_in.total"] == 1


def test_every_row_says_that_it_is_an_example(column):
    for model in ROWS:
        assert set(model.objects.values_list("remark", flat=True)) <= {registers.REMARK}
    assert RegisterConfirmation.objects.count() == 8
    assert {each.confirmed_by.username for each in RegisterConfirmation.objects.all()} == {"office"}
