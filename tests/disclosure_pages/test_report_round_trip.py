"""What we write ourselves we read again to the same numbers: XLSX, DOCX, and the page."""

from __future__ import annotations

import io

import openpyxl
import pytest

from disclosure_pages.downloads.word import render_word
from disclosure_pages.downloads.workbook import render_workbook
from disclosure_pages.imports.report import read_report
from disclosure_pages.statistics import services
from tests.factories.catalogue import make_column
from tests.factories.downloads import report_document
from tests.factories.pages import AnnualReportIndexPageFactory, AnnualReportPageFactory
from tests.factories.reports import correct_values

FORMS = [("2021", 2025), ("2019", 2020), ("2008", 2016)]


def assert_same(got, values, form, year):
    differ = {
        code: (number, got.values.get(code))
        for code, number in values.items()
        if got.values.get(code) != number
    }
    assert differ == {}, got.notes
    assert (got.form.code, got.year) == (form, year)


@pytest.mark.once
@pytest.mark.parametrize(("form", "year"), FORMS)
@pytest.mark.parametrize("seed", [0, 1, 2, 3])
class TestFiles:
    def test_a_workbook_as_it_is_sent(self, form, year, seed):
        values = correct_values(form, seed)
        file = render_workbook(report_document(values, form, year))
        assert_same(read_report(file, "report.xlsx"), values, form, year)

    def test_a_workbook_without_the_results_of_its_formulas(self, form, year, seed):
        values = correct_values(form, seed)
        book = openpyxl.load_workbook(
            io.BytesIO(render_workbook(report_document(values, form, year)))
        )
        file = io.BytesIO()
        book.save(file)
        assert_same(read_report(file.getvalue(), "report.xlsx"), values, form, year)

    def test_a_document(self, form, year, seed):
        values = correct_values(form, seed)
        file = render_word(report_document(values, form, year))
        got = read_report(file, "report.docx")
        assert_same(got, values, form, year)
        assert got.organ_name == "泗门镇人民政府"
        assert not {"t3.unbalanced", "t3.total"} & {each.rule.id for each in got.breaches()}


@pytest.mark.django_db
@pytest.mark.parametrize(("form", "year"), FORMS)
def test_the_public_page(client, form, year):
    column = make_column()
    index = AnnualReportIndexPageFactory(parent=column.home)
    values = correct_values(form, 3)
    statistics = services.get_or_create(column.government, year)
    services.enter_many(statistics, values, "台账")
    tables = {"2021": "234", "2019": "234", "2008": ["sheet"]}[form]
    content = [{"type": "table", "value": code} for code in tables]
    body = [{"type": "section", "value": {"heading": "一、总体情况", "content": content}}]
    report = AnnualReportPageFactory(
        parent=index,
        title=f"泗门镇人民政府{year}年政府信息公开工作年度报告",
        slug=str(year),
        year=year,
        form=form,
        body=body,
    )
    html = client.get(report.get_url())
    assert html.status_code == 200
    assert_same(read_report(html.content, "report.html"), values, form, year)
