"""Reports side by side: chosen years, changes, files."""

from __future__ import annotations

import csv
import io

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook
from wagtail.models import PageViewRestriction

from disclosure_pages.models import AnnualReportIndexPage, AnnualReportPage
from disclosure_pages.reports.comparison import choose
from tests.disclosure_pages.reports import enter, report_of, signed
from tests.factories.pages import AnnualReportIndexPageFactory, make_items

pytestmark = pytest.mark.django_db


def report(column, year: int, total: int, **fields):
    """A report of a year in which as many items were published; nobody applied."""
    make_items(column.category, column.office, total, year=year)
    numbers = {"s.received": 0} if year < 2019 else {"t3.granted.person": 3}
    if not fields.get("figures"):
        enter(column, year, numbers)
    return report_of(column, year, entered=False, body="[]", **fields)


def address(query: str = "", file: str = "") -> str:
    return f"{AnnualReportIndexPage.objects.get().url}compare/{file}{query}"


def read(client, query: str = "") -> BeautifulSoup:
    response = client.get(address(query))
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def years_of(soup) -> list[str]:
    return [each.text.strip() for each in soup.select(".gk-comparison thead th")][1:]


def line(soup, label: str) -> list[str]:
    for row in soup.select(".gk-comparison tbody tr"):
        if row.th.text.startswith(label):
            return [" ".join(cell.text.split()) for cell in row.select("td")]
    raise AssertionError(label)


def notices(soup) -> list[str]:
    return [each.text.strip() for each in soup.select(".gk-notices li")]


class TestTable:
    def test_shows_each_number_and_its_change(self, client, column):
        for year, total in ((2011, 100), (2012, 80), (2013, 120)):
            report(column, year, total)
        soup = read(client)
        assert years_of(soup) == ["2011年", "2012年", "2013年"]
        assert line(soup, "公开信息总数") == [
            "100",
            "80 比2011年 −20（−20.0%）",
            "120 比2012年 +40（+50.0%）",
        ]
        assert line(soup, "新收申请") == ["0", "0 比2011年 持平", "0 比2012年 持平"]

    def test_compares_years_of_different_forms(self, client, column):
        report(column, 2018, 5)
        report_of(column, 2020, body="[]")
        report_of(column, 2025, body="[]")
        soup = read(client)
        assert line(soup, "行政许可")[0] == "—"
        received = line(soup, "新收申请")
        assert received[0] == "0"
        assert received[2].split()[0].isdecimal()
        # Of a nought there is no percentage.
        assert "%" not in received[1]

    def test_leaves_out_what_no_report_has(self, client, column):
        report(column, 2012, 1)
        report(column, 2013, 1)
        with pytest.raises(AssertionError):
            line(read(client), "结转下年度")

    def test_begins_with_the_last_five_reports(self, client, column):
        for year in range(2008, 2016):
            report(column, year, 1)
        assert years_of(read(client)) == [f"{year}年" for year in range(2011, 2016)]

    def test_takes_signed_numbers_as_they_were_signed(self, client, column):
        report(column, 2012, 4)
        report(column, 2013, 9, reported_on=None, figures=signed(column, 2013))
        assert line(read(client), "公开信息总数")[1].startswith("1013 ")


class TestChoice:
    @pytest.fixture(autouse=True)
    def _reports(self, column):
        for year in (2011, 2012, 2013):
            report(column, year, 1)

    @pytest.mark.parametrize(
        "query", ["?years=2011,2013", "?years=2011&years=2013", "?years=2013，2011"]
    )
    def test_names_years_in_either_way(self, client, query):
        soup = read(client, query)
        assert years_of(soup) == ["2011年", "2013年"]
        assert notices(soup) == []
        ticked = [box["value"] for box in soup.select("input[checked]")]
        assert ticked == ["2013", "2011"]

    @pytest.mark.parametrize(
        ("query", "sentence"),
        [
            ("?years=2011,2013,1999", "1999年没有公开的年度报告，没有列入。"),
            ("?years=2011,2013,abc", "“abc”不是年度，没有列入。年度写成四位数字，如2025。"),
            ("?years=2011,2013,-1", "“-1”不是年度，没有列入。年度写成四位数字，如2025。"),
            ("?years=2011,2013,99999999999", "“99999999999”不是年度"),
            ("?years=2013", "只选了一个年度，请再选一个年度来比较。"),
            ("?years=%00,2011,2013", "不是年度"),
        ],
    )
    def test_that_is_wrong_is_said(self, client, query, sentence):
        found = notices(read(client, query))
        assert any(each.startswith(sentence) or sentence in each for each in found)

    def test_of_nothing_right_gives_the_last_years(self, client):
        soup = read(client, "?years=1999")
        assert years_of(soup) == ["2011年", "2012年", "2013年"]
        assert notices(soup)[-1] == "下面是最近3个年度的数据。"

    def test_of_other_words_is_ignored(self, client):
        assert years_of(read(client, "?colour=red")) == ["2011年", "2012年", "2013年"]


