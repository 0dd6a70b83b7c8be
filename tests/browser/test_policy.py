"""The content security policy in a real browser: strict for readers, and staff can still work."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

PAGES = ["/", "/guide/", "/policies/", "/catalogue/", "/annual-reports/", "/annual-reports/2013/"]


@pytest.mark.parametrize("path", PAGES)
def test_a_public_page_asks_nothing_the_policy_forbids(open_context, path):
    """The context fails the test on any console error and any request to another host."""
    page = open_context().new_page()
    response = page.goto(path)
    assert response.status == 200
    assert "unsafe-inline" not in response.headers["content-security-policy"]
    expect(page.locator("h1")).to_be_visible()


def test_an_inline_script_would_be_blocked(open_context):
    page = open_context(expected_errors=("Content Security Policy",)).new_page()
    page.goto("/")
    page.evaluate(
        "document.body.append(Object.assign(document.createElement('script'),"
        " {textContent: 'window.wasRun = true'}))"
    )
    assert page.evaluate("window.wasRun") is None


def test_staff_find_the_way_from_a_public_page_to_its_editor(open_context, sign_in):
    page = open_context().new_page()
    sign_in(page, "admin")
    page.goto("/guide/")
    page.locator("[data-wagtail-userbar-trigger]").click()
    edit = page.locator("[data-wagtail-userbar] a[href*='/edit/']")
    expect(edit).to_be_visible()
    edit.click()
    expect(page).to_have_url(re.compile(r"/admin/pages/\d+/edit/"))


def test_readers_get_no_userbar(open_context):
    page = open_context().new_page()
    page.goto("/guide/")
    expect(page.locator("wagtail-userbar")).to_have_count(0)


def test_an_editor_sees_the_preview_beside_the_form(open_context, sign_in, live_site):
    page = open_context().new_page()
    sign_in(page, "admin")
    ((guide,),) = live_site.query("SELECT id FROM wagtailcore_page WHERE slug = 'guide'")
    page.goto(f"/admin/pages/{guide}/edit/")
    page.locator("[data-side-panel-toggle='preview']").click()
    frame = page.frame_locator("#w-preview-iframe")
    expect(frame.locator("h1")).to_be_visible()


def test_the_large_text_switch_works_without_scripts_and_is_remembered(open_context):
    context = open_context(375, javascript=False)
    page = context.new_page()
    page.goto("/catalogue/?year=2013")
    page.get_by_role("link", name="大字版").click()
    expect(page).to_have_url(re.compile(r"/catalogue/\?year=2013$"))
    expect(page.locator("html")).to_have_class(re.compile("large-text"))
    again = context.new_page()
    again.goto("/guide/")
    again.get_by_role("link", name="恢复标准字号").click()
    expect(again.locator("html")).not_to_have_class(re.compile("large-text"))


@pytest.mark.parametrize("width", [375, 1280])
def test_an_error_page_can_be_read_and_passes_axe(open_context, axe, width):
    page = open_context(width, expected_errors=("404",)).new_page()
    assert page.goto("/no-such-page/").status == 404
    expect(page.locator("h1")).to_be_visible()
    axe(page)
