"""Pages in many layouts: whatever the merging, the same numbers."""

from __future__ import annotations

import random
import re
from itertools import pairwise

import pytest

from tests.disclosure_pages.imports import VALUES, assert_same, page, read
from tests.factories.damaged_pages import DAMAGES, damaged
from tests.factories.published_reports import (
    Cell,
    Report,
    blocks_apart,
    consistent_values,
    filled,
    html_of,
    in_lines_of_five,
    printed_table,
    standing,
    three_tables,
    unmerged,
)

pytestmark = pytest.mark.once


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
            "%s<span style='vertical-align: super'>1</span>",
            "<del>99</del><ins>%s</ins>",
            "<s>99</s>%s",
            "%s<span style='text-decoration:line-through'>1</span>",
            "\x04%s\x05\x07",
            "%s①",
            "%s²",
            "%s*",
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

    @pytest.mark.parametrize("name", ["合计", "小计"])
    def test_with_a_subtotal_in_a_line_of_its_own(self, name):
        report = page()
        rows = []
        for row in report.tables[1]:
            head = next((n for n, cell in enumerate(row) if cell.rowspan in {3, 5, 8}), None)
            if head is None or row[head].text == report.tables[1][0][0].text:
                rows.append(row)
                continue
            row[head].rowspan += 1
            numbers = [Cell("55") for _each in range(7)]
            rows += [[*row[: head + 1], Cell(name), *numbers], row[head + 1 :]]
        report.parts[report.parts.index(report.tables[1])] = rows
        assert_same(read(report.html()))

    @pytest.mark.parametrize("way", ['style="display:none"', "hidden"])
    def test_with_lines_and_cells_that_a_browser_does_not_show(self, way):
        html = re.sub(
            r"<tr>(?=(.*?)</tr>)",
            lambda row: f"<tr {way}>{re.sub(r'>[0-9]+<', '>99<', row[1])}</tr><tr>",
            page().html(),
        )
        html = re.sub(r"(<td[^>]*>[0-9]+</td>)", rf"<td {way}>7</td>\1", html)
        assert_same(read(html))

    def test_before_the_report_of_another_year_that_has_more_numbers(self):
        few = {code: n for code, n in VALUES.items() if not code.endswith((".legal", ".pending"))}
        other = Report.make(consistent_values(3), year=2024).html()
        got = read(Report.make(few).html() + other)
        assert_same(got, {code: few.get(code) for code in VALUES})

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
