"""The report as a Word document: layout of official paper, tables merged as in the form."""

from __future__ import annotations

import io
import zipfile

import pytest
from docx import Document
from docx.oxml.ns import qn
from lxml import etree

from disclosure_pages.downloads.grid import places
from disclosure_pages.downloads.model import FormTable, Paragraph, Part, Run
from disclosure_pages.downloads.paper import title_lines
from disclosure_pages.downloads.word import render_word
from disclosure_pages.statutory.forms import REPORT_FORMS
from tests.factories.downloads import full_document, report_document

pytestmark = pytest.mark.once

FORMS = sorted(REPORT_FORMS)


def opened(report):
    return Document(io.BytesIO(render_word(report)))


def grid_of(table) -> dict[tuple[int, int], tuple[str, int, int]]:
    """Text, rows and columns of each cell by where it begins, read from the spans in the XML."""
    found, open_cells = {}, {}
    for row, line in enumerate(table._tbl.tr_lst):
        column = 0
        for cell in line.tc_lst:
            merge = cell.tcPr.find(qn("w:vMerge"))
            text = "".join(each.text for each in cell.iter(qn("w:t")))
            if merge is not None and merge.get(qn("w:val")) != "restart":
                start = open_cells[column]
                said, rows, columns = found[start]
                found[start] = (said, rows + 1, columns)
                assert text == ""
            else:
                found[(row, column)] = (text, 1, cell.grid_span)
                open_cells[column] = (row, column)
            column += cell.grid_span
        assert column == len(table._tbl.tblGrid.gridCol_lst)
    return found


@pytest.mark.parametrize("form", FORMS)
def test_tables_are_merged_as_the_form_is(form):
    report = report_document(form=form, year=REPORT_FORMS[form].first_year)
    for table, made in zip(report.form.tables, opened(report).tables, strict=True):
        expected = {
            (place.row, place.column): (
                "未填报" if place.cell.code else place.cell.text,
                place.cell.rowspan,
                place.cell.colspan,
            )
            for place in places(table)
        }
        assert grid_of(made) == expected


def test_numbers_stand_in_their_cells():
    report = full_document()
    values = report.values
    for table, made in zip(report.form.tables, opened(report).tables, strict=True):
        texts = {place: text for place, (text, _rows, _columns) in grid_of(made).items()}
        for place in places(table):
            if place.cell.code:
                assert texts[(place.row, place.column)] == str(values[place.cell.code])


def test_heads_of_tables_come_again_on_the_next_page():
    third = opened(full_document()).tables[1]
    heads = [row.trPr.find(qn("w:tblHeader")) is not None for row in third._tbl.tr_lst]
    assert heads == [True] * 3 + [False] * 25
    assert all(row.trPr.find(qn("w:cantSplit")) is not None for row in third._tbl.tr_lst)
    caption = third._tbl.tblPr.find(qn("w:tblCaption"))
    assert caption.get(qn("w:val")) == "收到和处理政府信息公开申请情况"


