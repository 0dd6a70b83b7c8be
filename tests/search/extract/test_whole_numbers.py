"""A number or a word of one cell, one line or one page comes out whole, and under its heading."""

from __future__ import annotations

import io
import re

import pytest

from search.extract.process import extract
from search.extract.result import Hidden
from tests.factories.files import office

pytestmark = pytest.mark.once

WATERMARK = (
    '<w:r><w:pict xmlns:v="urn:schemas-microsoft-com:vml"><v:shape>'
    '<v:textpath string="机密"/></v:shape></w:pict></w:r>'
)


def read(data):
    return extract(io.BytesIO(data))


def visible(data):
    return "\n".join(part.text for part in read(data).parts)


def test_a_row_of_a_word_table_is_a_line_and_empty_cells_keep_their_place():
    data = office.word("前", table=[["姓名", "电话", "住址"], ["张建国", "", "小路下村3组"]])
    assert visible(data) == "前\n姓名\t电话\t住址\n张建国\t\t小路下村3组"


def test_a_table_in_a_cell_of_a_table_is_read_once():
    inner = "<w:tbl><w:tr><w:tc>" + office.paragraph(office.run("里")) + "</w:tc></w:tr></w:tbl>"
    cells = [inner + office.paragraph(office.run("外")), office.paragraph(office.run("旁"))]
    row = "".join(f"<w:tc>{cell}</w:tc>" for cell in cells)
    data = office.word_of(f"<w:tbl><w:tr>{row}</w:tr></w:tbl>" + office.paragraph(office.run("后")))
    assert visible(data) == "里\n外\t旁\n后"


def test_a_row_without_cells_and_a_cell_without_a_row_are_no_loss():
    data = office.word_of(
        "<w:tr>" + office.paragraph(office.run("甲")) + "</w:tr><w:tc>"
        + office.paragraph(office.run("乙")) + "</w:tc>"
    )  # fmt: skip
    assert visible(data) == "甲\n乙"


def test_deleted_cells_are_hidden_and_leave_the_others():
    cells = [
        office.paragraph("<w:del>" + office.run("删掉", tag="delText") + "</w:del>"),
        office.paragraph(office.run("留下")),
    ]
    row = "".join(f"<w:tc>{cell}</w:tc>" for cell in cells)
    found = read(office.word_of(f"<w:tbl><w:tr>{row}</w:tr></w:tbl>"))
    assert [part.text for part in found.parts] == ["留下"]
    assert [(part.kind, part.text) for part in found.hidden] == [(Hidden.DELETION, "删掉")]


def test_words_drawn_behind_a_page_are_read():
    data = office.word_of(office.paragraph(WATERMARK, office.run("正文")))
    assert visible(data) == "机密\n正文"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (13800138000, "13800138000"),
        (13800138000.0, "13800138000"),
        (6222021234567890, "6222021234567890"),
        (5.5e15, "5500000000000000"),
        (330281196804152000.0, "330281196804152000"),
        ("330281196804152319", "330281196804152319"),
    ],
)
def test_a_number_in_a_cell_has_all_the_digits_that_the_sheet_knows(value, text):
    assert visible(office.sheets(表=[["x", value]])) == f"x\t{text}"


def test_empty_cells_keep_the_others_under_their_headings():
    data = office.sheets(表=[["姓名", "电话", "住址"], ["张建国", None, "小路下村3组"]])
    assert visible(data) == "姓名\t电话\t住址\n张建国\t\t小路下村3组"


def test_cells_beyond_the_size_that_a_sheet_says_of_itself_are_read():
    data = office.sheets(表=[["甲", "乙"], ["丙", "丁"]])
    lying = office.changed(
        data, xl__worksheets__sheet1=re.sub(r'ref="[^"]*"', 'ref="A1"', _part(data), count=1)
    )
    assert visible(lying) == "甲\t乙\n丙\t丁"


def _part(data):
    import zipfile

    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read("xl/worksheets/sheet1.xml").decode()


@pytest.mark.parametrize("state", ["visible", "hidden"])
def test_headers_of_a_printed_sheet_are_read_without_their_codes(state):
    def change(book):
        book.create_sheet("别的")
        sheet = book["表"]
        sheet.sheet_state = state
        sheet.oddHeader.center.text = "机密★5年"
        sheet.oddHeader.center.size = 14
        sheet.oddFooter.right.text = "第 &P 页"

    found = read(office.sheets(save=change, 表=[["甲"]]))
    parts = found.parts if state == "visible" else found.hidden
    text = "\n".join(part.text for part in parts if part.place == "工作表“表”页眉页脚")
    assert "机密★5年" in text
    assert "&" not in text


def test_long_plain_text_is_not_cut_within_a_line():
    lines = [f"第{number}户，电话{13800000000 + number}" for number in range(5_000)]
    parts = read("\n".join(lines).encode()).parts
    assert len(parts) > 1
    assert [line for part in parts for line in part.text.split("\n")] == lines
