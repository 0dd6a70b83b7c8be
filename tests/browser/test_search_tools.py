"""The office tends the search, and visitors have it at once: by mouse, and by keyboard only."""

from __future__ import annotations

import re
import time

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.lists import press_tab_until, total

# Seconds that the index of the demo may take to be made anew beside everything else.
PATIENCE = 120
OWN_PAGES = {
    "report": ("/admin/gongkai-search/queries/", "table.listing"),
    "maintenance": ("/admin/gongkai-search/maintenance/", ".gk-maintenance"),
    "import": ("/admin/gongkai-search/synonyms/import/", ".gk-maintenance"),
    "synonyms": ("/admin/snippets/gongkai_search/synonymgroup/", "#main"),
}


def ask(open_context, query: str, people: int) -> None:
    """So many visitors, each with an address of their own, search for something."""
    for _person in range(people):
        answer = open_context().request.get("/search/", params={"q": query})
        assert answer.ok


def found(page: Page) -> int:
    text = page.locator(".gk-total strong").first.inner_text()
    return int(text)


def wait_for_the_job(site) -> None:
    """Wait until the demo's own worker has done what was begun."""
    open_jobs = "SELECT COUNT(*) FROM gongkai_search_searchjob WHERE ended_at IS NULL"
    until = time.monotonic() + PATIENCE
    while site.query(open_jobs) != [(0,)]:
        assert time.monotonic() < until
        time.sleep(0.5)


def row(page: Page, query: str):
    return page.locator("table.listing tbody tr").filter(has_text=query)


def save(page: Page) -> None:
    page.locator("#w-editor-form [type=submit]").filter(visible=True).first.click()


def axe_on(page: Page, selector: str) -> None:
    result = Axe().run(page, context=selector)
    assert result.violations_count == 0, f"{page.url}\n{result.generate_report()}"


def test_a_query_without_results_becomes_a_synonym_and_is_found_at_once(
    open_context, live_site, sign_in
):
    visitor = open_context().new_page()
    visitor.goto("/search/?q=抗洪")
    expect(visitor.locator(".gk-hits mark")).to_have_count(0)
    ask(open_context, "抗洪", 4)

    office = open_context().new_page()
    sign_in(office, "office")
    menu = office.get_by_role("navigation", name="主菜单")
    menu.get_by_role("button", name="检索", exact=True).click()
    office.get_by_role("link", name="检索统计").click()
    expect(row(office, "抗洪")).to_have_count(1)
    row(office, "抗洪").get_by_role("link", name="设为同义词").click()
    words = office.locator("#id_words")
    expect(words).to_have_value("抗洪")
    words.fill("抗洪\n防汛")
    save(office)
    expect(office.locator(".messages .success")).to_contain_text("抗洪、防汛")

    visitor.reload()
    assert found(visitor) >= 10
    expect(visitor.locator(".gk-hits mark").first).to_have_text("防汛")
    expect(visitor.get_by_text("同时检索了：防汛")).to_be_visible()


def test_the_same_by_keyboard_only(open_context, live_site, sign_in):
    ask(open_context, "盖房", 5)
    office = open_context().new_page()
    sign_in(office, "office")
    office.goto("/admin/gongkai-search/queries/")
    press_tab_until(office, "a[aria-label='设为同义词：盖房']")
    office.keyboard.press("Enter")
    expect(office).to_have_url(re.compile(r"words="))
    press_tab_until(office, "#id_words")
    office.keyboard.press("Control+End")
    office.keyboard.press("Enter")
    office.keyboard.type("危房")
    press_tab_until(office, "footer button[type=submit]")
    office.keyboard.press("Enter")
    expect(office.locator(".messages .success")).to_contain_text("盖房、危房")

    visitor = open_context().new_page()
    visitor.goto("/guide/")
    press_tab_until(visitor, "#gk-q")
    visitor.keyboard.type("盖房")
    visitor.keyboard.press("Enter")
    expect(visitor).to_have_url(re.compile("/search/"))
    assert found(visitor) >= 3
    press_tab_until(visitor, ".gk-hits h3 > a")
    visitor.keyboard.press("Enter")
    expect(visitor.get_by_role("heading", level=1)).to_be_visible()


def test_four_askers_show_nothing_in_the_report(open_context, live_site, sign_in):
    ask(open_context, "四个人问的话", 4)
    office = open_context().new_page()
    sign_in(office, "office")
    office.goto("/admin/gongkai-search/queries/")
    expect(row(office, "四个人问的话")).to_have_count(0)
    assert live_site.query("SELECT text, askers FROM gongkai_search_querycount") == [("", 4)]


@pytest.mark.parametrize("javascript", [True, False], ids=["script", "no-script"])
def test_the_index_is_made_anew_with_visible_progress(open_context, live_site, sign_in, javascript):
    context = open_context()
    office = context.new_page()
    sign_in(office, "office")
    if not javascript:
        plain = open_context(javascript=False)
        plain.add_cookies(context.cookies())
        office = plain.new_page()
    office.goto("/admin/gongkai-search/maintenance/")
    office.locator(".gk-maintenance").get_by_role("button", name="重建索引").click()
    expect(office.get_by_text("已开始“重建索引”")).to_be_visible()
    table = office.locator(".gk-maintenance table").first
    if not javascript:
        wait_for_the_job(live_site)
        office.goto("/admin/gongkai-search/maintenance/")
    expect(table.get_by_text("已完成").first).to_be_visible(timeout=PATIENCE * 1000)
    expect(table.locator("progress").first).to_be_visible()
    expect(office.get_by_text("没有发现问题")).to_be_visible()


def test_a_recommendation_is_made_from_the_report(open_context, live_site, sign_in, axe):
    ask(open_context, "獬豸麒麟", 5)
    office = open_context().new_page()
    sign_in(office, "office")
    office.goto("/admin/gongkai-search/queries/?result=none")
    row(office, "獬豸麒麟").get_by_role("link", name="设推荐结果").click()
    expect(office.locator("#id_query_string")).to_have_value("獬豸麒麟")
    office.locator("#id_editors_picks-ADD").click()
    office.locator("#id_editors_picks-0-external_link_url").fill("https://example.org/")
    office.locator("#id_editors_picks-0-external_link_text").fill("省政务服务网")
    save(office)
    expect(office.locator(".messages .success")).to_be_visible()

    visitor = open_context(width=375).new_page()
    visitor.goto("/search/?q=獬豸麒麟")
    expect(visitor.get_by_role("heading", name="推荐")).to_be_visible()
    expect(visitor.get_by_role("link", name="省政务服务网（外部链接）")).to_be_visible()
    axe(visitor)


@pytest.mark.parametrize("name", OWN_PAGES)
def test_axe_finds_nothing_on_the_pages_of_the_office(open_context, live_site, sign_in, name):
    ask(open_context, "抗洪救灾", 5)
    office = open_context().new_page()
    sign_in(office, "office")
    address, selector = OWN_PAGES[name]
    office.goto(address)
    axe_on(office, selector)


def test_axe_finds_nothing_where_synonyms_were_used(open_context, live_site, sign_in, axe):
    office = open_context().new_page()
    sign_in(office, "office")
    office.goto("/admin/snippets/gongkai_search/synonymgroup/add/")
    axe_on(office, "#main")
    office.locator("#id_words").fill("路灯\n照明灯")
    save(office)
    expect(office.locator(".messages .success")).to_be_visible()
    visitor = open_context().new_page()
    visitor.goto("/search/?q=照明灯")
    expect(visitor.get_by_text("同时检索了：路灯")).to_be_visible()
    assert total(visitor)
    axe(visitor)