@pytest.mark.once
def test_too_many_years_are_too_many():
    from django.http import QueryDict

    years = range(2008, 2026)
    choice = choose(QueryDict(f"years={','.join(map(str, years))}"), list(years))
    assert list(choice.years) == list(range(2016, 2026))
    assert list(choice.notices) == ["一次最多比较10个年度，只列入了最近的。"]


class TestWhatIsNotPublic:
    @pytest.fixture(autouse=True)
    def _reports(self, column):
        for year in (2011, 2012, 2013):
            report(column, year, year - 2000)

    def test_is_not_compared(self, client):
        AnnualReportPage.objects.filter(year=2012).update(live=False)
        PageViewRestriction.objects.create(
            page=AnnualReportPage.objects.get(year=2011), restriction_type="login"
        )
        soup = read(client, "?years=2011,2012,2013")
        assert years_of(soup) == ["2013年"]
        assert notices(soup)[0] == "2011、2012年没有公开的年度报告，没有列入。"
        assert [box["value"] for box in soup.select("input[name=years]")] == ["2013"]
        text = client.get(address("?years=2011,2012", "csv/")).content.decode()
        assert "2012" not in text


class TestFiles:
    @pytest.fixture(autouse=True)
    def _reports(self, column):
        report(column, 2012, 80)
        report(column, 2013, 60)

    def test_csv_holds_the_table(self, client):
        response = client.get(address("?years=2012,2013", "csv/"))
        assert response["Content-Type"] == "text/csv; charset=utf-8"
        text = response.content.decode("utf-8-sig")
        assert response.content.startswith(b"\xef\xbb\xbf")
        heading, first, *_rest = csv.reader(io.StringIO(text))
        assert heading == ["类别", "指标", "单位", "2012年", "2013年", "2013年比2012年增减"]
        assert first == ["主动公开", "公开信息总数", "条", "80", "60", "-20"]

    def test_workbook_holds_numbers_as_numbers(self, client):
        response = client.get(address("?years=2012,2013", "xlsx/"))
        sheet = load_workbook(io.BytesIO(response.content)).active
        assert [cell.value for cell in sheet[2]] == ["主动公开", "公开信息总数", "条", 80, 60, -20]

    def test_are_linked_with_the_years_that_are_shown(self, client):
        links = [each["href"] for each in read(client).select(".gk-downloads a")]
        assert links == [
            address("?years=2012&years=2013", "xlsx/"),
            address("?years=2012&years=2013", "csv/"),
        ]

    def test_of_another_kind_there_are_none(self, client):
        assert client.get(address(file="exe/")).status_code == 404


class TestWhereThereIsNothing:
    def test_a_sentence_says_so(self, client, column):
        AnnualReportIndexPageFactory(parent=column.home)
        assert "还没有发布年度报告" in read(client).select_one(".gk-empty").text
        assert client.get(address(file="csv/")).status_code == 404

    def test_the_list_leads_to_the_comparison_of_two_only(self, client, column):
        report(column, 2012, 1)
        index = AnnualReportIndexPage.objects.get()
        assert "compare/" not in client.get(index.url).content.decode()
        report(column, 2013, 1)
        assert f'href="{address()}"' in client.get(index.url).content.decode()


def test_queries_do_not_depend_on_the_number_of_years(client, column):
    for year in range(2008, 2016):
        report(column, year, 2)

    def queries(query: str) -> int:
        # The first look at an open year writes its statistics, which is a change too.
        client.get(address(query))
        client.get(address(query))
        with CaptureQueriesContext(connection) as captured:
            client.get(address(query))
        return len(captured)

    few = queries("?years=2014,2015")
    assert queries(f"?years={','.join(map(str, range(2008, 2016)))}") == few
    assert few <= 15
