"""The report as a workbook: merged as the form, sums that add up, results for who cannot count."""

from __future__ import annotations

import io
from decimal import Decimal

import pytest
from openpyxl import load_workbook

from disclosure_pages.downloads.formulas import formula_of, ranges
from disclosure_pages.downloads.grid import places
from disclosure_pages.downloads.word import render_word
from disclosure_pages.downloads.workbook import ABOVE, render_workbook
from disclosure_pages.imports.report import read_report
from disclosure_pages.statutory.forms import FORM_2021, REPORT_FORMS
from tests.factories.downloads import full_document, report_document
from tests.factories.reports import correct_values

pytestmark = pytest.mark.once

THIRD = FORM_2021.table("3")


def opened(report, *, results: bool = False):
    return load_workbook(io.BytesIO(render_workbook(report)), data_only=results)


def test_sheets_are_about_the_tables_and_all_the_numbers():
    assert opened(full_document()).sheetnames == [
        "说明",
        "表二主动公开政府信息情况",
        "表三收到和处理政府信息公开申请情况",
        "表四政府信息公开行政复议、行政诉讼情况",
        "全部数据",
    ]


@pytest.mark.parametrize("form", sorted(REPORT_FORMS))
def test_cells_are_merged_as_in_the_form(form):
    report = report_document(form=form, year=REPORT_FORMS[form].first_year)
    book = opened(report)
    for table, sheet in zip(report.form.tables, book.worksheets[1:], strict=False):
        merged = {
            (each.min_row - ABOVE - 1, each.min_col - 1, each.max_row, each.max_col)
            for each in sheet.merged_cells.ranges
            if each.min_row > ABOVE
        }
        assert merged == {
            (
                place.row,
                place.column,
                place.row + place.cell.rowspan + ABOVE,
                place.column + place.cell.colspan,
            )
            for place in places(table)
            if place.cell.rowspan > 1 or place.cell.colspan > 1
        }
        for place in places(table):
            cell = sheet.cell(place.row + ABOVE + 1, place.column + 1)
            if place.cell.text:
                assert cell.value == place.cell.text
            assert cell.border.left.style == cell.border.top.style == "thin"


class TestSums:
    @pytest.fixture
    def sheets(self):
        report = full_document()
        return [opened(report, results=results).worksheets[2] for results in (False, True)]

    def test_are_formulas_with_their_results(self, sheets):
        formulas, results = sheets
        assert formulas["J6"].value == "=SUM(D6:I6)"
        assert formulas["D29"].value == "=SUM(D8:D28)"
        values = correct_values("2021", 2)
        assert results["J6"].value == values["t3.received.total"]
        assert results["D29"].value == values["t3.total.person"]
        assert results["J30"].value == values["t3.carried_out.total"]

    def test_every_sum_of_the_form_is_one(self, sheets):
        formulas, _results = sheets
        found = [
            cell.coordinate
            for row in formulas.iter_rows(min_row=6)
            for cell in row
            if str(cell.value).startswith("=")
        ]
        assert len(found) == sum(1 for cell in THIRD.cells if cell.parts)

    def test_stay_empty_while_a_part_is_missing(self):
        report = report_document({"t3.received.person": 2})
        formulas, results = (opened(report, results=each).worksheets[2] for each in (False, True))
        assert formulas["J6"].value == '=IF(COUNT(D6:I6)=6,SUM(D6:I6),"")'
        assert not results["J6"].value
        assert results["J6"].value != 0

    def test_a_number_that_disagrees_stays_as_reported(self):
        values = {**correct_values("2021", 2), "t3.received.total": 123_456}
        formulas = opened(report_document(values)).worksheets[2]
        assert formulas["J6"].value == 123_456
        assert formulas["J7"].value == "=SUM(D7:I7)"

    def test_a_sum_of_which_parts_were_not_reported_stays_as_reported(self):
        cell = THIRD.by_code["t3.received.total"]
        addresses = {code: f"A{number}" for number, code in enumerate(THIRD.by_code, start=1)}
        assert formula_of(cell, {cell.code: 7}, addresses) == ""

    @pytest.mark.parametrize(
        ("addresses", "found"),
        [
            (["D4", "E4", "F4"], ["D4:F4"]),
            (["D4", "D5", "D6"], ["D4:D6"]),
            (["C9", "C14", "C15"], ["C9", "C14:C15"]),
            (["D4", "E4", "E5"], ["D4:E4", "E5"]),
            (["Z1", "AA1"], ["Z1:AA1"]),
            (["C7"], ["C7"]),
        ],
    )
    def test_neighbours_are_ranges(self, addresses, found):
        assert ranges(addresses) == found


@pytest.mark.parametrize("form", sorted(REPORT_FORMS))
@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize(
    ("render", "ending"), [(render_word, "docx"), (render_workbook, "xlsx")], ids=["docx", "xlsx"]
)
def test_what_we_write_we_read_again(form, seed, render, ending):
    values = correct_values(form, seed)
    year = REPORT_FORMS[form].first_year
    report = report_document(values, form=form, year=max(year, 2014))
    read = read_report(render(report), f"report.{ending}")
    assert read.form.code == form
    assert {code: read.values[code] for code in values} == values


@pytest.mark.parametrize(
    ("render", "ending"), [(render_word, "docx"), (render_workbook, "xlsx")], ids=["docx", "xlsx"]
)
def test_numbers_that_were_missing_are_missing_when_read_again(render, ending):
    read = read_report(render(report_document()), f"report.{ending}")
    assert set(read.values.values()) == {None}


class TestPrint:
    def test_each_sheet_is_a_page_wide(self):
        for sheet in opened(full_document()).worksheets:
            assert sheet.page_setup.paperSize == 9
            assert sheet.sheet_properties.pageSetUpPr.fitToPage
            assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)

    def test_the_wide_table_lies(self):
        orientations = [
            sheet.page_setup.orientation for sheet in opened(full_document()).worksheets
        ]
        assert orientations == ["portrait", "portrait", "portrait", "landscape", "portrait"]

    def test_heads_come_again_on_each_page(self):
        assert opened(full_document()).worksheets[2].print_title_rows == "$3:$5"


def test_first_sheet_says_where_the_numbers_come_from():
    rows = dict(opened(full_document()).worksheets[0].iter_rows(values_only=True))
    assert rows["报告"] == "泗门镇人民政府2025年政府信息公开工作年度报告"
    assert rows["机关"] == "泗门镇人民政府"
    assert rows["年度"] == 2025
    assert rows["报告日期"] == "2026年1月20日"
    assert rows["来源"].startswith("https://")
    assert "国办公开办函〔2021〕30号" in rows["格式"]
    draft = dict(opened(full_document(is_draft=True)).worksheets[0].iter_rows(values_only=True))
    assert "草稿" in draft["来源"]


def test_last_sheet_has_all_figures():
    values = correct_values("2021", 2)
    heads, *rows = opened(full_document()).worksheets[-1].iter_rows(values_only=True)
    assert heads == ("代码", "指标", "数字", "单位", "数据来源")
    assert {row[0]: row[2] for row in rows} == {
        code: float(number) if isinstance(number, Decimal) else number
        for code, number in values.items()
    }
    assert {row[4] for row in rows} == {"人工填报"}


def test_a_title_that_looks_like_a_formula_is_a_text():
    sheet = opened(full_document(title='=HYPERLINK("https://evil.example")')).worksheets[0]
    assert sheet["B1"].data_type == "s"
    assert sheet["B1"].quotePrefix
