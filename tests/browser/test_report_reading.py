"""Reading reports in the form of 2021: tables, charts, comparison; wide, narrow and on paper."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

REPORT = "/annual-reports/2023/"
# The demo's own.
SIGNED = "/annual-reports/2025/"
COMPARISON = "/annual-reports/compare/"
PUBLISH = "from tests.factories.year_reports import publish_year_reports; publish_year_reports()"
WIDTHS = [1280, 375]


@pytest.fixture
def _reports(live_site):
    """Publish the reports of three years."""
    live_site.manage("shell", "-v0", "-c", PUBLISH)


pytestmark = pytest.mark.usefixtures("_reports")


def overflow(page) -> int:
    """How many pixels the page is wider than its window."""
    return page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("path", [REPORT, SIGNED, COMPARISON, "/annual-reports/2013/"])
def test_axe_finds_nothing_and_nothing_sticks_out(open_context, axe, path, width):
    context = open_context(width=width)
    page = context.new_page()
    page.goto(path)
    assert overflow(page) == 0
    axe(page)
    context.add_cookies([{"name": "gongkai_text", "value": "large", "url": page.url}])
    page.reload()
    expect(page.locator("html")).to_have_class("large-text")
    assert overflow(page) == 0
    axe(page)


def test_the_table_of_applications_is_read_with_the_keyboard_on_a_phone(open_context):
    page = open_context(width=375).new_page()
    page.goto(REPORT)
    region = page.get_by_role("region", name="收到和处理政府信息公开申请情况 单位：件", exact=True)
    expect(region).to_contain_text("左右滑动查看全部列")
    hidden = region.evaluate("each => each.scrollWidth - each.clientWidth")
    assert hidden > 100
    region.focus()
    expect(region).to_be_focused()
    for _ in range(12):
        page.keyboard.press("ArrowRight")
    page.wait_for_function("each => each.scrollLeft > 100", arg=region.element_handle())

    # The label of the line stays where it is; the total comes into sight beside it.
    label = region.get_by_role("rowheader", name="2.重复申请")
    box, frame = label.bounding_box(), region.bounding_box()
    assert frame["x"] <= box["x"] < frame["x"] + 80
    region.evaluate("each => { each.scrollLeft = each.scrollWidth }")
    total = region.get_by_role("row", name="2.重复申请").get_by_role("cell").last
    expect(total).to_be_in_viewport()
    expect(total).to_have_text("2")
    assert total.bounding_box()["x"] > label.bounding_box()["x"]


def test_each_number_of_a_table_names_its_headings(open_context):
    page = open_context(javascript=True).new_page()
    page.goto(REPORT)
    texts = page.locator(".gk-statutory--3 td[headers]").first.evaluate(
        "cell => cell.headers.split(' ').map(id => document.getElementById(id).innerText)"
    )
    assert texts == ["申请人情况", "自然人", "一、本年新收政府信息公开申请数量"]


def test_the_contents_lead_to_the_parts_without_javascript(open_context):
    page = open_context(javascript=False).new_page()
    page.goto(REPORT)
    page.get_by_role("navigation", name="目录").get_by_role("link", name="四、").click()
    expect(page.get_by_role("heading", name="四、")).to_be_in_viewport()
    expect(page.get_by_role("img", name="近五年主要数据")).to_have_count(1)
    expect(page.locator(".gk-chart__note")).to_have_text("2019、2020年没有公开的年度报告，未列入。")


def test_years_are_compared_without_javascript(open_context):
    page = open_context(javascript=False).new_page()
    page.goto(REPORT)
    page.get_by_role("link", name="与其他年度比较").click()
    heads = page.locator(".gk-comparison thead th")
    expect(heads).to_have_text(["指标", "2013年", "2021年", "2022年", "2023年", "2025年"])
    for year in ("2013年", "2022年", "2025年"):
        page.get_by_role("checkbox", name=year).uncheck()
    page.get_by_role("button", name="比较").click()
    expect(heads).to_have_text(["指标", "2021年", "2023年"])
    received = page.get_by_role("row", name="新收申请").get_by_role("cell")
    expect(received).to_have_text(["15", "17 比2021年 +2（+13.3%）"])
    with page.expect_download() as started:
        page.get_by_role("link", name="XLSX").click()
    assert started.value.suggested_filename.endswith(".xlsx")


@pytest.mark.parametrize("path", [REPORT, COMPARISON])
def test_tables_fit_a_sheet_of_paper(open_context, axe, path):
    # The printable width of A4 between the margins of the print style, at 96 dots an inch.
    page = open_context(width=627).new_page()
    page.goto(path)
    page.emulate_media(media="print")
    assert overflow(page) == 0
    for table in page.locator("main table").all():
        assert table.bounding_box()["width"] <= 627
    expect(page.locator(".gk-report__aside, .gk-compare").first).to_be_hidden()
    axe(page)


def test_the_table_of_applications_is_no_higher_than_a_sheet(open_context):
    page = open_context(width=627).new_page()
    page.goto(REPORT)
    page.emulate_media(media="print")
    # A4 less its margins: 257 mm at 96 dots an inch.
    assert page.locator(".gk-statutory--3").bounding_box()["height"] < 971
