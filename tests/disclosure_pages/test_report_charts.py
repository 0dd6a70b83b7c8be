"""Charts of a report: what became of applications, and the year beside those before it."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup

from disclosure_pages.models import AnnualReportPage
from disclosure_pages.statistics import services
from tests.disclosure_pages.reports import CHARTS, body_of, enter, report_of, signed
from tests.factories.pages import make_items

pytestmark = pytest.mark.django_db
YEAR = 2025


def chart(client, report, group: str) -> BeautifulSoup:
    soup = BeautifulSoup(client.get(report.url).content, "html.parser")
    return next(each for each in soup.select(".gk-chart") if each.figcaption.text == CHARTS[group])


def rows_of(figure) -> list[list[str]]:
    return [
        [cell.text.strip() for cell in row.select("th, td")] for row in figure.select("tbody tr")
    ]


class TestResults:
    def test_are_the_six_headings_of_the_form(self, client, column):
        rows = dict(rows_of(chart(client, report_of(column, YEAR), "results")))
        assert list(rows) == [
            "予以公开",
            "部分公开",
            "不予公开",
            "无法提供",
            "不予处理",
            "其他处理",
        ]
        figures = services.figures_of(services.get_or_create(column.government, YEAR))
        assert sum(map(int, rows.values())) == figures.get("t3.total.total").value

    def test_are_as_many_in_the_form_of_2019(self, client, column):
        rows = dict(rows_of(chart(client, report_of(column, 2020), "results")))
        figures = services.figures_of(services.get_or_create(column.government, 2020))
        assert len(rows) == 6
        assert sum(map(int, rows.values())) == figures.get("t3.total.total").value

    def test_are_those_of_the_sheet_in_an_old_report(self, client, column):
        rows = dict(rows_of(chart(client, report_of(column, 2015), "results")))
        assert list(rows)[:4] == ["属于已主动公开范围", "同意公开", "同意部分公开", "不同意公开"]
        figures = services.figures_of(services.get_or_create(column.government, 2015))
        assert sum(map(int, rows.values())) == figures.get("s.answered").value

    def test_that_nobody_entered_are_said_to_be_missing(self, client, column):
        figure = chart(client, report_of(column, YEAR, entered=False), "results")
        assert {number for _label, number in rows_of(figure)} == {"未填报"}
        assert "予以公开未填报" in figure.svg.desc.text


class TestYears:
    def test_compare_the_year_with_the_four_before_it(self, client, column):
        for year in range(2019, YEAR):
            report_of(column, year, body="[]")
        make_items(column.category, column.office, 12, year=2023)
        figure = chart(client, report_of(column, YEAR), "years")
        rows = rows_of(figure)
        assert [row[0] for row in rows] == [f"{year}年" for year in range(2021, YEAR + 1)]
        assert rows[2][1:3] == ["12", "12"]
        assert figure.svg.desc.text.count("2023年12条") == 2
        assert not figure.select(".gk-chart__note")

    def test_leave_out_years_without_a_report_and_say_so(self, client, column):
        report_of(column, 2022, body="[]")
        report_of(column, 2023, body="[]")
        AnnualReportPage.objects.filter(year=2023).update(live=False)
        figure = chart(client, report_of(column, YEAR), "years")
        assert [row[0] for row in rows_of(figure)] == ["2022年", "2025年"]
        note = figure.select_one(".gk-chart__note").text
        assert note == "2021、2023、2024年没有公开的年度报告，未列入。"

    def test_take_signed_numbers_as_they_were_signed(self, client, column):
        report_of(
            column,
            2024,
            entered=False,
            body="[]",
            reported_on=None,
            figures=signed(column, 2024),
        )
        make_items(column.category, column.office, 5, year=2024)
        rows = rows_of(chart(client, report_of(column, YEAR), "years"))
        assert rows[0][:2] == ["2024年", "1024"]

    def test_lead_to_the_reports_of_the_other_years(self, client, column):
        other = report_of(column, 2024, body="[]")
        figure = chart(client, report_of(column, YEAR), "years")
        assert [link["href"] for link in figure.select("tbody th a")] == [other.url]

    def test_follow_the_forms_of_the_years(self, client, column):
        enter(column, 2018, {"s.by_letter": 4, "s.by_fax": 0, "s.by_counter": 1, "s.by_network": 2})
        report_of(column, 2018, entered=False, body="[]")
        rows = rows_of(chart(client, report_of(column, 2020, body=body_of(2020)), "years"))
        assert rows[0][0] == "2018年"
        assert rows[0][3] == "7"


def test_every_chart_is_named_described_and_has_its_table(client, column):
    report = report_of(column, YEAR)
    soup = BeautifulSoup(client.get(report.url).content, "html.parser")
    figures = soup.select(".gk-chart")
    assert [each.figcaption.text for each in figures] == list(CHARTS.values())
    for figure in figures:
        assert figure.svg["role"] == "img"
        assert [figure.svg.find(id=name) for name in figure.svg["aria-labelledby"].split()] == [
            figure.svg.title,
            figure.svg.desc,
        ]
        assert figure.table.caption
        assert all(heading["scope"] for heading in figure.select("th"))
    ids = [each["id"] for each in soup.select("[id]")]
    assert len(set(ids)) == len(ids)
