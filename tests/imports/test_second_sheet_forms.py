"""What only one form of file can get wrong: CSV, JSON Lines, workbooks of other programs."""

from __future__ import annotations

import json
from datetime import date, datetime

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from catalogue.models import ItemPage

HEADINGS = ["名称", "发布机构", "成文日期", "类别", "关键词"]
ROW = ["关于修缮祠堂的通知", "泗门镇农业办公室", "2013-03-05", "20-01", "祠堂"]


def csv_lines(path, *lines):
    path.write_bytes("\r\n".join([",".join(HEADINGS), *lines, ""]).encode("utf-8-sig"))
    return path


def json_lines(path, *lines):
    path.write_text("\n".join([*lines, ""]), "utf-8")
    return path


def an_object(**changes):
    return json.dumps(dict(zip(HEADINGS, ROW, strict=True)) | changes, ensure_ascii=False)


def titles():
    return set(ItemPage.objects.values_list("title", flat=True))


def test_a_comma_that_moved_the_cells_is_a_fault_and_the_rest_comes_in(bring, tmp_path):
    path = csv_lines(
        tmp_path / "a.csv",
        ",".join(ROW),
        "关于防汛,防台的通知,泗门镇农业办公室,2013-03-06,20-01,防汛",
        "关于防火的通知,泗门镇农业办公室,2013-03-07,20-01",
    )
    answer = bring(path)
    assert titles() == {ROW[0], "关于防火的通知"}
    assert {fault["row"] for fault in answer.faults} == {3}
    assert (answer.read, answer.imported) == (3, 2)


def test_numbers_that_an_export_kept_as_formulas_are_those_numbers(bring, tmp_path):
    path = tmp_path / "a.csv"
    lines = [["索引号", *HEADINGS], ['="0029485612013"', *ROW]]
    path.write_text("\n".join(map(",".join, lines)), "utf-8")
    assert bring(path).faults == []
    assert ItemPage.objects.get().index_number == "0029485612013"


def test_a_quotation_mark_that_is_not_closed_swallows_no_rows_silently(bring, tmp_path):
    path = csv_lines(
        tmp_path / "a.csv",
        '"关于防汛的通知,泗门镇农业办公室,2013-03-06,20-01,防汛',
        ",".join(ROW),
        "关于防火的通知,泗门镇农业办公室,2013-03-07,20-01,防火",
    )
    answer = bring(path)
    assert answer.faults or "引号" in answer.said
    assert not any("\n" in title or "泗门镇农业办公室" in title for title in titles())


def test_bytes_of_another_encoding_are_no_item_with_lost_characters(bring, tmp_path):
    path = csv_lines(tmp_path / "a.csv", ",".join(ROW))
    path.write_bytes(path.read_bytes() + "关于防火的通知,泗门镇农业办公室".encode("gb18030"))
    answer = bring(path)
    assert answer.status or answer.faults
    assert not any("\ufffd" in title or "锟" in title for title in titles())


def test_a_file_in_gb18030_with_rare_characters_is_read(bring, tmp_path):
    path = tmp_path / "a.csv"
    rare = ",".join(["关于㙟村𠮷巷改造的通知", *ROW[1:]])
    path.write_bytes("\r\n".join([",".join(HEADINGS), rare]).encode("gb18030"))
    assert bring(path).faults == []
    assert titles() == {"关于㙟村𠮷巷改造的通知"}


def test_json_lines_that_are_no_objects_are_faults_of_their_lines(bring, tmp_path):
    path = json_lines(
        tmp_path / "a.jsonl",
        an_object(),
        '{"名称": "关于防汛的通知", ',
        '["关于防汛的通知"]',
        "",
        '{"名称": "甲", "名称": "乙", "发布机构": "泗门镇农业办公室"}',
        an_object(名称={"zh": "关于防汛的通知"}),
        an_object(名称=True),
        an_object(成文日期=["2013-03-05", "2013-03-06"]),
        an_object(名称="关于防火的通知", 关键词=["防火", "冬季"], 备注=None),
    )
    answer = bring(path)
    assert {fault["row"] for fault in answer.faults} == {2, 3, 5, 6, 7, 8}
    assert {f["column"] for f in answer.faults if f["row"] in (6, 7)} == {"名称"}
    assert {f["column"] for f in answer.faults if f["row"] == 8} == {"成文日期"}
    assert not any(word in answer.said for word in ("Expecting", "delimiter", "line 1"))
    assert titles() == {ROW[0], "关于防火的通知"}
    assert ItemPage.objects.get(title="关于防火的通知").keyword_list == ["防火", "冬季"]
    assert (answer.read, answer.imported) == (8, 2)


