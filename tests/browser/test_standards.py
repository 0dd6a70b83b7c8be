"""The standard catalogue in a real browser: readable, narrowed without scripts."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

PATH = "/standards/"
ADMIN = "/admin/snippets/gongkai_standards/standardcatalogue/"


@pytest.mark.parametrize("width", [1280, 375])
def test_the_table_is_readable_and_axe_finds_nothing(open_context, axe, width):
    page = open_context(width=width).new_page()
    assert page.goto(PATH).status == 200
    expect(page.locator(".gk-standard__coverage")).to_contain_text("41项中37项有内容")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    axe(page)


def test_the_table_is_narrowed_without_scripts(open_context):
    page = open_context(javascript=False).new_page()
    page.goto(PATH)
    page.get_by_role("combobox", name="公开情况").select_option("no")
    page.get_by_role("button", name="筛选").click()
    expect(page.locator("tbody th[scope=row]")).to_have_count(4)
    page.get_by_role("link", name="清除条件").click()
    expect(page.locator("tbody th[scope=row]")).to_have_count(41)


@pytest.mark.parametrize("width", [1280, 375])
def test_the_office_sees_what_is_missing(open_context, axe, sign_in, width):
    page = open_context(width=width).new_page()
    sign_in(page, "office")
    page.goto(ADMIN)
    expect(page.get_by_text("41项中37项有内容").first).to_be_visible()
    for address in (f"{ADMIN}coverage/1/", "/admin/gongkai-standards/import/"):
        page.goto(address)
        axe(page)
    page.goto("/admin/gongkai-standards/statutory/")
    expect(page.get_by_text("共25项，将对应0个已有类别，新建0个类别")).to_be_visible()
    axe(page)