class TestPaper:
    @pytest.fixture
    def document(self):
        return opened(full_document())

    def test_is_a4_with_the_margins_of_official_documents(self, document):
        (section,) = document.sections
        assert [
            round(length.mm)
            for length in (
                section.page_width,
                section.page_height,
                section.top_margin,
                section.bottom_margin,
                section.left_margin,
                section.right_margin,
            )
        ] == [210, 297, 37, 35, 28, 26]

    @pytest.mark.parametrize(
        ("style", "font", "size"),
        [
            ("Title", "方正小标宋简体", 22),
            ("Heading 1", "黑体", 16),
            ("Heading 2", "楷体_GB2312", 16),
            ("Body Text", "仿宋_GB2312", 16),
        ],
    )
    def test_fonts_are_those_of_official_documents(self, document, style, font, size):
        found = document.styles[style]
        fonts = found.element.rPr.find(qn("w:rFonts"))
        assert fonts.get(qn("w:eastAsia")) == font
        assert fonts.get(qn("w:ascii")) == "Times New Roman"
        assert not [name for name in fonts.attrib if "Theme" in name]
        assert found.font.size.pt == size

    def test_fonts_that_a_computer_lacks_have_others_in_their_place(self):
        archive = zipfile.ZipFile(io.BytesIO(render_word(full_document())))
        root = etree.fromstring(archive.read("word/fontTable.xml"))
        others = {
            font.get(qn("w:name")): font.find(qn("w:altName")).get(qn("w:val")) for font in root
        }
        assert others["方正小标宋简体"] == "宋体"
        assert others["仿宋_GB2312"] == "仿宋"
        assert others["楷体_GB2312"] == "楷体"
        assert others["黑体"] == "SimHei"

    def test_text_is_indented_by_two_characters(self, document):
        indent = document.styles["Body Text"].element.pPr.ind
        assert indent.get(qn("w:firstLineChars")) == "200"
        assert document.styles["Body Text"].paragraph_format.line_spacing is None
        assert 28 <= document.styles["Normal"].paragraph_format.line_spacing.pt <= 29

    def test_pages_are_numbered_outside(self, document):
        (section,) = document.sections
        assert document.settings.odd_and_even_pages_header_footer
        for footer, alignment in ((section.footer, 2), (section.even_page_footer, 0)):
            (paragraph,) = footer.paragraphs
            assert paragraph.text == "— 1 —"
            assert "PAGE" in paragraph._p.xml
            assert paragraph.alignment == alignment

    def test_says_whose_it_is(self, document):
        properties = document.core_properties
        assert properties.title == "泗门镇人民政府2025年政府信息公开工作年度报告"
        assert properties.author == "泗门镇人民政府"
        assert properties.language == "zh-CN"
        assert properties.comments == ""

    def test_ends_with_organ_and_date(self, document):
        texts = [paragraph.text for paragraph in document.paragraphs if paragraph.text]
        assert texts[-3:-1] == ["泗门镇人民政府", "2026年1月20日"]


@pytest.mark.parametrize(
    ("title", "lines"),
    [
        ("泗门镇2013年度政府信息公开工作年度报告", 1),
        ("泗门镇人民政府2025年政府信息公开工作年度报告", 2),
        ("一个没有机关名称而又很长的政府信息公开工作年度报告标题", 1),
        ("泗门镇人民政府", 1),
    ],
)
def test_a_long_title_is_broken_after_the_organ(title, lines):
    broken = title_lines(title, "泗门镇人民政府")
    assert "".join(broken) == title
    assert len(broken) == lines


def test_a_title_over_a_table_only_where_the_heading_says_something_else():
    texts = [each.text for each in opened(report_document(form="2008", year=2015)).paragraphs]
    assert "政府信息公开情况统计表" in texts
    texts = [each.text for each in opened(full_document()).paragraphs]
    assert "收到和处理政府信息公开申请情况" not in texts


def test_links_lead_somewhere_and_bold_is_bold():
    runs = (Run("见"), Run("通知", url="https://a.example/?a=1&b=2"), Run("全文", bold=True))
    report = report_document(parts=(Part("一、概述", (Paragraph(runs, "1.", 2),)),))
    document = opened(report)
    links = [each.target_ref for each in document.part.rels.values() if each.is_external]
    assert links == ["https://a.example/?a=1&b=2"]
    paragraph = next(each for each in document.paragraphs if each.text == "1.见通知全文")
    assert [run.text for run in paragraph.runs if run.bold] == ["全文"]


def test_a_draft_says_so():
    assert "（草稿）" in [each.text for each in opened(full_document(is_draft=True)).paragraphs]
    assert "（草稿）" not in [each.text for each in opened(full_document()).paragraphs]


def test_an_empty_report_is_a_document_too():
    document = opened(report_document(parts=(), notes=(), reported_on=None, figures=()))
    assert document.paragraphs[0].text.replace("\n", "").endswith("年度报告")


def test_digest_follows_all_that_is_said():
    report = full_document()
    digests = {
        report.digest,
        full_document(3).digest,
        full_document(title="另一个").digest,
        full_document(is_draft=True).digest,
        full_document(notes=()).digest,
        full_document(parts=report.parts[:-1]).digest,
        full_document(reported_on=None).digest,
    }
    assert len(digests) == 7
    assert report.digest == full_document().digest


def test_a_table_is_shown_filled_in_or_prescribed():
    old = REPORT_FORMS["2008"].table("sheet")
    assert report_document(form="2008", year=2012, parts=()).tables == []
    shown = (Part("五", (FormTable(old, {}),)),)
    assert report_document(form="2008", year=2012, parts=shown).tables == [old]
    filled = report_document({"s.published": 3}, form="2008", year=2012, parts=())
    assert filled.tables == [old]
    assert len(report_document(parts=()).tables) == 3
