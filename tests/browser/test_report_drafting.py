"""The office begins a report from its statistics and has the first text written."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

ENTER = (
    "from disclosure_pages.models import DisclosureIndexPage;"
    "from disclosure_pages.statistics import services;"
    "from tests.factories.year_reports import numbers_of;"
    "organ = DisclosureIndexPage.objects.get().organ;"
    "[services.enter_many(services.get_or_create(organ, year), numbers_of(year), '台账')"
    " for year in (2023, 2024)]"
)


@pytest.fixture
def _numbers(live_site):
    """Fill in the tables of two years."""
    live_site.manage("shell", "-v0", "-c", ENTER)


@pytest.mark.usefixtures("_numbers")
def test_from_the_statistics_to_a_draft(open_context, sign_in, axe):
    page = open_context().new_page()
    sign_in(page, "office")
    page.get_by_role("link", name="年度统计", exact=True).click()
    page.get_by_role("main").get_by_role("link", name=re.compile("2024$")).click()
    page.get_by_role("button", name="操作", exact=True).click()
    page.get_by_role("link", name="年度报告", exact=True).click()
    axe(page)
    page.get_by_label("同时起草正文").uncheck()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(".messages .success")).to_contain_text("已建立年度报告草稿")

    page.get_by_role("main").get_by_role("link", name="起草正文").first.click()
    parts = page.get_by_role("table", name="报告各部分")
    expect(parts.get_by_role("row")).to_have_count(7)
    years = page.get_by_role("table", name="2024年主要数字与上年比较")
    expect(years).to_contain_text(re.compile("比上年(增加|减少)|与上年持平"))
    axe(page)
    page.get_by_role("button", name="起草", exact=True).click()
    expect(page.locator(".messages .success")).to_contain_text("已起草正文")
    expect(page.get_by_role("main")).to_contain_text("请补充：上一年度报告所列问题")

    page.goto(page.url.replace("/edit/", "/view_draft/"))
    expect(page.get_by_role("main")).to_contain_text("2024年，我镇新收政府信息公开申请")
    expect(page.get_by_role("main")).to_contain_text("以及下一步的改进措施】")
