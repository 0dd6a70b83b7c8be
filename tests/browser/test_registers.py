"""The office keeps its registers: adding a row, being told what is wrong, confirming a year."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.messages import settle

WIDTHS = (1280, 375)


@pytest.fixture
def office(open_context, sign_in):
    """Return a function that opens the admin at a width, as the disclosure office."""

    def open_(width: int = 1280):
        page = open_context(width=width).new_page()
        sign_in(page, "office")
        return page

    return open_


@pytest.mark.parametrize("width", WIDTHS)
def test_an_application_is_registered_and_found_again(office, axe, width):
    page = office(width)
    page.goto("/admin/gongkai_pages/application/")
    axe(page)
    page.goto("/admin/gongkai_pages/application/create/")
    axe(page)
    page.get_by_label("登记号").fill("2013-001")
    page.get_by_label("申请人类别").select_option("person")
    page.get_by_label("申请方式").select_option("network")
    page.get_by_label("收到之日").fill("2013-05-06")
    page.get_by_label("办理结果", exact=True).select_option("granted")
    # By keyboard: Wagtail's calendar may lie over the button on a telephone.
    page.get_by_role("button", name="保存").press("Enter")
    expect(page.get_by_role("main")).to_contain_text("已填写办理结果，请填写办结日期")
    expect(page.get_by_label("登记号")).to_have_value("2013-001")
    settle(page)
    axe(page)
    page.get_by_label("办结日期").fill("2013-05-20")
    page.get_by_role("button", name="保存").press("Enter")
    expect(page.locator(".messages .success")).to_contain_text("2013-001")
    row = page.get_by_role("row").filter(has_text="2013-001")
    expect(row).to_contain_text("已办结")
    page.get_by_role("link", name=re.compile("2013-001")).first.click()
    axe(page)


@pytest.mark.parametrize("width", WIDTHS)
def test_registers_are_confirmed_with_the_keyboard(office, axe, width):
    page = office(width)
    page.goto("/admin/gongkai-register-confirmations/?year=2013")
    axe(page)
    boxes = page.get_by_role("checkbox")
    expect(boxes).to_have_count(6)
    expect(page.get_by_role("checkbox", name="依申请公开")).to_be_checked()
    box = page.get_by_role("checkbox", name="会议和培训")
    box.focus()
    page.keyboard.press("Space")
    page.get_by_label("说明").press("Enter")
    expect(page.locator(".messages .success")).to_contain_text("已确认：会议和培训")
    expect(page.get_by_role("checkbox", name="会议和培训")).to_be_checked()
    settle(page)
    axe(page)


def test_a_figure_leads_to_the_rows_that_it_counts(office, axe):
    page = office()
    page.goto("/admin/gongkai_pages/decision/?counted=t2.licences.decisions&year=2025")
    expect(page.get_by_role("main")).to_contain_text("统计数字“行政许可本年处理决定数量”")
    axe(page)
