"""年报汇总, 考核表 and the deadlines of reports, wide and narrow."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

COUNTY = """
from django.utils import timezone
from tests.factories.roll_up import YEAR, balanced_numbers, make_county, report
county = make_county(towns=6)
for year in {YEAR, timezone.localdate().year - 1}:
    for place, organ in enumerate(county.members[:-1], start=1):
        report(organ, balanced_numbers(place), year)
report(county.towns[1], {"t3.received.person": 99})
"""
WIDTHS = (1280, 375)


@pytest.fixture
def desk(open_context, sign_in, live_site):
    """Return a function that opens the admin at a width, as the administrator."""

    def open_(width: int):
        page = open_context(width=width).new_page()
        sign_in(page, "admin")
        return page

    return open_


@pytest.fixture
def county(live_site):
    """A county of six towns, of which one has not reported and one reports what cannot be."""
    live_site.manage("shell", "-c", COUNTY)


def fits(page) -> bool:
    """Tell whether nothing but a table that scrolls by itself is wider than the window."""
    return page.evaluate(
        "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
    )


@pytest.mark.parametrize("width", WIDTHS)
def test_a_sum_leads_to_what_each_town_contributed(desk, county, axe, width):
    page = desk(width)
    page.goto("/admin/gongkai-roll-up/?year=2025")
    expect(page.get_by_role("heading", name="余姚市人民政府2025年度")).to_be_visible()
    expect(page.get_by_role("main")).to_contain_text("还有1个单位未报")
    assert fits(page)
    axe(page)
    page.get_by_role("link", name="行政许可本年处理决定数量：210，看各单位的数字").click()
    members = page.get_by_role("region", name="各报告单位")
    expect(members).to_be_in_viewport()
    row = members.get_by_role("row").filter(has_text="第03镇")
    expect(row.get_by_role("cell").last).to_have_text("40")
    broken = members.get_by_role("row").filter(has_text="第02镇")
    broken.locator("summary").click()
    expect(broken.get_by_role("listitem").first).to_be_visible()
    axe(page)
    with page.expect_download() as download:
        page.get_by_role("link", name="导出XLSX").click()
    assert download.value.suggested_filename == "余姚市人民政府2025年度政府信息公开年报汇总.xlsx"


@pytest.mark.parametrize("width", WIDTHS)
def test_a_number_of_the_sheet_leads_to_what_it_counts(desk, axe, width):
    page = desk(width)
    page.goto("/admin/gongkai-evaluation/?year=2013")
    table = page.get_by_role("region", name="泗门镇人民政府政府信息公开考核表")
    expect(table).to_be_visible()
    assert fits(page)
    axe(page)
    table.get_by_role("link", name="公开条数", exact=True).click()
    heading = table.get_by_role("columnheader", name="公开条数")
    expect(heading).to_have_attribute("aria-sort", "descending")
    total = table.get_by_role("row").last
    expect(total.get_by_role("cell").first).to_have_text("1048")
    total.get_by_role("link").nth(1).click()
    expect(page.get_by_role("main")).to_contain_text("共121项")
    axe(page)


@pytest.mark.parametrize("width", WIDTHS)
def test_the_home_says_what_is_due(desk, county, axe, live_site, width):
    page = desk(width)
    panel = page.locator("#gk-deadlines-section")
    expect(panel).to_contain_text("下级7个单位中1个尚未公开")
    assert fits(page)
    axe(page)
    panel.get_by_role("link", name="余姚市人民政府：各单位情况").click()
    expect(page.get_by_role("heading", name="余姚市人民政府")).to_be_visible()
