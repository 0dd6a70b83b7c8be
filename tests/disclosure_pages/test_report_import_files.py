"""Documents, workbooks, files built by hand, older forms, and what is made of them."""

from __future__ import annotations

import io
import json
from pathlib import Path

import docx
import openpyxl
import pytest
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph
from openpyxl.styles import Font

from disclosure_pages.imports.report import as_json
from tests.disclosure_pages.imports import OLD_VALUES, VALUES, assert_same, page, read
from tests.factories.published_reports import (
    Cell,
    Report,
    blocks_apart,
    consistent_values,
    filled,
    in_control,
    in_text_box,
    printed_table,
    saved,
    suits_apart,
    three_tables,
    unmerged,
    with_vertical_merge_lost,
)

pytestmark = pytest.mark.once

FILES = sorted(
    path
    for path in (Path(__file__).parents[1] / "data" / "reports").iterdir()
    if path.suffix != ".json"
)


class TestDocuments:
    def test_in_the_form_itself(self):
        got = read(page().docx(), "a.docx")
        assert_same(got)
        assert [heading for heading, _html in got.sections] == list(got.form.headings)

    def test_with_everything_apart(self):
        assert_same(read(page(two=blocks_apart(), four=three_tables()).docx(), "a.docx"))

    def test_with_tables_in_boxes_controls_and_tables(self):
        document = docx.Document(io.BytesIO(page().docx()))
        two, three, four = document.tables
        in_text_box(document, two._tbl)
        in_control(three._tbl)
        for row in list(three.rows)[5:9]:
            in_control(row._tr)
        holder = document.add_table(1, 1).cell(0, 0)
        holder._tc.insert(0, four._tbl)
        assert_same(read(saved(document), "a.docx"))

    def test_with_merging_lost(self):
        document = docx.Document(io.BytesIO(page().docx()))
        with_vertical_merge_lost(document)
        assert_same(read(saved(document), "a.docx"))

    @pytest.mark.parametrize("look", ["superscript", "strike", "double_strike", "hidden"])
    def test_with_raised_marks_of_notes_and_what_was_struck_out(self, look):
        document = docx.Document(io.BytesIO(page().docx()))
        for table in document.tables:
            for paragraph in table._tbl.iter(qn("w:p")):
                setattr(Paragraph(paragraph, document).add_run("1").font, look, True)
        assert_same(read(saved(document), "a.docx"))

    def test_with_tracked_changes_and_runs(self):
        document = docx.Document(io.BytesIO(page().docx()))
        for paragraph in document.element.body.iter(qn("w:p")):
            for run in list(paragraph.iter(qn("w:r"))):
                text = run.find(qn("w:t"))
                if text is None or not text.text or len(text.text) < 2:
                    continue
                second = docx.oxml.parse_xml(
                    f'<w:ins xmlns:w="{qn("w:p")[1:].split("}")[0]}"><w:r><w:t>{text.text[1:]}'
                    "</w:t></w:r></w:ins>"
                )
                gone = docx.oxml.parse_xml(
                    f'<w:del xmlns:w="{qn("w:p")[1:].split("}")[0]}"><w:r><w:delText>99</w:delText>'
                    "</w:r></w:del>"
                )
                text.text = text.text[0]
                run.addnext(second)
                run.addnext(gone)
        assert_same(read(saved(document), "a.docx"))


