"""Sheets as offices keep them, without a database."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from openpyxl import Workbook

from imports.sheets.book import Broken, CannotRead
from imports.sheets.opening import open_book

HEADINGS = ["索引号", "名称", "成文日期"]


def read(path):
    """Rows of every sheet as (sheet, line, cells), and all notes."""
    with path.open("rb") as file:
        book = open_book(file, path.name)
        rows = [
            (sheet.title, row.line, dict(row.cells), row.fault)
            for sheet in book.sheets
            for row in sheet.rows()
        ]
        return rows, [*book.notes, *(note for sheet in book.sheets for note in sheet.notes)]


def workbook(path, change):
    book = Workbook()
    change(book, book.active)
    book.save(path)
    return path


@pytest.mark.parametrize(
    ("encoding", "delimiter"),
    [
        ("utf-8", ","),
        ("utf-8-sig", ","),
        ("gb18030", ","),
        ("utf-8", "\t"),
        ("gb18030", ";"),
        ("utf-16", "\t"),
    ],
)
def test_text_in_any_usual_form(encoding, delimiter, tmp_path):
    lines = [
        "目录",
        delimiter.join(HEADINGS),
        delimiter.join(["1", "关于公路的通知", "2013年5月3日"]),
    ]
    (tmp_path / "a.csv").write_bytes("\r\n".join(lines).encode(encoding))
    rows, _notes = read(tmp_path / "a.csv")
    assert rows == [
        ("", 3, {"索引号": "1", "名称": "关于公路的通知", "成文日期": "2013年5月3日"}, "")
    ]


def test_a_record_is_at_its_first_line(tmp_path):
    (tmp_path / "a.csv").write_text('索引号,名称\n1,"甲\n乙"\n\n2,丙\n', "utf-8")
    rows, _notes = read(tmp_path / "a.csv")
    assert [(line, cells["名称"]) for _sheet, line, cells, _fault in rows] == [
        (2, "甲\n乙"),
        (5, "丙"),
    ]


def test_a_line_with_too_many_cells_is_named(tmp_path):
    (tmp_path / "a.csv").write_text("索引号,名称\n1,关于甲,乙的通知\n2,丙\n", "utf-8")
    rows, _notes = read(tmp_path / "a.csv")
    assert "比标题行的2格多" in rows[0][3]
    assert rows[1][3] == ""


def test_a_quote_that_is_not_closed_is_named(tmp_path):
    (tmp_path / "a.csv").write_text('索引号,名称\n1,"甲\n2,乙\n', "utf-8")
    rows, _notes = read(tmp_path / "a.csv")
    assert isinstance(rows[0][2]["名称"], Broken)
    assert "引号没有成对" in rows[0][2]["名称"].message


def test_title_note_total_foot_and_blank_lines(tmp_path):
    def fill(book, sheet):
        for line in [
            ["泗门镇目录"], ["说明：略"], [], HEADINGS, [1, "甲", "2013-5-3"], [],
            [None, " ", None], [2, "乙", datetime(2013, 5, 3)], HEADINGS, ["合 计", "2条"],
            ["填表人：张三", None, "审核人：李四"],
        ]:  # fmt: skip
            sheet.append(line)
        sheet.merge_cells("A1:C1")

    rows, notes = read(workbook(tmp_path / "a.xlsx", fill))
    assert [(line, cells["名称"], cells["成文日期"]) for _s, line, cells, _f in rows] == [
        (5, "甲", "2013-5-3"),
        (8, "乙", "2013-05-03"),
    ]
    assert notes == ["已略去重复的标题行1行。", "已略去合计行1行。", "已略去表尾说明行1行。"]


def test_what_closes_a_sheet_and_heads_its_months_is_no_row(tmp_path):
    def fill(book, sheet):
        for line in [
            HEADINGS, ["1月份"], [1, "甲", "2013-1-3"], ["二〇一三年二月"], [2, "乙", "2013-2-3"],
            ["2014年"], [3, "丙", "2014-5-3"], ["备注", "无"],
            ["填报人签字：", None, "日期：   年  月  日"], ["以下空白"], ["——完——"],
            ["关于丁的通知"],
        ]:  # fmt: skip
            sheet.append(line)

    rows, notes = read(workbook(tmp_path / "a.xlsx", fill))
    # A cell that is filled alone may be all that somebody wrote of an item.
    assert [line for _s, line, _c, _f in rows] == [3, 5, 7, 12]
    assert notes == ["已略去分节标题行3行。", "已略去表尾说明行4行。"]


def test_a_note_above_the_headings_is_none_of_them(tmp_path):
    def fill(book, sheet):
        sheet.append(["说明：请按要求填写。"])
        sheet.append([None, "名称", "成文日期"])
        sheet.append([None, "甲", "2013-5-3"])

    path = workbook(tmp_path / "a.xlsx", fill)
    with path.open("rb") as file:
        assert open_book(file, path.name).sheets[0].headings == ["名称", "成文日期"]


def test_headings_in_two_rows(tmp_path):
    def fill(book, sheet):
        sheet.append(["索引号", "名称", "日期", None])
        sheet.append([None, None, "成文", "发布"])
        sheet.append(["1", "甲", "2013-5-3", "2013-5-4"])
        sheet.merge_cells("A1:A2")
        sheet.merge_cells("B1:B2")
        sheet.merge_cells("C1:D1")

    rows, _notes = read(workbook(tmp_path / "a.xlsx", fill))
    assert rows == [
        (
            "Sheet",
            3,
            {"索引号": "1", "名称": "甲", "成文日期": "2013-5-3", "发布日期": "2013-5-4"},
            "",
        )
    ]


def test_merged_cells_hidden_lines_and_numbers(tmp_path):
    def fill(book, sheet):
        sheet.append([*HEADINGS, "发布机构"])
        sheet.append([7, "甲", date(2013, 5, 3), "农业办公室"])
        sheet.append(["0008", "乙", 41397, None])
        sheet.append([12, "丙", None, None])
        sheet.merge_cells("D2:D4")
        sheet["A4"].number_format = "00000"
        sheet.row_dimensions[3].hidden = True
        sheet.column_dimensions["D"].hidden = True

    rows, _notes = read(workbook(tmp_path / "a.xlsx", fill))
    assert [list(cells.values()) for _s, _line, cells, _f in rows] == [
        ["7", "甲", "2013-05-03", "农业办公室"],
        ["0008", "乙", "41397", "农业办公室"],
        ["00012", "丙", "", "农业办公室"],
    ]


def test_errors_formulas_and_long_numbers_are_broken_cells(tmp_path):
    def fill(book, sheet):
        sheet.append(HEADINGS)
        sheet.append([1234567890123456789, "#REF!", "=TODAY()"])

    rows, _notes = read(workbook(tmp_path / "a.xlsx", fill))
    cells = rows[0][2]
    assert "15位" in cells["索引号"].message
    assert "#REF!" in cells["名称"].message
    assert "公式没有算出结果" in cells["成文日期"].message


def test_several_sheets_each_with_its_headings(tmp_path):
    def fill(book, sheet):
        sheet.append(HEADINGS)
        sheet.append(["1", "甲", "2013-5-3"])
        other = book.create_sheet("二")
        other.append(["标题", "文号"])
        other.append(["乙", "泗政〔2013〕1号"])
        book.create_sheet("说明").append(["随便写写"])
        other.sheet_state = "hidden"

    rows, notes = read(workbook(tmp_path / "a.xlsx", fill))
    assert [(sheet, line) for sheet, line, _cells, _fault in rows] == [("Sheet", 2), ("二", 2)]
    assert notes == ["工作表“二”是隐藏的，也读入了。", "工作表“说明”里没有认得的列标题，没有读入。"]


def test_json_lines(tmp_path):
    (tmp_path / "a.jsonl").write_text(
        '{"title": "甲", "keywords": ["公路", "养护"], "index_number": 7}\n'
        '\n{oops\n[1]\n{"title": {"a": 1}}\n',
        "utf-8",
    )
    rows, _notes = read(tmp_path / "a.jsonl")
    assert rows[0][1:3] == (1, {"title": "甲", "keywords": "公路\n养护", "index_number": "7"})
    assert "不是有效的JSON" in rows[1][3]
    assert "应为一个JSON对象" in rows[2][3]
    assert isinstance(rows[3][2]["title"], Broken)
    assert [line for _s, line, _c, _f in rows] == [1, 3, 4, 5]


def test_several_values_where_one_belongs_are_not_joined(tmp_path):
    (tmp_path / "a.jsonl").write_text(
        '{"名称": ["甲", "乙"], "文号": ["泗政〔2013〕1号"], "正文": ["一", "二"]}\n', "utf-8"
    )
    ((_sheet, _line, cells, _fault),), _notes = read(tmp_path / "a.jsonl")
    assert "只能有一个值" in cells["名称"].message
    assert (cells["文号"], cells["正文"]) == ("泗政〔2013〕1号", "一\n二")


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_byte_that_is_broken_costs_its_own_row_only(encoding, tmp_path):
    lines = [
        "索引号,名称,成文日期",
        *(f"{each},关于第{each}件事项的通知,2013-5-3" for each in range(50)),
    ]
    content = "\n".join(lines).encode(encoding)
    (tmp_path / "a.csv").write_bytes(content.replace("第7件".encode(encoding), b"\xff7"))
    rows, _notes = read(tmp_path / "a.csv")
    assert len(rows) == 50
    assert [line for _s, line, cells, _f in rows if "\ufffd" in cells["名称"]] == [9]


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.csv", b"", "空的"),
        ("a.csv", "一,二\n".encode(), "没有找到列标题"),
        ("a.xlsx", b"PK\x03\x04broken", "损坏"),
        ("a.xls", bytes.fromhex("d0cf11e0a1b11ae1") + b"x" * 600, "打不开"),
        ("a.pdf", b"%PDF-1.7", "PDF"),
        ("a.xls", "<html><table><tr><td>名称</td></tr></table>".encode(), "网页"),
        ("a.xls", b'\xef\xbb\xbf<?xml version="1.0"?><Workbook/>', "网页"),
        ("a.csv", "成文日期\n\n".encode("big5") + b"\xff\xfe" * 99, "编码"),
        ("a.jsonl", b'[{"title": 1}]', "JSON数组"),
    ],
)
def test_what_cannot_be_read(name, content, said, tmp_path):
    (tmp_path / name).write_bytes(content)
    with pytest.raises(CannotRead, match=said):
        read(tmp_path / name)
