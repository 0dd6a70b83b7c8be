"""The office merges keywords and changes many items at once, by hand and past a checker."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.messages import settle


@pytest.fixture
def office(open_context, sign_in):
    """A page of the browser in which the office has signed in."""

    def open_(width):
        page = open_context(width=width).new_page()
        sign_in(page, "office")
        return page

    return open_


@pytest.mark.parametrize("width", [1280, 375])
def test_bulk_edit_shows_what_it_does_before(office, live_site, axe, width):
    page = office(width)
    rows = live_site.query(
        "SELECT page_ptr_id FROM gongkai_catalogue_itempage JOIN wagtailcore_page "
        "ON page_ptr_id = id WHERE live AND alias_of_id IS NULL ORDER BY id LIMIT 3"
    )
    query = "&".join(f"id={pk}" for (pk,) in rows)
    page.goto(f"{live_site.url}/admin/bulk/wagtailcore/page/gongkai_edit/?{query}")
    expect(page.get_by_text(re.compile("已选3条"))).to_be_visible()
    axe(page)
    page.get_by_label("添加关键词").fill("批量试改")
    page.get_by_role("button", name="预览").click()
    expect(page.get_by_role("heading", name="将要修改")).to_be_focused()
    expect(page.get_by_role("button", name="确认修改")).to_be_visible()
    axe(page)


@pytest.mark.parametrize("width", [1280, 375])
def test_keywords_are_merged_after_a_look(office, live_site, axe, width):
    page = office(width)
    page.goto(f"{live_site.url}/admin/gongkai-catalogue/keywords/")
    expect(page.get_by_role("heading", name="关键词", exact=True)).to_be_visible()
    axe(page)
    page.get_by_role("link", name=re.compile("更名或者合并")).first.click()
    page.get_by_label("改为").fill("合并试词")
    page.get_by_label("理由").fill("统一写法")
    page.get_by_role("button", name="预览").click()
    expect(page.get_by_role("heading", name="将会怎样")).to_be_focused()
    expect(page.get_by_role("button", name="确认合并")).to_be_visible()
    axe(page)


@pytest.mark.parametrize("width", [1280, 375])
def test_a_filter_is_saved_and_used(office, live_site, axe, width):
    page = office(width)
    page.goto(f"{live_site.url}/admin/gongkai-items/?live=False")
    name = f"草稿{width}"
    page.get_by_label("把当前筛选保存为").fill(name)
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.get_by_role("link", name=name)).to_have_attribute("aria-current", "true")
    # Wagtail's message comes in by and by, and has its colours at the end.
    settle(page)
    axe(page)
    page.get_by_role("button", name=f"删除常用筛选“{name}”").click()
    expect(page.get_by_role("link", name=name)).to_have_count(0)
