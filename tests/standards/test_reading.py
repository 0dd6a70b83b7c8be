"""A county's sheet is read line by line, and what is not read is told."""

from __future__ import annotations

import io

import pytest
from docx import Document
from openpyxl import Workbook

from standards.reading.rows import read_catalogue
from standards.reading.sheets import CannotRead
from tests.factories.standards import HEAD, line, sheet_bytes

pytestmark = pytest.mark.once


def test_merged_headings_and_matters_are_read():
    """Headings stand in lines 2 and 3; 序号 and 一级事项 of lines 4 and 5 are merged."""
    lines = [
        line(1, "最低生活保障", "政策法规"),
        line("", "", "审核信息", specific="√（低保申请人）", limit="3个工作日内", upper="√"),
        line(2, "临时救助", "办事指南", everyone="", specific="✓", request="是", proactive=""),
    ]
    read = read_catalogue(sheet_bytes({"Sheet1": lines}, merged=("A4:A5", "B4:B5")))
    assert read.name == "社会救助领域基层政务公开标准目录"
    assert (read.level, read.level_names) == ("county", ("县级", "乡、村级"))
    assert [each.line for each in read.rows] == [4, 5, 6]
    first, second, third = (each.values for each in read.rows)
    assert [first[n] for n in ("area", "number", "matter", "sub_matter")] == [
        "社会救助", "1", "最低生活保障", "政策法规",
    ]  # fmt: skip
    assert (second["number"], second["matter"]) == ("1", "最低生活保障")
    assert (second["to_specific"], second["specific_group"]) == (True, "低保申请人")
    assert (second["at_upper_level"], second["at_lower_level"]) == (True, True)
    assert third["to_everyone"] is False
    assert third["to_specific"] is third["is_on_request"] is True
    assert third["is_proactive"] is False
    assert first["channels"] == ["website", "reading_point", "notice_board"]
    assert not read.faulty


def test_several_sheets_are_several_fields():
    sheets = {"财政预决算": [line(1, "财政预算")], "社会救助": [line(1, "临时救助")]}
    read = read_catalogue(sheet_bytes(sheets, before=()))
    assert [each.values["area"] for each in read.rows] == ["财政预决算", "社会救助"]


def test_cells_that_nobody_merged_repeat_what_stands_above():
    read = read_catalogue(
        sheet_bytes({"救助": [line(1, "最低生活保障", "政策"), line("", "", "名单")]})
    )
    second = read.rows[1]
    assert (second.values["number"], second.values["matter"]) == ("1", "最低生活保障")
    assert "沿用上一行" in second.remarks[0]


def test_lines_that_are_no_rows_are_told():
    lines = [
        ["二、财政预决算领域"],
        line(1, "财政预算"),
        *HEAD,
        line(2, "财政决算"),
        ["合计", "2项", "共2项"],
        ["注：本目录由县政务公开办负责解释。"],
    ]
    read = read_catalogue(sheet_bytes({"Sheet1": lines}))
    assert [each.values["matter"] for each in read.rows] == ["财政预算", "财政决算"]
    assert {each.values["area"] for each in read.rows} == {"财政预决算"}
    told = {each.line: each.why for each in read.skipped}
    assert told[1] == "表格上方的文字"
    assert told[4].startswith("领域名称")
    assert told[6] == "重复的表头"
    assert told[9] == "合计行"
    assert told[10] == "说明文字"


@pytest.mark.parametrize(
    ("values", "fault"),
    [
        ({"everyone": "大概"}, "“全社会”写的是“大概”，应打“√”或者留空。"),
        ({"proactive": "?"}, "“主动公开”写的是“?”"),
        ({"body": "某" * 300}, "“公开主体”有300个字，最多255个字"),
    ],
)
def test_a_fault_names_column_value_and_cure(values, fault):
    lines = [line(1, "财政预算", **values), line(2, "财政决算")]
    read = read_catalogue(sheet_bytes({"Sheet1": lines}))
    assert len(read.good) == 1
    (faulty,) = read.faulty
    assert (faulty.line, faulty.faults[0][: len(fault)]) == (4, fault)


def test_a_row_without_matter_is_a_fault_and_an_unknown_limit_a_remark():
    read = read_catalogue(
        sheet_bytes({"Sheet1": [line("", "", "名单"), line(2, "救助", limit="看情况")]})
    )
    assert "“一级事项”为空" in read.rows[0].faults[0]
    assert any("不能识别为期限" in each for each in read.rows[1].remarks)


def test_one_line_of_headings_and_words_instead_of_ticks():
    book = Workbook()
    book.active.append(["序号", "公开事项", "公开内容", "公开时限", "公开对象", "公开方式", "备注"])
    book.active.append([1, "财政预算", "预算报告", "及时公开", "特定群众", "依申请公开", "无"])
    file = io.BytesIO()
    book.save(file)
    read = read_catalogue(file.getvalue())
    values = read.rows[0].values
    assert (values["to_everyone"], values["to_specific"]) == (False, True)
    assert (values["is_proactive"], values["is_on_request"]) == (False, True)
    assert any("“备注”不是标准目录的栏目" in each for each in read.notes)


def test_channels_in_columns_of_their_own():
    book = Workbook()
    book.active.append(["序号", "公开事项", "公开内容", "公开时限", "公开渠道和载体", "", ""])
    book.active.append(["", "", "", "", "政府网站", "政府公报", "精准推送"])
    book.active.append([1, "财政预算", "预算报告", "及时公开", "√", "", "√"])
    file = io.BytesIO()
    book.save(file)
    assert read_catalogue(file.getvalue()).rows[0].values["channels"] == ["website", "pushed"]


def test_a_table_of_a_word_document_is_read():
    document = Document()
    document.add_paragraph("养老服务领域基层政务公开标准目录")
    rows = [*HEAD, line("1", "居家养老", "服务指南")]
    table = document.add_table(rows=len(rows), cols=len(HEAD[0]))
    for cells, texts in zip(table.rows, rows, strict=True):
        for cell, text in zip(cells.cells, texts, strict=True):
            cell.text = str(text)
    table.cell(0, 0).merge(table.cell(1, 0))
    table.cell(0, 1).merge(table.cell(0, 2))
    file = io.BytesIO()
    document.save(file)
    read = read_catalogue(file.getvalue())
    assert read.rows[0].values["matter"] == "居家养老"
    assert read.rows[0].values["area"] == "养老服务"


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "这个文件是空的"),
        (b"PK\x03\x04 xl/workbook.xml broken", "文件打不开"),
        ("<p>没有表格</p>".encode(), "没有找到标准目录的表格"),
        (b"%PDF-1.7", "不能读取PDF"),
    ],
)
def test_another_file_is_refused_with_a_sentence(data, sentence):
    with pytest.raises(CannotRead, match=sentence):
        read_catalogue(data)
