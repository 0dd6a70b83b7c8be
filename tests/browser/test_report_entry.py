"""The office fills in the tables of a year as in a spreadsheet, and sees what the rules say."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from disclosure_pages.statutory.forms import form_for
from tests.services.demo_site import DemoSite

# A year of which the demo knows nothing.
YEAR = 2022
TABLE = form_for(YEAR).table("3")
ADMIN = "/admin/snippets/gongkai_pages/annualstatistics"
CLIPBOARD = ["clipboard-read", "clipboard-write"]


class EntryPage:
    """The tables of a year, open in a page of the browser."""

    def __init__(self, page: Page, statistics: int) -> None:
        self.page = page
        self.statistics = statistics

    def open(self) -> None:
        """Open it anew."""
        self.page.goto(f"{ADMIN}/tables/{self.statistics}/")

    def cell(self, code: str) -> Locator:
        """Return the input of a figure."""
        return self.page.locator(f"[name='{code}']")

    def box(self, code: str) -> Locator:
        """Return the cell around it."""
        return self.page.locator(f".gk-cell:has([name='{code}'])")

    @property
    def status(self) -> Locator:
        """Return what the page says of what was done."""
        return self.page.locator("[data-gk-status]")

    @property
    def findings(self) -> Locator:
        """Return what stands beside the tables."""
        return self.page.locator("[data-gk-findings]")

    def paste(self, code: str, text: str) -> None:
        """Paste a text that was copied somewhere else."""
        self.page.evaluate("text => navigator.clipboard.writeText(text)", text)
        self.cell(code).click()
        self.page.keyboard.press("ControlOrMeta+v")

    def save(self, reason: str = "依申请公开台账") -> None:
        """Give the reason and save."""
        self.page.get_by_label("依据或原因").fill(reason)
        self.page.get_by_role("button", name="保存表格").click()

    @property
    def message(self) -> Locator:
        """Return what the admin says after saving."""
        return self.page.locator(".messages .success")

    def expect_focus(self, code: str) -> None:
        """Wait until the input of a figure has the focus."""
        expect(self.cell(code)).to_be_focused()


def make_year(site: DemoSite) -> int:
    """Put a year without numbers into the demo and return its id."""
    ((organ,),) = site.query("SELECT id FROM gongkai_catalogue_organ WHERE name = '泗门镇人民政府'")
    site.query(
        "INSERT INTO gongkai_pages_annualstatistics (organ_id, year, status) VALUES (?, ?, 'open')",
        organ,
        YEAR,
    )
    ((made,),) = site.query(
        "SELECT id FROM gongkai_pages_annualstatistics WHERE organ_id = ? AND year = ?", organ, YEAR
    )
    return made


@pytest.fixture
def open_tables(open_context, sign_in, live_site):
    """Return a function that opens the tables of a year without numbers."""
    statistics = make_year(live_site)

    def run(width: int = 1280, **options) -> EntryPage:
        page = open_context(width, permissions=CLIPBOARD, **options).new_page()
        sign_in(page, "office")
        tables = EntryPage(page, statistics)
        tables.open()
        return tables

    return run


def block(rows: int = 25, columns: int = 7, number: str = "0") -> list[list[str]]:
    """Return cells of table 3, all with one number."""
    return [[number] * columns for _ in range(rows)]


def tsv(lines: list[list[str]]) -> str:
    """Return cells as Excel puts them on the clipboard."""
    return "".join("\t".join(line) + "\r\n" for line in lines)


def one_application() -> list[list[str]]:
    """Return table 3 of a year with one application, granted."""
    lines = block()
    names = [cell.row for cell in TABLE.cells[::7]]
    for line in ("received", "granted", "total"):
        lines[names.index(line)] = ["1", *["0"] * 5, "1"]
    return lines


def test_totals_add_up_as_one_types(open_tables):
    tables = open_tables()
    tables.cell("t4.lawsuit.upheld").click()
    for number in ("1", "2", "3", "4"):
        tables.page.keyboard.type(number)
        tables.page.keyboard.press("ArrowRight")
    tables.expect_focus("t4.lawsuit.total")
    expect(tables.cell("t4.lawsuit.total")).to_have_attribute("placeholder", "10")
    tables.page.keyboard.type("9")
    expect(tables.status).to_contain_text("改写合计")
    expect(tables.cell("t4.lawsuit.total")).to_have_value("")


def test_a_total_is_changed_on_purpose_only(open_tables):
    tables = open_tables()
    for outcome in ("upheld", "corrected", "other", "pending"):
        tables.cell(f"t4.appeal.{outcome}").fill("1")
    sheet = tables.page.locator("[data-gk-sheet='4']")
    sheet.get_by_label("改写合计").check()
    tables.cell("t4.appeal.total").fill("5")
    expect(tables.box("t4.appeal.total")).to_contain_text("应为4")
    tables.save("照录当年公布的报告")
    expect(tables.message).to_contain_text("已保存5个数字")
    expect(tables.cell("t4.appeal.total")).to_have_value("5")
    expect(sheet.get_by_label("改写合计")).to_be_checked()


def test_keys_move_as_in_a_spreadsheet(open_tables):
    tables = open_tables()
    press = tables.page.keyboard.press
    tables.cell("t3.carried_in.company").click()
    for key, code in (
        ("ArrowDown", "t3.granted.company"),
        ("ArrowRight", "t3.granted.research"),
        ("ArrowUp", "t3.carried_in.research"),
        ("ArrowLeft", "t3.carried_in.company"),
        ("Enter", "t3.granted.company"),
        ("Shift+Enter", "t3.carried_in.company"),
        ("Tab", "t3.carried_in.research"),
        ("Shift+Tab", "t3.carried_in.company"),
        ("Control+End", "t3.carried_out.total"),
        ("Control+Home", "t3.received.person"),
    ):
        press(key)
        tables.expect_focus(code)
    # Rows of table 2 have one number or three: down is what stands below on paper.
    tables.cell("t2.normative.in_force").click()
    press("ArrowDown")
    tables.expect_focus("t2.licences.decisions")
    press("F2")
    tables.page.keyboard.type("12")
    press("ArrowLeft")
    tables.expect_focus("t2.licences.decisions")
    tables.page.keyboard.type("0")
    expect(tables.cell("t2.licences.decisions")).to_have_value("102")
    press("Escape")
    expect(tables.cell("t2.licences.decisions")).to_have_value("")


def test_a_whole_block_is_pasted_undone_and_saved(open_tables):
    tables = open_tables()
    lines = one_application()
    lines[0] = ["１,２３４", " 2 ", "", "0", "0", "0", "1236"]
    tables.paste("t3.received.person", tsv(lines))
    expect(tables.cell("t3.received.person")).to_have_value("１,２３４")
    expect(tables.cell("t3.carried_out.other")).to_have_value("0")
    # One cell was blank, so nothing adds up yet; the total that was pasted is not taken over.
    expect(tables.cell("t3.received.total")).to_have_value("")
    expect(tables.status).to_contain_text("合计有1处与分项相加的结果不同")
    tables.page.keyboard.press("ControlOrMeta+z")
    expect(tables.cell("t3.received.person")).to_have_value("")
    expect(tables.cell("t3.carried_out.other")).to_have_value("")
    tables.page.keyboard.press("ControlOrMeta+y")
    expect(tables.cell("t3.carried_out.other")).to_have_value("0")
    tables.cell("t3.received.research").fill("0")
    expect(tables.cell("t3.received.total")).to_have_attribute("placeholder", "1236")
    tables.save()
    expect(tables.message).to_contain_text("已保存144个数字")
    expect(tables.cell("t3.received.person")).to_have_value("1234")
    expect(tables.cell("t3.received.total")).to_have_attribute("placeholder", "1236")


@pytest.mark.parametrize("columns", [6, 7])
def test_a_block_with_its_names_goes_where_they_stand(open_tables, columns):
    tables = open_tables()
    labels = iter(one_application())
    lines = [["申请人情况", "", "", *["自然人"] * columns]]
    for row in TABLE.rows[TABLE.head_rows :]:
        names = [grid.text for grid in row if not grid.code]
        # Merged cells leave blanks; punctuation differs from copy to copy.
        names = [name.replace("、", "，").replace("（", "(") for name in names]
        lines.append([*[""] * (3 - len(names)), *names, *next(labels)[:columns]])
    tables.paste("t3.granted.charity", tsv(lines))
    expect(tables.cell("t3.received.person")).to_have_value("1")
    expect(tables.cell("t3.granted.person")).to_have_value("1")
    expect(tables.cell("t3.granted.charity")).to_have_value("0")
    expect(tables.cell("t3.total.total")).to_have_attribute("placeholder", "1")
    expect(tables.cell("t3.total.total")).to_have_value("")
    expect(tables.status).not_to_contain_text("没有采用")


def test_a_block_without_room_is_told_and_not_pasted(open_tables):
    tables = open_tables()
    tables.paste("t3.carried_out.other", "1\t2\t3\n4\t5\t6\n")
    expect(tables.status).to_contain_text("2行3列")
    expect(tables.cell("t3.carried_out.other")).to_have_value("")


def test_a_block_is_chosen_copied_and_cleared(open_tables):
    tables = open_tables()
    press = tables.page.keyboard.press
    tables.paste("t3.received.person", "1\t2\n3\t4\n")
    expect(tables.cell("t3.carried_in.company")).to_have_value("4")
    tables.cell("t3.received.person").click()
    press("Shift+ArrowRight")
    press("Shift+ArrowDown")
    expect(tables.status).to_contain_text("2行2列")
    press("ControlOrMeta+c")
    tables.cell("t3.granted.research").click()
    press("ControlOrMeta+v")
    expect(tables.cell("t3.partial.charity")).to_have_value("4")
    tables.cell("t3.received.person").click()
    press("Shift+ArrowDown")
    press("Delete")
    expect(tables.cell("t3.carried_in.person")).to_have_value("")
    expect(tables.cell("t3.carried_in.company")).to_have_value("4")
    press("ControlOrMeta+z")
    expect(tables.cell("t3.carried_in.person")).to_have_value("3")


def test_what_is_refused_stays_as_it_was_typed(open_tables):
    tables = open_tables()
    tables.cell("t2.licences.decisions").fill("三十")
    tables.cell("t2.penalties.decisions").fill("２")
    tables.save()
    alert = tables.page.get_by_role("alert")
    expect(alert).to_contain_text("“三十”不是数字")
    expect(tables.cell("t2.licences.decisions")).to_have_value("三十")
    expect(tables.cell("t2.penalties.decisions")).to_have_value("２")
    expect(tables.page.get_by_label("依据或原因")).to_have_value("依申请公开台账")
    expect(tables.box("t2.licences.decisions")).to_have_class(re.compile("gk-cell--mistake"))
    alert.get_by_role("link", name="行政许可本年处理决定数量").click()
    tables.expect_focus("t2.licences.decisions")
    tables.page.keyboard.type("30")
    tables.save()
    expect(tables.message).to_contain_text("已保存2个数字")


def test_a_rule_turns_its_cells_red_while_one_types(open_tables):
    tables = open_tables()
    tables.paste("t3.received.person", tsv(one_application()))
    red = re.compile("gk-cell--error")
    expect(tables.box("t3.granted.person")).not_to_have_class(red)
    tables.cell("t3.received.person").fill("10")
    expect(tables.box("t3.received.person")).to_have_class(red)
    expect(tables.box("t3.received.company")).not_to_have_class(red)
    sentence = tables.findings.get_by_role("link").filter(has_text="“自然人”列")
    expect(sentence).to_contain_text("10")
    expect(tables.page.locator("[data-gk-said]")).to_contain_text("勾稽错误")
    sentence.click()
    expect(tables.page.locator("input:focus")).to_have_attribute("name", re.compile(r"\.person$"))
    tables.cell("t3.received.person").fill("1")
    expect(sentence).to_have_count(0)
    expect(tables.box("t3.received.person")).not_to_have_class(red)


def test_a_warning_is_explained_beside_it(open_tables):
    tables = open_tables()
    tables.cell("t2.regulations.in_force").fill("6")
    warning = tables.findings.locator(".gk-found__item--warning").filter(has_text="规章")
    warning.get_by_label("情况说明").first.fill("县政府授权制定，已核对")
    # What is being written stays when the list is made anew.
    tables.cell("t2.licences.decisions").fill("3")
    expect(tables.box("t2.licences.decisions")).not_to_have_class(re.compile("gk-cell--error"))
    expect(warning.get_by_label("情况说明").first).to_have_value("县政府授权制定，已核对")
    tables.save()
    expect(tables.message).to_be_visible()
    explained = tables.findings.locator(".gk-found__item--explained").filter(has_text="规章")
    expect(explained.get_by_label("情况说明").first).to_have_value("县政府授权制定，已核对")


def test_somebody_else_who_saved_meanwhile_is_told_of(open_tables, live_site):
    tables = open_tables()
    tables.cell("t2.licences.decisions").fill("3")
    live_site.query(
        "INSERT INTO gongkai_pages_annualvalue (statistics_id, code, override, reason) "
        "VALUES (?, 't2.licences.decisions', 8, '许可台账')",
        tables.statistics,
    )
    tables.save()
    expect(tables.page.get_by_role("alert")).to_contain_text("已改为8")
    expect(tables.cell("t2.licences.decisions")).to_have_value("3")
    tables.page.get_by_role("button", name="保存表格").click()
    expect(tables.message).to_contain_text("已保存1个数字")
    expect(tables.cell("t2.licences.decisions")).to_have_value("3")


def test_the_form_works_without_a_script(open_tables):
    tables = open_tables(javascript=False)
    tables.cell("t2.licences.decisions").fill("许多")
    tables.save()
    expect(tables.page.get_by_role("alert")).to_contain_text("“许多”不是数字")
    tables.cell("t2.licences.decisions").fill("3")
    tables.save()
    expect(tables.message).to_contain_text("已保存1个数字")


def test_every_number_tells_where_it_comes_from(open_tables):
    tables = open_tables()
    tables.cell("t2.licences.decisions").fill("3")
    tables.save("许可台账")
    expect(tables.message).to_be_visible()
    tables.page.goto(f"{ADMIN}/provenance/{tables.statistics}/")
    tables.page.get_by_label("查找数字").fill("行政许可 人工")
    row = tables.page.get_by_role("row").filter(has_text="t2.licences.decisions")
    expect(row).to_contain_text("许可台账")
    expect(row).to_contain_text("党政办")
    expect(tables.page.locator("[data-gk-row]:visible")).to_have_count(1)


@pytest.mark.parametrize("width", [1280, 375])
def test_the_pages_are_accessible(open_tables, axe, width):
    tables = open_tables(width)
    tables.paste("t3.received.person", tsv(one_application()))
    tables.cell("t3.received.person").fill("10")
    tables.cell("t2.regulations.in_force").fill("6")
    tables.cell("t2.fees.amount").fill("x")
    expect(tables.box("t2.fees.amount")).to_have_class(re.compile("gk-cell--mistake"))
    axe(tables.page)
    for place in ("provenance", "edit"):
        # What was typed is given up.
        tables.page.once("dialog", lambda dialog: dialog.accept())
        tables.page.goto(f"{ADMIN}/{place}/{tables.statistics}/")
        axe(tables.page)
    tables.page.goto(f"{ADMIN}/")
    axe(tables.page)


def test_cells_stay_in_sight_on_a_phone(open_tables):
    tables = open_tables(375)
    assert tables.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    tables.cell("t3.granted.person").click()
    for _ in range(5):
        tables.page.keyboard.press("ArrowRight")
    tables.expect_focus("t3.granted.other")
    expect(tables.cell("t3.granted.other")).to_be_in_viewport()
    covered = tables.page.evaluate(
        """() => {
          const box = document.activeElement.getBoundingClientRect();
          const top = document.elementFromPoint(box.x + 3, box.y + box.height / 2);
          return top !== document.activeElement;
        }"""
    )
    assert not covered, "the labels cover the cell"