def test_a_workbook_from_a_macintosh_counts_its_days_from_1904(bring, tmp_path):
    book = Workbook()
    book.epoch = CALENDAR_MAC_1904
    book.active.append(HEADINGS)
    book.active.append([ROW[0], ROW[1], datetime(2013, 3, 5), *ROW[3:]])
    book.save(tmp_path / "a.xlsx")
    assert bring(tmp_path / "a.xlsx").faults == []
    assert ItemPage.objects.get().written_on == date(2013, 3, 5)


def test_two_rows_of_headings_and_cells_merged_downwards(bring, tmp_path):
    book = Workbook()
    sheet = book.active
    sheet.append(["名称", "发布机构", "日期", None, "类别"])
    sheet.append([None, None, "成文", "发布", None])
    for column in "ABE":
        sheet.merge_cells(f"{column}1:{column}2")
    sheet.merge_cells("C1:D1")
    sheet.append(["关于甲事的通知", ROW[1], "2013-03-05", "2013-03-08", "20-01"])
    sheet.append(["关于乙事的通知", None, "2013-03-06", "2013-03-08", None])
    sheet.append(["关于丙事的通知", None, "2013-03-32", "2013-03-08", None])
    sheet.merge_cells("B3:B5")
    sheet.merge_cells("E3:E5")
    book.save(tmp_path / "a.xlsx")
    answer = bring(tmp_path / "a.xlsx")
    assert titles() == {"关于甲事的通知", "关于乙事的通知"}
    assert [fault["row"] for fault in answer.faults] == [5]
    assert "成文" in answer.faults[0]["column"]
    assert "2013-03-31" in answer.faults[0]["message"]


def test_breaks_that_a_workbook_keeps_escaped_are_breaks(bring, tmp_path):
    book = Workbook()
    book.active.append([*HEADINGS, "正文"])
    book.active.append(["关于修缮_x000D_\n祠堂_x000B_的通知", *ROW[1:], "各村：_x000D_\n请落实。"])
    book.save(tmp_path / "a.xlsx")
    assert bring(tmp_path / "a.xlsx").faults == []
    item = ItemPage.objects.get()
    assert item.title == "关于修缮祠堂的通知"
    assert "<p>各村：</p><p>请落实。</p>" in str(item.body.render_as_block())


def test_a_cell_that_says_true_is_no_text(bring, tmp_path):
    book = Workbook()
    book.active.append(HEADINGS)
    book.active.append([True, *ROW[1:]])
    book.save(tmp_path / "a.xlsx")
    answer = bring(tmp_path / "a.xlsx")
    assert answer.places == {(2, "名称")}
    assert titles() == set()


def test_a_link_behind_a_cell_and_a_remark_on_it_are_no_trouble(bring, tmp_path):
    book = Workbook()
    book.active.append(HEADINGS)
    book.active.append(ROW)
    book.active["A2"].hyperlink = "http://example.org/old.html"
    book.active["C2"].comment = Comment("请核对", "王某")
    book.save(tmp_path / "a.xlsx")
    assert bring(tmp_path / "a.xlsx").faults == []
    assert titles() == {ROW[0]}


def test_what_becomes_public_at_once_bears_no_identity_number(bring, tmp_path):
    path = tmp_path / "a.csv"
    number = "330281199001011235"
    lines = [
        f"关于低保名单的公示,{','.join(ROW[1:])},王某（身份证号{number}）",
        f"{','.join(ROW)},无",
    ]
    path.write_text("\n".join([",".join([*HEADINGS, "正文"]), *lines]), "utf-8")
    answer = bring(path, publish=True, reason="旧网站2013年的信息")
    assert answer.places == {(2, "正文")}
    assert "作为草稿导入" in answer.faults[0]["message"]
    assert number not in answer.said + answer.faults[0]["message"]
    assert titles() == {ROW[0]}
    assert bring(path).imported == 1
