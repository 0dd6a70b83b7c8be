"""The tables of the forms on the page: every number under its headings, for eyes and for ears."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup

from disclosure_pages.reports.table_on_page import table_on_page
from disclosure_pages.reports.table_reading import reading_table
from disclosure_pages.statistics import services
from disclosure_pages.statutory.forms import FORM_2008, FORM_2019, FORM_2021, REPORT_FORMS
from tests.disclosure_pages.reports import enter, inputs_of, report_of
from tests.factories.catalogue import make_column

YEAR = 2025
TABLES = [
    pytest.param(form, table, id=f"{form.code}-{table.code}")
    for form in REPORT_FORMS.values()
    for table in form.tables
]


def headings_of(form, table_code: str, code: str) -> list[str]:
    """Texts of the headings that the number with ``code`` names."""
    read = reading_table(form.table(table_code))
    cells = [cell for rows in (read.head, *read.groups) for row in rows for cell in row]
    texts = {cell.name: cell.text.strip() for cell in cells if cell.name}
    (number,) = [cell for cell in cells if cell.code == code]
    return [texts[name] for name in number.headings]


@pytest.mark.once
class TestHeadings:
    @pytest.mark.parametrize(
        ("form", "code", "headings"),
        [
            (
                FORM_2021,
                "t2.normative.made",
                "第二十条第（一）项｜本年制发件数｜行政规范性文件",
            ),
            (
                FORM_2021,
                "t2.fees.amount",
                "第二十条第（八）项｜本年收费金额（单位：万元）｜行政事业性收费",
            ),
            (
                FORM_2021,
                "t3.repeated.charity",
                "申请人情况｜法人或其他组织｜社会公益组织"
                "｜三、本年度办理结果｜（五）不予处理｜2.重复申请",
            ),
            (
                FORM_2021,
                "t3.received.person",
                "申请人情况｜自然人｜一、本年新收政府信息公开申请数量",
            ),
            (FORM_2021, "t3.total.total", "申请人情况｜总计｜三、本年度办理结果｜（七）总计"),
            (FORM_2021, "t4.appeal.pending", "行政诉讼｜复议后起诉｜尚未审结"),
            (FORM_2019, "t2a.coercion.change", "第二十条第（六）项｜本年增/减｜行政强制"),
            (
                FORM_2008,
                "s.trained",
                "统计数｜九、政府信息公开会议和培训情况｜（三）接受培训人员数",
            ),
        ],
    )
    def test_are_those_that_it_stands_under(self, form, code, headings):
        table = next(each for each in form.tables if code in each.by_code)
        assert headings_of(form, table.code, code) == headings.split("｜")

    @pytest.mark.parametrize(("form", "table"), TABLES)
    def test_tell_every_number_from_every_other(self, form, table):
        read = reading_table(table)
        names = [cell.headings for rows in read.groups for row in rows for cell in row if cell.code]
        assert all(names)
        assert len(set(names)) == len(table.cells)

    @pytest.mark.parametrize(("form", "table"), TABLES)
    def test_are_named_once(self, form, table):
        shown = table_on_page(table.code, form, None, "0123abcd-rest")
        cells = [each for rows in (shown.head, *shown.groups) for row in rows for each in row]
        ids = [each.id for each in cells if each.id]
        assert len(set(ids)) == len(ids)
        assert {name for each in cells for name in each.headers.split()} <= set(ids)


@pytest.mark.django_db
class TestOnThePage:
    @pytest.fixture
    def column(self):
        return make_column()

    def tables(self, client, report) -> dict[str, BeautifulSoup]:
        soup = BeautifulSoup(client.get(report.url).content, "html.parser")
        found = {}
        for table in soup.select(".gk-statutory table"):
            found[table.select_one(".gk-statutory__title").text] = table
        return found

    def test_hold_every_number_in_reading_order(self, client, column):
        report = report_of(column, YEAR)
        shown = {
            title: [cell.text.strip() for cell in table.select("td[headers]")]
            for title, table in self.tables(client, report).items()
        }
        figures = services.figures_of(services.get_or_create(column.government, YEAR))
        for table in FORM_2021.tables:
            expected = [str(figures.get(cell.code).value) for cell in table.cells]
            assert "None" not in expected
            assert shown[table.title] == expected

    def test_have_caption_unit_and_header_cells_with_their_scope(self, client, column):
        tables = self.tables(client, report_of(column, YEAR))
        for table in tables.values():
            assert table.caption["id"] == table.parent["aria-labelledby"]
            assert table.parent["role"] == "region"
            assert table.parent["tabindex"] == "0"
            assert all(heading["scope"] for heading in table.select("th"))
            assert not table.select("[style]")
        units = [table.caption.text for table in tables.values()]
        assert "单位：件，另有注明的除外" in units[0]
        assert "单位：件" in units[1]

    def test_say_that_a_number_is_missing(self, client, column):
        numbers = inputs_of(YEAR)
        del numbers["t3.received.person"]
        enter(column, YEAR, numbers)
        report = report_of(column, YEAR, entered=False)
        applications = self.tables(client, report)[FORM_2021.table("3").title]
        first, *_rest, total = applications.select("td[headers]")[:7]
        assert first.text.strip() == total.text.strip() == "未填报"

    def test_noughts_are_noughts(self, client, column):
        enter(column, YEAR, dict.fromkeys(inputs_of(YEAR), 0))
        report = report_of(column, YEAR, entered=False)
        for table in self.tables(client, report).values():
            assert {cell.text.strip() for cell in table.select("td[headers]")} == {"0"}

    def test_the_sheet_of_an_old_report_has_its_units_in_a_column(self, client, column):
        report = report_of(column, 2015)
        (table,) = self.tables(client, report).values()
        assert "单位" not in table.caption.text
        assert table.select("tbody tr")[1].td.text == "条"

    def test_a_table_that_the_form_does_not_have_is_left_out(self, client, column):
        report = report_of(column, 2015, body=report_of(column, YEAR).body)
        assert self.tables(client, report) == {}
