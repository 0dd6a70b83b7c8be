"""The monitor in the admin: found, filtered, set and looked at again, at both widths."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

ADDRESS = "/admin/gongkai-monitor/"


@pytest.fixture
def looked_at(live_site):
    """The demo after a run of the monitor."""
    live_site.manage("run_monitor")
    return live_site


@pytest.fixture
def office(looked_at, open_context, sign_in):
    """Return a function that opens the admin at a width, as the office."""

    def open_(width: int):
        page = open_context(width=width).new_page()
        sign_in(page, "office")
        return page

    return open_


@pytest.mark.parametrize("width", [1280, 375])
@pytest.mark.parametrize("name", ["", "rules/", "league/", "settings/"])
def test_pages_are_accessible(office, axe, width, name):
    page = office(width)
    page.goto(f"{ADDRESS}{name}")
    expect(page.get_by_role("navigation", name="监测的页面")).to_be_visible()
    axe(page)
    wide = page.evaluate(
        "document.documentElement.scrollWidth > document.documentElement.clientWidth"
    )
    assert not wide


def test_from_the_home_page_to_what_has_to_be_done(office, axe):
    page = office(1280)
    page.goto("/admin/")
    expect(page.get_by_role("heading", name="监测：需要处理的问题")).to_be_visible()
    axe(page)
    page.get_by_role("link", name="全部").first.click()
    page.get_by_label("程度").select_option(label="待整改")
    page.get_by_role("button", name="筛选").click()
    page.get_by_role("link", name="处理：").first.click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()


def test_a_stricter_number_is_kept_without_javascript(looked_at, open_context, sign_in):
    page = open_context(javascript=False).new_page()
    sign_in(page, "office")
    page.goto(f"{ADDRESS}settings/")
    page.get_by_label("动态、要闻类更新期限（天）").fill("0")
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.get_by_text("设置没有保存")).to_be_visible()
    page.get_by_label("动态、要闻类更新期限（天）").fill("7")
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.get_by_text("监测设置已保存")).to_be_visible()
    expect(page.get_by_label("动态、要闻类更新期限（天）")).to_have_value("7")
