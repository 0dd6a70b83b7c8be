"""The report as a PDF: text that can be searched, tables on their page."""

from __future__ import annotations

import pypdfium2
import pytest

from disclosure_pages.downloads import pdf_fonts, pdf_system_fonts
from disclosure_pages.downloads.model import Paragraph, Part, Run
from disclosure_pages.downloads.pdf import render_pdf
from disclosure_pages.downloads.pdf_lines import Glyph, broken
from tests.factories.downloads import full_document, report_document
from tests.factories.reports import correct_values

pytestmark = pytest.mark.once


@pytest.fixture(autouse=True)
def _no_fonts_of_this_machine(monkeypatch):
    """What is printed does not depend on the fonts of the machine that tests run on."""
    monkeypatch.setattr(pdf_system_fonts, "TRUETYPE", dict.fromkeys(pdf_fonts.ROLES, ()))
    monkeypatch.setattr(pdf_system_fonts, "FOLDERS", ())
    pdf_fonts._faces.cache_clear()
    yield
    pdf_fonts._faces.cache_clear()


def opened(report):
    return pypdfium2.PdfDocument(render_pdf(report))


def texts(document) -> list[str]:
    return [page.get_textpage().get_text_range().replace("\r", "") for page in document]


class TestText:
    def test_is_found_as_it_is_typed(self):
        said = "".join(texts(opened(full_document()))).replace("\n", "")
        for words in (
            "泗门镇人民政府2025年政府信息公开工作年度报告",
            "《中华人民共和国政府信息公开条例》",
            "3.危及“三安全一稳定”",
            "2026年1月20日",
        ):
            assert words in said

    def test_has_the_numbers_of_table_three_line_by_line(self):
        values = correct_values("2021", 2)
        said = "\n".join(texts(opened(full_document())))
        columns = ("person", "company", "research", "charity", "legal", "other", "total")
        for line in ("received", "carried_in", "secret", "repeated", "total", "carried_out"):
            numbers = " ".join(str(values[f"t3.{line}.{column}"]) for column in columns)
            assert numbers in said

    def test_outline_leads_to_parts_and_their_sections(self):
        toc = [(each.get_title(), each.level) for each in opened(full_document()).get_toc()]
        assert toc[0] == ("一、总体情况", 0)
        assert ("（二）依申请公开", 1) in toc
        assert [title for title, level in toc if level == 0] == [
            part.heading for part in full_document().parts
        ]

    def test_says_what_it_is(self):
        document = opened(full_document())
        facts = document.get_metadata_dict()
        assert facts["Title"] == "泗门镇人民政府2025年政府信息公开工作年度报告"
        assert facts["Author"] == "泗门镇人民政府"
        content = render_pdf(full_document())
        assert b"/Lang (zh-CN)" in content
        assert b"/DisplayDocTitle true" in content

    def test_markup_in_a_text_is_text(self):
        runs = (Run("a < b & <font name='x'>c</font>"),)
        report = report_document(parts=(Part("<b>一</b>", (Paragraph(runs),)),))
        said = "".join(texts(opened(report)))
        assert "<b>一</b>" in said
        assert "a < b & <font name='x'>c</font>" in said

    def test_missing_numbers_are_no_noughts(self):
        assert "未填报" in "".join(texts(opened(report_document())))


class TestPages:
    def test_are_a4_and_numbered(self):
        document = opened(full_document())
        for number, page in enumerate(document, start=1):
            assert [round(side / 72 * 25.4) for side in page.get_size()] == [210, 297]
            assert f"— {number} —" in page.get_textpage().get_text_range()

    def test_table_three_is_on_one_page_with_its_heading(self):
        (page,) = [each for each in texts(opened(full_document())) if "1.属于国家秘密" in each]
        assert page.index("三、收到和处理") < page.index("四、结转下年度继续办理")
        assert "1.申请人无正当理由逾期" in page

    def test_a_long_table_goes_on_with_its_head(self):
        report = report_document(correct_values("2008", 2), form="2008", year=2016)
        heads = [each.count("统计指标") for each in texts(opened(report)) if "统计指标" in each]
        assert len(heads) > 1
        assert set(heads) == {1}

    def test_a_paragraph_of_many_pages_is_set(self):
        report = report_document(parts=(Part("一", (Paragraph((Run("字，" * 4000),)),)),))
        document = opened(report)
        assert len(document) > 10
        assert "".join(texts(document)).count("字") == 4000

    @pytest.mark.parametrize("form", ["2008", "2019", "2021"])
    def test_large_numbers_fit(self, form):
        values = dict.fromkeys(report_document(form=form).form.cells, 99999)
        said = "".join(texts(opened(report_document(values, form=form))))
        assert said.count("99999") == len(values)

    def test_links_can_be_followed(self):
        runs = (Run("见"), Run("通知", url="https://a.example/?a=1&b=2"))
        content = render_pdf(report_document(parts=(Part("一", (Paragraph(runs),)),)))
        assert b"(https://a.example/?a=1&b=2)" in content


def glyphs(text: str, size: float = 10) -> list[Glyph]:
    return [Glyph(each, "f", size / 2 if each.isascii() else size) for each in text]


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("一二三四五六", ["一二三四五", "六"]),
        ("一二三四五，六", ["一二三四", "五，六"]),
        ("一二三四（五）", ["一二三四", "（五）"]),
        ("一二三四“五”", ["一二三四", "“五”"]),
        ("一二三四1234", ["一二三四", "1234"]),
        ("一二三1,234.5", ["一二三", "1,234.5"]),
        ("共计增长百分12.5%", ["共计增长百", "分12.5%"]),
        ("two words here", ["two words", "here"]),
        ("12345678901234", ["1234567890", "1234"]),
        ("，，，，，，，", ["，，，，，", "，，"]),
        ("", []),
    ],
)
def test_lines_end_where_chinese_lines_may(text, lines):
    found = ["".join(each.character for each in line) for line in broken(glyphs(text), 50, 50)]
    assert found == lines


def test_the_first_line_is_shorter():
    found = list(broken(glyphs("一二三四五六七八"), 30, 50))
    assert [len(line) for line in found] == [3, 5]
