"""Published reports in many layouts: whatever the merging and the punctuation, the same numbers."""

from __future__ import annotations

import io
import json
import random
import re
from base64 import encodebytes
from itertools import pairwise
from pathlib import Path

import docx
import openpyxl
import pytest
from docx.oxml.ns import qn
from opencc import OpenCC

from disclosure_pages.imports.report import as_json, read_report
from tests.factories.damaged_pages import DAMAGES, damaged
from tests.factories.published_reports import (
    Cell,
    Report,
    blocks_apart,
    consistent_values,
    filled,
    html_of,
    in_control,
    in_lines_of_five,
    in_text_box,
    printed_table,
    saved,
    standing,
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
VALUES = consistent_values(7)
OLD_VALUES = consistent_values(8, "2019")


def read(content, name="report.html"):
    return read_report(content if isinstance(content, bytes) else content.encode(), name)


def assert_same(got, values=VALUES):
    differ = {
        code: (number, got.values.get(code))
        for code, number in values.items()
        if got.values.get(code) != number
    }
    assert differ == {}, got.notes


def page(**layout):
    return Report.make(VALUES, **layout)


def relabelled(html, *changes):
    for old, new in changes:
        assert old in html, old
        html = html.replace(old, new)
    return html


class TestPages:
    def test_in_the_form_itself(self):
        got = read(page().html())
        assert_same(got)
        assert (got.year, got.form.code, got.organ_name) == (2025, "2021", "测试镇人民政府")
        assert str(got.reported_on) == "2026-01-20"
        assert [heading for heading, _html in got.sections] == list(got.form.headings)
        assert got.sections[0][1] == "<p>2025年，我镇认真做好政府信息公开工作。第1部分。</p>"
        assert got.unread == []

    @pytest.mark.parametrize(
        "pattern",
        [
            "<p>%s</p>",
            '<p align="center"><span style="font-size:12px">%s</span></p>',
            "<div><div>%s</div></div>",
            "&nbsp;%s&nbsp;",
            "　%s　",
            "<b>%s</b><br/>",
            "\n\t  <font>%s</font>\n",
            "<table><tr><td>%s</td></tr></table>",
            "<center>%s</center><o:p></o:p>",
            "%s<sup>注</sup>",
            "<span style='display:none'>隐藏99</span>%s",
            "\u200b%s\ufeff",
        ],
    )
    def test_with_whatever_stands_around_a_text(self, pattern):
        assert_same(read(page().html(cell=pattern)))

    @pytest.mark.parametrize("repeat", [True, False])
    def test_without_any_merged_cell(self, repeat):
        report = page()
        report.parts = [
            unmerged(part, repeat=repeat) if isinstance(part, list) else part
            for part in report.parts
        ]
        assert_same(read(report.html()))

    def test_with_blocks_and_disputes_as_tables_of_their_own(self):
        assert_same(read(page(two=blocks_apart(), four=three_tables()).html()))

    @pytest.mark.parametrize("four", [in_lines_of_five, standing])
    def test_with_disputes_in_another_direction(self, four):
        assert_same(read(page(four=[four()]).html()))

    @pytest.mark.parametrize("breaks", [(3,), (10,), (5, 12, 20), tuple(range(3, 28))])
    @pytest.mark.parametrize("heads_again", [True, False])
    def test_with_tables_broken_by_pages(self, breaks, heads_again):
        report = page(three=[printed_table("2021", "3")])
        rows = unmerged(report.tables[1], repeat=True)
        edges = [0, *breaks, len(rows)]
        pieces = [rows[start:end] for start, end in pairwise(edges)]
        if heads_again:
            pieces = [pieces[0], *(rows[:3] + piece for piece in pieces[1:])]
        place = report.parts.index(report.tables[1])
        report.parts[place : place + 1] = pieces
        assert_same(read(report.html()))

    def test_with_one_table_for_all(self):
        report = page()
        rows = [row for table in report.tables for row in table]
        html = Report(report.title, "2021", VALUES, ["总体情况", rows]).html()
        assert_same(read(html))

    def test_within_tables_that_give_the_page_its_shape(self):
        html = page().html()
        body = re.search(r"<body>(.*)</body>", html, re.S)[1]
        wrapped = (
            "<table width=1000><tr><td>导航</td><td><table><tr><td>"
            f"<table><tr><td>{body}</td></tr></table></td></tr></table></td></tr></table>"
        )
        assert_same(read(html.replace(body, wrapped)))

    def test_with_wrong_and_missing_spans(self):
        html = page().html()
        for attribute in (' rowspan="2"', ' rowspan="3"', ' colspan="5"', ' colspan="7"'):
            assert_same(read(html.replace(attribute, "")))

    def test_with_the_corner_over_fewer_columns_than_the_labels(self):
        report = page()
        report.tables[1][0][0].colspan = 2
        assert_same(read(report.html()))

    def test_with_spans_far_beyond_the_table(self):
        html = page().html().replace('rowspan="22"', 'rowspan="9999999"')
        assert_same(read(html))

    def test_with_tags_that_nobody_closed(self):
        html = re.sub(r"</(?:td|tr|p|span)>", "", page().html(cell="<p><span>%s</span></p>"))
        assert_same(read(html))

    @pytest.mark.parametrize("tag", ["<p><font>字", "<div><span>字", "<p><b><span>字"])
    def test_with_thousands_of_tags_that_nobody_closed_before_it(self, tag):
        assert_same(read(page().html().replace("<h1>", tag * 3000 + "<h1>")))

    def test_with_headings_in_th_and_thead(self):
        html = page().html()
        html = re.sub(r"<td([^>]*)>((?:自然人|总计|商业企业)[^<]*)</td>", r"<th\1>\2</th>", html)
        html = html.replace("<table >", "<table><caption>表</caption><colgroup><col></colgroup>")
        assert_same(read(html))

    def test_with_an_empty_column_at_the_end(self):
        report = page()
        for table in report.tables:
            for row in table:
                row.append(Cell(""))
        assert_same(read(report.html()))

    def test_with_an_empty_column_at_the_beginning_of_each_line(self):
        report = page()
        for table in report.tables:
            for row in table:
                row.insert(0, Cell(""))
        got = read(report.html())
        assert_same(got)

    def test_with_a_remark_at_the_end_of_each_line(self):
        report = page()
        for row in report.tables[1]:
            row.append(Cell("备注"))
        assert_same(read(report.html()))

    def test_with_a_subtotal_of_each_heading(self):
        report = page()
        table = report.tables[1]
        rows = []
        for row in table:
            for cell in row:
                heading = re.search(r"不予公开|无法提供|不予处理|其他处理", cell.text)
                if heading and cell.rowspan > 1 and not cell.code:
                    rows.append([Cell(cell.text, colspan=2), *(Cell("5") for _each in range(7))])
                    cell.text, cell.rowspan = "", cell.rowspan
            rows.append(row)
        html = report.html().replace(html_of(table), "")
        assert_same(read(html.replace("四、政府信息公开", html_of(rows) + "四、政府信息公开", 1)))

    def test_with_a_column_of_subtotals(self):
        report = page()
        table = report.tables[1]
        table[0][1].colspan = 8
        table[1].insert(2, Cell("小计", rowspan=2))
        for row in table[3:]:
            row.insert(len(row) - 1, Cell("77"))
        assert_same(read(report.html()))

    def test_with_the_total_as_first_column(self):
        report = page()
        table = unmerged(report.tables[1], repeat=True)
        heads = ["自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计"]
        rows = [[*table[0][:3], *(Cell(head) for head in [heads[-1], *heads[:-1]])]]
        rows += [[*row[:3], row[-1], *row[3:-1]] for row in table[3:]]
        report.parts[report.parts.index(report.tables[1])] = rows
        assert_same(read(report.html()))

    def test_with_lines_in_another_order(self):
        report = page()
        table = unmerged(report.tables[1], repeat=True)
        lines = table[3:]
        random.Random(3).shuffle(lines)
        report.parts[report.parts.index(report.tables[1])] = [*table[:3], *lines]
        assert_same(read(report.html()))

    def test_with_several_lines_of_the_form_in_one_line(self):
        report = page()
        table = unmerged(report.tables[1], repeat=True)
        stacked = table[5:13]
        joined = [
            Cell("\n".join(row[column].text for row in stacked)) for column in range(len(table[0]))
        ]
        report.parts[report.parts.index(report.tables[1])] = [*table[:5], joined, *table[13:]]
        html = report.html(cell="<p>%s</p>")
        html = re.sub(r"(?<=[^>])\n(?=[^<])", "</p><p>", html)
        assert_same(read(html))

    def test_twice_on_a_page_for_wide_and_narrow_screens(self):
        html = page().html()
        empty = Report.make({}).html()
        assert_same(read(html.replace("</body>", empty + "</body>")))
        assert_same(read(html.replace("<body>", "<body>" + empty)))

    def test_beside_other_tables(self):
        others = (
            "<table><tr><td>合计</td><td>1</td><td>2</td><td>3</td><td>4</td><td>5</td><td>6</td>"
            "<td>7</td></tr><tr><td>其他</td><td>9</td><td>9</td><td>9</td><td>9</td><td>9</td>"
            "<td>9</td><td>9</td></tr><tr><td>行政许可</td><td>8</td></tr></table>"
        )
        html = page().html()
        assert_same(read(html.replace("<body>", "<body>" + others)))
        assert_same(read(html.replace("</body>", others + "</body>")))

    def test_in_fields_of_a_form(self):
        html = re.sub(r"<td([^>]*)>(\d+)</td>", r'<td\1><input value="\2"></td>', page().html())
        assert_same(read(html))

    def test_shown_by_a_script_only(self):
        html = page().html().replace('id="zoom"', 'id="zoom" style="display:none"')
        assert_same(read(html))


class TestText:
    """Pages that were turned into text, with nothing left of the tables."""

    def test_a_paragraph_for_each_cell(self):
        html = page().html()
        html = re.sub(r"<td[^>]*>", "<p>", html).replace("</td>", "</p>")
        html = re.sub(r"</?(table|tr)[^>]*>", "", html)
        assert_same(read(html))

    def test_cells_that_are_made_of_div(self):
        html = re.sub(r"<(td|tr|table)[^>]*>", r'<div class="\1">', page().html())
        assert_same(read(re.sub(r"</(td|tr|table)>", "</div>", html)))

    def test_lines_with_bars(self):
        report = page()
        lines = []
        for part in report.parts:
            if isinstance(part, str):
                lines.append(part)
                continue
            for row in unmerged(part, repeat=False):
                lines.append("| " + " | ".join(cell.text for cell in row) + " |")
        assert_same(read(f"<h1>{report.title}</h1><pre>" + "\n".join(lines) + "</pre>"))

    @pytest.mark.parametrize("pattern", ["%s\n|", "%s |", "| \n %s  "])
    def test_cells_below_each_other_with_bars(self, pattern):
        report = page()
        lines = [report.title]
        for part in report.parts:
            if isinstance(part, str):
                lines.append(part)
                continue
            for row in part:
                lines += [*(pattern.replace("%s", cell.text) for cell in row), "|||"]
        assert_same(read("<pre>" + "\n".join(lines) + "</pre>"))

    def test_label_and_numbers_in_a_line(self):
        report = page()
        lines = [report.title]
        for part in report.parts:
            if isinstance(part, str):
                lines.append(part)
                continue
            lines += [" ".join(cell.text for cell in row) for row in part]
        assert_same(read("<br>".join(lines)))

    def test_of_the_form_of_2019(self):
        html = Report.make(OLD_VALUES, form="2019", year=2020).html()
        html = re.sub(r"<td[^>]*>", "<p>", html).replace("</td>", "</p>")
        assert_same(read(re.sub(r"</?(table|tr)[^>]*>", "", html)), OLD_VALUES)


WORDINGS = [
    [("法人或其他组织", "法人或其它组织")],
    [("（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）", "")],
    [("一、本年新收政府信息公开申请数量", "一、本年新收政府信息公开申请数")],
    [("一、本年新收", "一.本年新收"), ("二、上年结转", "二．上年结转"), ("四、结转", "四，结转")],
    [("1.", "1、"), ("2.", "2．"), ("3.", "（3）"), ("4.", "4 "), ("5.", "⒌"), ("6.", "⑥")],
    [("（一）", "(一)"), ("（三）", "㈢"), ("（七）", "【七】"), ("（六）", "(六)、")],
    [("1.", ""), ("2.", ""), ("3.", ""), ("4.", ""), ("5.", "")],
    [("一、", ""), ("二、", ""), ("四、结转", "结转"), ("（七）", "")],
    [("“三安全一稳定”", '"三安全一稳定"')],
    [("“三安全一稳定”", "‘三安全一稳定‘")],
    [("“三安全一稳定”", "三安全、一稳定")],
    [("危及“三安全一稳定”", "危及“三安全—稳定”")],
    [("逾期不补正、行政机关", "逾期不补正，行政机关"), ("费用、行政", "费用,行政")],
    [("（区分处理的，只计这一情形，不计其他情形）", "")],
    [("（区分处理的，只计这一情形，不计其他情形）", "（区分处理的,只计这一情形,不计其它情形)")],
    [("3.其他<", "3.其它<")],
    [("其他处理", "其它处理")],
    [("其他法律行政法规", "其他法律、行政法规")],
    [("（七）总计", "（七） 总 计"), (">总计<", ">总　计<")],
    [
        ("商业企业", "商业<br>企业"),
        ("社会公益组织", "社会公<br/>益组织"),
        ("法律服务", "法律 服务"),
    ],
    [(">总计<", ">合计<"), ("（七）总计", "（七）合计")],
    [("尚未审结", "尚未<br>审结"), ("结果维持", "结果<br>维持"), ("其他结果", "其它结果")],
    [("未经复议直接起诉", "未经复议<br/>直接起诉"), ("复议后起诉", "复议后<br/>起诉")],
    [("第二十条第（一）项", "第二十条第(一)项"), ("第二十条第（八）项", "第二十条第八项")],
    [("行政规范性文件", "规范性文件")],
    [("本年制发件数", "本年制<br>发件数"), ("现行有效件数", "现行有效<br>件数")],
    [("（单位：万元）", "(单位:万元)")],
    [("（单位：万元）", "")],
    [("重复申请<", "重复申请。<")],
    [("要求行政机关确认或重新出具已获取信息", "要求行政机关确认或者重新出具已获取信息")],
    [("没有现成信息需要另行制作", "没有现成信息，需要另行制作")],
    [("信访举报投诉类申请", "信访、举报、投诉类申请")],
    [("结转下年度继续办理", "结转至下年度继续办理")],
    [("上年结转政府信息公开", "上年度结转政府信息公开")],
    [("属于行政执法案卷", "属于行政执法案巻"), ("法律服务机构", "法律服务机够")],
    [("三、本年度办理结果", "三<br>、<br>本<br>年<br>度<br>办<br>理<br>结<br>果")],
    [("（三）不予公开", "<p>（三）</p><p>不予</p><p>公开</p>")],
    [("本年处理决定数量", "本年处理<br>决定数量")],
]


class TestWordings:
    @pytest.mark.parametrize("changes", WORDINGS, ids=lambda changes: changes[0][1][:12])
    def test_of_one_kind(self, changes):
        assert_same(read(relabelled(page().html(), *changes)))

    @pytest.mark.parametrize("seed", range(25))
    def test_of_several_kinds_at_once(self, seed):
        chance = random.Random(seed)
        html = page().html(cell=chance.choice(["%s", "<p>%s</p>", "<span> %s </span>"]))
        for changes in chance.sample(WORDINGS, 6):
            for old, new in changes:
                html = html.replace(old, new)
        assert_same(read(html))

    def test_in_traditional_characters(self):
        assert_same(read(OpenCC("s2t").convert(page().html())))

    @pytest.mark.parametrize("label", ["（一）可以提供", "1.涉密", "（七）本栏"])
    def test_that_nobody_knows_are_told_by_their_place(self, label):
        old = {
            "（一）可以提供": "（一）予以公开",
            "1.涉密": "1.属于国家秘密",
            "（七）本栏": "（七）总计",
        }
        got = read(relabelled(page().html(), (old[label], label)))
        assert_same(got)
        assert any(label in note for note in got.notes)

    def test_in_a_single_cell_with_their_headings(self):
        report = page()
        rows = []
        for row in unmerged(report.tables[1], repeat=True)[3:]:
            label = "-".join(dict.fromkeys(cell.text for cell in row[:3]))
            rows.append([Cell(label), *row[3:]])
        head = [
            Cell("项目"),
            *(
                Cell(each)
                for each in (
                    "自然人",
                    "商业企业",
                    "科研机构",
                    "社会公益组织",
                    "法律服务机构",
                    "其他",
                    "总计",
                )
            ),
        ]
        report.parts[report.parts.index(report.tables[1])] = [head, *rows]
        assert_same(read(report.html()))


class TestNumbers:
    @pytest.mark.parametrize(
        ("written", "number"),
        [
            ("1,234", 1234),
            ("1，234", 1234),
            ("１２３４", 1234),
            ("1234件", 1234),
            ("1 234", 1234),
            ("1234.00", 1234),
            ("零", 0),
            ("〇", 0),
            ("无", 0),
            ("O", 0),
            ("-3", -3),
            ("", None),
            ("/", None),
            ("—", None),
            ("－－", None),
            ("详见附件", None),
            ("12.5", None),
            ("3</p><p>4", None),
        ],
    )
    def test_of_applications(self, written, number):
        html = (
            page()
            .html(cell="<p>%s</p>")
            .replace(f"<p>{VALUES['t3.received.person']}</p>", f"<p>{written}</p>")
        )
        assert_same(read(html), {**VALUES, "t3.received.person": number})

    @pytest.mark.parametrize(
        ("heading", "written", "number"),
        [
            ("万元", "0.092", 0.092),
            ("万元", "1,316.50万元", 1316.5),
            ("元", "8040", 0.804),
            ("万元", "400元", 0.04),
            ("万元", "-", None),
            ("万元", "3.10", 3.1),
        ],
    )
    def test_of_fees_are_in_ten_thousand_yuan(self, heading, written, number):
        html = page().html().replace("单位：万元", f"单位：{heading}")
        old = f'<td colspan="3">{VALUES["t2.fees.amount"]}</td></tr>\n</table>'
        assert old in html
        got = as_json(read(html.replace(old, old.replace(str(VALUES["t2.fees.amount"]), written))))
        assert got["tables"]["2"][-1] == number

    def test_that_are_missing_stay_missing(self):
        few = {code: n for code, n in VALUES.items() if not code.endswith((".company", ".pending"))}
        got = read(Report.make(few).html())
        assert_same(got, {code: few.get(code) for code in VALUES})
        assert set(got.unread) == VALUES.keys() - few.keys()

    def test_a_report_of_nothing_but_empty_cells(self):
        got = read(Report.make({}).html())
        assert got.form.code == "2021"
        assert got.is_empty


class TestEncodings:
    @pytest.mark.parametrize("encoding", ["gbk", "gb18030", "utf-8", "utf-8-sig", "utf-16"])
    @pytest.mark.parametrize("said", ["gb2312", "utf-8", ""])
    def test_are_found_out_whatever_is_said(self, encoding, said):
        html = page().html(
            head=f'<meta http-equiv="Content-Type" content="text/html; charset={said}">'
        )
        assert_same(read(html.encode(encoding)))

    def test_a_page_that_was_cut_off(self):
        assert_same(read(page().html().encode()[:-30] + b"\xe6"))

    def test_a_page_saved_with_its_pictures(self):
        body = page().html().encode()
        parts = (
            b"From: <Saved by Blink>\nMIME-Version: 1.0\n"
            b'Content-Type: multipart/related; boundary="x"\n\n--x\nContent-Type: text/html\n'
            b"Content-Transfer-Encoding: base64\n\n"
        )
        assert_same(read(parts + encodebytes(body) + b"\n--x--\n", "report.mht"))


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
    """Files built by hand: three pages and two documents, each merged in its own way."""

    @pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
    def test_are_read_whole(self, path):
        got = read(path.read_bytes(), path.name)
        written = as_json(got)
        del written["broken_rules"]
        assert written == json.loads(path.with_suffix(".json").read_text())
        assert len(got.sections) == 6
        assert got.organ_name


class TestWhatAReportSaysOfItself:
    @pytest.mark.parametrize(
        ("title", "year", "organ"),
        [
            ("2022年湖东市政府信息公开工作年度报告", 2022, "湖东市"),
            ("2022年度北石镇政府信息公开工作年度报告", 2022, "北石镇"),
            ("关于某县财政局2023年度政府信息公开工作的年度报告", 2023, "某县财政局"),
            ("北石镇人民政府二〇二三年政府信息公开工作年度报告", 2023, "北石镇人民政府"),
            ("湖东市 2025 年政府信息公开工作年度报告", 2025, "湖东市"),
            ("县教育局2024年政府信息公开年报", 2024, "县教育局"),
            ("2024年某县住房和城乡建设局政务公开工作年度报告", 2024, "某县住房和城乡建设局"),
            ("某县水利局</h1><h1>2024年政府信息公开工作年度报告", 2024, "某县水利局"),
        ],
    )
    def test_in_its_title(self, title, year, organ):
        got = read(f"<title>某县人民政府</title><h1>{title}</h1><p>一、总体情况</p>")
        assert (got.year, got.organ_name) == (year, organ)

    def test_beside_the_reports_of_other_years(self):
        menu = "<ul><li>测试镇2019年政府信息公开工作年度报告</li><li>2018年年报</li></ul>"
        got = read(page().html().replace("<body>", f"<body>{menu}").replace("<title>", "<title>x"))
        assert got.year == 2025

    def test_in_the_period_of_its_figures_only(self):
        html = re.sub(r"<(title|h1)>[^<]*", r"<\1>年度报告", page(year=2023).html())
        assert read(html).year == 2023

    def test_in_the_name_of_its_file_only(self):
        assert read("<p>年度报告</p>", "石桥镇2022年年报.html").year == 2022

    def test_the_site_around_it_is_no_part_of_it(self):
        html = page().html()
        assert "主办单位" not in read(html).text
        assert "首页" not in read(html).text

    def test_neither_are_captions_of_tables_and_the_signature(self):
        html = page(two=blocks_apart()).html()
        html = html.replace("<table >", "<p>第二十条第（一）项</p><table >")
        html = html.replace("<p>2026年", "<p>测试镇人民政府</p><p>2026年")
        got = dict(read(html).sections)
        assert got["二、主动公开政府信息情况"] == ""
        assert got["六、其他需要报告的事项"].endswith("第6部分。</p>")


class TestDamage:
    """Whatever is broken: no number is taken for another, and nothing fails."""

    @pytest.mark.parametrize("damage", DAMAGES)
    @pytest.mark.parametrize("seed", range(12))
    def test_never_makes_up_a_number(self, damage, seed):
        got = read(damaged(page().html(), damage, seed))
        wrong = {
            code: (number, got.values.get(code))
            for code, number in VALUES.items()
            if got.values.get(code) not in {number, None}
        }
        # Letters may fall on a digit.
        assert len(wrong) <= (20 if damage == "any letters" else 0), wrong

    @pytest.mark.parametrize("damage", ["a span is missing", "ends are missing"])
    @pytest.mark.parametrize("seed", range(12))
    def test_that_a_browser_hides_is_made_good(self, damage, seed):
        assert_same(read(damaged(page().html(), damage, seed)))

    @pytest.mark.parametrize("form", ["2019", "2008"])
    def test_of_other_forms(self, form):
        html = Report.make(consistent_values(4, "2019"), form="2019", year=2020).html()
        if form == "2008":
            html = html_of(filled(printed_table("2008", "sheet"), consistent_values(4, "2008")))
        for damage in DAMAGES:
            for seed in range(6):
                read(damaged(html, damage, seed))


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