class TestWorkbooks:
    @pytest.mark.parametrize("one_sheet", [True, False])
    def test_with_merged_cells(self, one_sheet):
        got = read(page().xlsx(one_sheet=one_sheet), "a.xlsx")
        assert_same(got)
        assert got.year == 2025

    def test_with_numbers_typed_as_text(self):
        book = openpyxl.load_workbook(io.BytesIO(page().xlsx()))
        for row in book.active.iter_rows():
            for cell in row:
                if isinstance(cell.value, int):
                    cell.value = f" {cell.value} "
        assert_same(read(saved(book), "a.xlsx"))

    def test_with_control_characters_as_programs_write_them(self):
        book = openpyxl.load_workbook(io.BytesIO(page().xlsx()))
        for row in book.active.iter_rows():
            for cell in row:
                if isinstance(cell.value, (int, str)):
                    cell.value = f"{cell.value}_x000D_"
        assert_same(read(saved(book), "a.xlsx"))

    def test_with_sums_that_nobody_computed(self):
        report = page()
        book = openpyxl.load_workbook(io.BytesIO(report.xlsx(one_sheet=False)))
        sheet = book.worksheets[2]
        lines = [
            row[0].row
            for row in sheet.iter_rows(min_col=4, max_col=4)
            if isinstance(row[0].value, int)
        ]
        for line in lines:
            sheet.cell(line, 10).value = f"=SUM(D{line}:I{line})"
        first, last = lines[2], lines[-3]
        for letter in "DEFGHI":
            sheet[f"{letter}{lines[-2]}"] = f"=SUM({letter}{first}:{letter}{last})"
            sheet[f"{letter}{lines[-1]}"] = (
                f"={letter}{lines[0]}+{letter}{lines[1]}-{letter}{lines[-2]}"
            )
        assert_same(read(saved(book), "a.xlsx"))

    def test_with_a_sheet_of_explanations_first_and_hidden_ones(self):
        book = openpyxl.load_workbook(io.BytesIO(page().xlsx()))
        notes = book.create_sheet("填报说明", 0)
        notes.append(["一、本年新收政府信息公开申请数量指当年收到的申请", 3])
        assert_same(read(saved(book), "a.xlsx"))

    def test_without_merged_cells_below_a_wider_table(self):
        few = {code: n for code, n in VALUES.items() if code != "t3.carried_out.total"}
        report = Report.make(few, four=suits_apart())
        report.parts = [
            unmerged(part, repeat=False) if isinstance(part, list) else part
            for part in report.parts
        ]
        report.parts.append([[Cell(f"附表{n}") for n in range(15)]])
        assert_same(read(report.xlsx(), "a.xlsx"), {code: few.get(code) for code in VALUES})

    def test_with_formats_far_beyond_the_table(self):
        book = openpyxl.load_workbook(io.BytesIO(page().xlsx()))
        for place in ("GD40", "C2900"):
            book.active[place].font = Font(bold=True)
        got = read(saved(book), "a.xlsx")
        assert_same(got)
        assert got.year == 2025

    def test_with_lines_and_columns_that_are_hidden(self):
        book = openpyxl.load_workbook(io.BytesIO(page().xlsx(one_sheet=False)))
        sheet = book.worksheets[2]
        received = next(cell.row for cell in sheet["A"] if "本年新收" in str(cell.value))
        for column in range(1, 11):
            sheet.cell(40, column, sheet.cell(received, column).value if column < 4 else 99)
            sheet.cell(received - 1, 12, "上年")
            sheet.cell(received, 12, 99)
        sheet.row_dimensions[40].hidden = True
        sheet.column_dimensions["L"].hidden = True
        assert_same(read(saved(book), "a.xlsx"))

    def test_with_lines_that_stand_nowhere_but_in_hidden_ones(self):
        book = openpyxl.load_workbook(io.BytesIO(page().xlsx()))
        for row in range(30, 34):
            book.active.row_dimensions[row].hidden = True
        assert_same(read(saved(book), "a.xlsx"))

    @pytest.mark.parametrize("state", ["visible", "hidden"])
    def test_before_a_sheet_of_another_year_that_has_more_numbers(self, state):
        few = {code: n for code, n in VALUES.items() if not code.endswith((".legal", ".pending"))}
        book = openpyxl.load_workbook(io.BytesIO(Report.make(few).xlsx()))
        other = openpyxl.load_workbook(io.BytesIO(Report.make(consistent_values(3)).xlsx()))
        sheet = book.create_sheet("上年", 0 if state == "hidden" else 1)
        sheet.sheet_state = state
        for row in other.active.iter_rows(values_only=True):
            sheet.append(row)
        assert_same(read(saved(book), "a.xlsx"), {code: few.get(code) for code in VALUES})

    def test_whose_year_stands_in_the_name_of_its_sheet_only(self):
        book = openpyxl.Workbook()
        book.active.title = "2022年政府信息公开年报"
        book.active.append(["规章", "本年制发件数"])
        assert read(saved(book), "a.xlsx").year == 2022


class TestTheFormOf2019:
    def test_is_told_by_its_tables(self):
        got = read(Report.make(OLD_VALUES, form="2019", year=2020).html())
        assert got.form.code == "2019"
        assert_same(got, OLD_VALUES)

    def test_is_told_in_later_years_too(self):
        got = read(Report.make(OLD_VALUES, form="2019", year=2022).html())
        assert (got.year, got.form.code) == (2022, "2019")
        assert_same(got, OLD_VALUES)

    def test_in_documents_and_workbooks(self):
        report = Report.make(OLD_VALUES, form="2019", year=2019)
        assert_same(read(report.docx(), "a.docx"), OLD_VALUES)
        assert_same(read(report.xlsx(), "a.xlsx"), OLD_VALUES)

    def test_with_spans_as_sites_have_them(self):
        html = Report.make(OLD_VALUES, form="2019", year=2020).html()
        html = html.replace(' colspan="2"', "").replace("本年新制作数量", "本年新<br>制作数量")
        got = read(html)
        assert_same(got, {c: n for c, n in OLD_VALUES.items() if not c.startswith("t3")})
        assert_same(got, OLD_VALUES)


class TestTheSheetOf2014:
    SHEET = consistent_values(9, "2008")

    def test_is_read_line_by_line(self):
        table = filled(printed_table("2008", "sheet"), self.SHEET)
        report = Report("测试镇2016年政府信息公开工作年度报告", "2008", {}, ["一、概述", table])
        got = read(report.html())
        assert (got.year, got.form.code) == (2016, "2008")
        assert_same(got, self.SHEET)
        assert_same(read(report.docx(), "a.docx"), self.SHEET)
        assert_same(read(report.xlsx(), "a.xlsx"), self.SHEET)


class TestKeptFiles:
    """Files built by hand: three pages and two documents, each merged in its own way; and a
    workbook of Excel 97 with a line, a column and the sheet of another year that are hidden."""

    @pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
    def test_are_read_whole(self, path):
        got = read(path.read_bytes(), path.name)
        written = as_json(got)
        del written["broken_rules"]
        assert written == json.loads(path.with_suffix(".json").read_text())
        assert len(got.sections) == 6
        assert got.organ_name


class TestWhatIsWritten:
    def test_has_the_shape_that_was_agreed(self):
        got = as_json(read(page().html()))
        assert list(got) == ["year", "form", "tables", "broken_rules"]
        assert (got["year"], got["form"]) == (2025, "2021")
        assert list(got["tables"]) == ["2", "3", "4"]
        assert len(got["tables"]["2"]) == 10
        assert [len(line) for line in got["tables"]["3"]] == [7] * 25
        assert len(got["tables"]["4"]) == 15
        json.dumps(got)

    def test_a_page_without_a_report_says_so(self):
        got = read("<html><body><p>您访问的页面不存在</p></body></html>")
        assert got.is_empty
        assert got.year is None
        assert len([note for note in got.notes if "没有找到" in note]) == 4
