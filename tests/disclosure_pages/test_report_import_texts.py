"""Wordings, numbers, encodings and pages that are nothing but text, as they are published."""

from __future__ import annotations

import random
import re
from base64 import encodebytes

import pytest
from opencc import OpenCC

from disclosure_pages.imports.report import as_json
from tests.disclosure_pages.imports import OLD_VALUES, VALUES, assert_same, page, read, relabelled
from tests.factories.published_reports import (
    Cell,
    Report,
    blocks_apart,
    suits_apart,
    unmerged,
)

pytestmark = pytest.mark.once


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
    [("总计", "总计（件）"), ("结果维持", "结果维持（单位：件）"), ("规章", "规章（件）")],
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

    def test_with_units_in_tables_without_the_order_of_the_form(self):
        html = page(four=suits_apart()).html()
        units = [
            ("总计", "总计（件）"),
            ("结果维持", "结果维持（件）"),
            ("其他结果", "其他结果(起)"),
        ]
        assert_same(read(relabelled(html, *units)))

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
            ("1234①", 1234),
            ("1234 *", 1234),
            ("①", None),
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
            ("北石镇政府信息公开工作年度报告（2022年度）", 2022, "北石镇"),
            ("北石镇二O二三年政府信息公开工作年度报告", 2023, "北石镇"),
            ("北石镇2023年</h1><h1>政府信息公开工作年度报告", 2023, "北石镇"),
            ("北石镇2023年政府信息公开</h1><h1>工作年度报告", 2023, "北石镇"),
        ],
    )
    def test_in_its_title(self, title, year, organ):
        got = read(f"<title>某县人民政府</title><h1>{title}</h1><p>一、总体情况</p>")
        assert (got.year, got.organ_name) == (year, organ)

    def test_beside_the_reports_of_other_years(self):
        menu = "<ul><li>测试镇2019年政府信息公开工作年度报告</li><li>2018年年报</li></ul>"
        got = read(page().html().replace("<body>", f"<body>{menu}").replace("<title>", "<title>x"))
        assert got.year == 2025

    def test_in_its_title_although_the_text_speaks_of_later_years(self):
        path = "<div>首页</div><div>政府信息公开年报</div>"
        plans = "<p>一、总体情况</p><p>2026年将做好工作。2026年计划培训，2026年计划检查。</p>"
        got = read(f"{path}<h1>测试镇2025年政府信息公开工作年度报告</h1>{plans}")
        assert (got.year, got.title) == (2025, "测试镇2025年政府信息公开工作年度报告")

    def test_in_the_title_next_to_the_text_below_a_long_menu(self):
        menu = "".join(f"<li>栏目{number}</li>" for number in range(200))
        years = "".join(f"<li>测试镇{y}年政府信息公开工作年度报告</li>" for y in (2025, 2024, 2022))
        got = read(f"{years}{menu}<h2>测试镇2023年政府信息公开工作年度报告</h2><p>一、总体情况</p>")
        assert got.year == 2023

    @pytest.mark.parametrize("title", ["政府信息公开工作年度报告", "政府信息公开年报"])
    @pytest.mark.parametrize(
        "period",
        ["2023年1月1日至2023年12月31日", "2023.1.1-2023.12.31", "2023年1月1日起至12月31日止"],
    )
    def test_in_its_period_beside_the_reports_of_other_years(self, title, period):
        years = "".join(f"<li>测试镇{y}年政府信息公开工作年度报告</li>" for y in (2025, 2024, 2022))
        text = f"<p>本报告数据为{period}的数据。2024年、2024年、2024年将改进。</p>"
        assert read(f"{years}<h1>{title}</h1><p>一、总体情况</p>{text}").year == 2023

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
