"""Sheets and the register of postings in a real browser."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.content import WITH_TABLE, find_item

ADMIN = "/admin/gongkai-notices"
SHEET = "sheet=a4&part=whole&since=2013-05-03&until=2013-05-13"


@pytest.fixture
def item(live_site):
    return find_item(live_site, WITH_TABLE)


@pytest.mark.parametrize("width", [1280, 375])
def test_a_sheet_is_chosen_and_read_without_scripts(open_context, item, width):
    page = open_context(javascript=False, width=width).new_page()
    page.goto(item.path)
    page.get_by_role("link", name="打印张贴版").click()
    page.get_by_label("张贴日期").fill("2013-05-03")
    page.get_by_label("A3").check()
    page.get_by_role("button", name="在浏览器里打印").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(item.title)
    expect(page.locator("table").first).to_be_visible()
    expect(page.locator(".gk-sheet__code")).to_be_visible()
    expect(page.locator(".gk-sheet__foot")).to_contain_text("2013年5月3日起")


@pytest.mark.parametrize("width", [1280, 375])
def test_the_public_pages_are_accessible(open_context, axe, item, width):
    page = open_context(width=width).new_page()
    for address in (
        f"{item.path}?sheet=",
        f"{item.path}?sheet=a4&part=whole&since=x&output=pdf",
        f"{item.path}?{SHEET}&output=print",
    ):
        assert page.goto(address).status == 200
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), address
        axe(page)


def test_on_paper_the_bar_of_the_screen_is_gone(open_context, item):
    page = open_context().new_page()
    page.goto(f"{item.path}?{SHEET}&output=print")
    page.emulate_media(media="print")
    expect(page.locator(".gk-sheet__bar")).to_be_hidden()
    size = page.locator(".gk-sheet").evaluate("each => getComputedStyle(each).fontSize")
    assert float(size.removesuffix("px")) >= 21


def test_a_pdf_is_served(open_context, item):
    page = open_context().new_page()
    answer = page.request.get(f"{item.path}?{SHEET}&output=pdf")
    assert answer.headers["content-type"] in {"application/pdf", "text/html; charset=utf-8"}
    assert answer.ok


def test_an_office_posts_and_takes_down(open_context, sign_in, axe, item, live_site):
    page = open_context(javascript=False).new_page()
    sign_in(page, "office")
    page.goto(f"{ADMIN}/boards/new/")
    page.locator("#id_name").fill("浏览器测试公示栏")
    page.locator("#id_organ").select_option(index=1)
    page.locator("button[type=submit].action-save, form button[type=submit]").last.click()
    page.goto(f"{ADMIN}/postings/new/?item={item.index_number}")
    page.get_by_label("浏览器测试公示栏").check()
    page.locator("#id_posted_on").fill("2013-05-03")
    page.locator("#id_until").fill("2013-05-01")
    page.locator("#id_posted_by").fill("张三")
    page.get_by_role("button", name="登记", exact=True).click()
    expect(page.get_by_text("截止日期早于张贴日期")).to_be_visible()
    page.locator("#id_until").fill("2013-05-13")
    page.get_by_role("button", name="登记", exact=True).click()
    expect(page.get_by_text("在1处张贴")).to_be_visible()
    page.goto("/admin/")
    page.locator("#gk-notices-content, #gk-notices").get_by_role("link").first.click()
    page.get_by_role("button", name="登记撤下").click()
    expect(page.get_by_text("已登记")).to_be_visible()


@pytest.mark.parametrize("width", [1280, 375])
def test_the_admin_is_accessible(open_context, sign_in, axe, width):
    page = open_context(width=width).new_page()
    sign_in(page, "office")
    for address in ("/postings/", "/postings/new/", "/boards/", "/boards/new/"):
        page.goto(f"{ADMIN}{address}")
        axe(page)
