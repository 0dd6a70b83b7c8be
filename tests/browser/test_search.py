"""What a visitor does with the search: by mouse, by keyboard, without JavaScript, on a phone."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, quote, urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.browser.lists import choose, condition_links, facet, press_tab_until, total

NUMBERED = """
SELECT item.document_number, page.title, organ.slug, item.published_year
FROM gongkai_catalogue_itempage AS item
JOIN wagtailcore_page AS page ON page.id = item.page_ptr_id
JOIN gongkai_catalogue_organ AS organ ON organ.id = item.organ_id
WHERE page.live AND item.document_number LIKE '泗政办%' AND organ.parent_id IS NOT NULL
ORDER BY item.index_number LIMIT 1
"""
# By what is found: hits on several pages, of which some are near; nothing at all; no query yet.
STATES = {
    "hits": "/search/?q=农村",
    "narrowed": "/search/?q=农村&year=2013&year=2012&kind=document&order=-published_on",
    "words": "/search/?q=低保申请需要哪些材料",
    "none": "/search/?q=獬豸麒麟",
    "none under conditions": "/search/?q=农村&year=1999&kind=message",
    "empty": "/search/",
    "only excluded": "/search/?q=-农村",
    "mistyped": "/search/?q=农村&organ=nobody&colour=red&page=99",
}
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture(params=[True, False], ids=["script", "no-script"])
def visitor(open_context, request) -> Page:
    """A visitor's page, with JavaScript and without."""
    return open_context(javascript=request.param).new_page()


@pytest.fixture
def numbered(live_site):
    """A numbered item: two parts of its 文号, its title, organ and year."""
    ((number, title, organ, year),) = live_site.query(NUMBERED)
    mark, in_brackets, serial = re.fullmatch(r"(\w+)〔(\d{4})〕(\d+)号", number).groups()
    return {
        "part": f"{mark} {in_brackets}",
        "plain": f"{mark}{in_brackets} {serial}",
        "title": title,
        "organ": organ,
        "year": str(year),
    }


def hits(page: Page):
    return page.locator(".gk-hits").first.locator("h3 > a")


def addresses(page: Page) -> set[str]:
    return {link.get_attribute("href") for link in hits(page).all()}


def asked(page: Page) -> dict[str, list[str]]:
    return parse_qs(urlsplit(page.url).query)


def test_part_of_a_document_number_is_narrowed_down_and_going_back_keeps_it(visitor, numbered):
    visitor.goto("/guide/")
    visitor.locator("#gk-q").fill(numbered["part"])
    visitor.locator(".gk-header .gk-search button").click()
    expect(visitor.get_by_role("heading", level=1)).to_contain_text(numbered["part"])
    before = int(total(visitor).inner_text())
    choose(visitor, "year", numbered["year"])
    narrowed = int(choose(visitor, "organ", numbered["organ"]))
    assert 1 <= narrowed <= before
    expect(condition_links(visitor)).to_have_count(2)
    filtered = visitor.url
    assert asked(visitor) == {
        "q": [numbered["part"]],
        "year": [numbered["year"]],
        "organ": [numbered["organ"]],
    }

    title = hits(visitor).first.inner_text()
    hits(visitor).first.click()
    expect(visitor.get_by_role("heading", level=1)).to_have_text(title)
    visitor.go_back()
    expect(visitor).to_have_url(filtered)
    expect(total(visitor)).to_have_text(str(narrowed))
    expect(condition_links(visitor)).to_have_count(2)
    expect(visitor.locator("#gk-search-q")).to_have_value(numbered["part"])

    # Another search within the same conditions; then the conditions go, and the search stays.
    visitor.locator("#gk-search-q").fill(numbered["plain"])
    visitor.locator(".gk-search--page button").click()
    expect(hits(visitor).first).to_have_text(numbered["title"])
    expect(condition_links(visitor)).to_have_count(2)
    visitor.locator(".gk-conditions__all").click()
    expect(visitor.locator(".gk-conditions")).to_have_count(0)
    assert asked(visitor) == {"q": [numbered["plain"]]}
    expect(hits(visitor).first).to_have_text(numbered["title"])


def test_the_same_by_keyboard_alone(visitor, numbered):
    visitor.goto("/guide/")
    press_tab_until(visitor, "#gk-q")
    visitor.keyboard.type(numbered["part"])
    visitor.keyboard.press("Enter")
    expect(total(visitor)).to_be_visible()
    for name in ("year", "organ"):
        link = f'#facet-{name} ~ ul a[href*="{name}={numbered[name]}"]'
        # What is not there yet is not what is folded away.
        visitor.wait_for_load_state()
        if not visitor.locator(link).first.is_visible():
            press_tab_until(visitor, f"section[aria-labelledby=facet-{name}] summary")
            visitor.keyboard.press("Enter")
            link = f'.gk-facet__more a[href*="{name}={numbered[name]}"]'
        press_tab_until(visitor, link)
        assert visitor.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"
        visitor.keyboard.press("Enter")
        expect(visitor).to_have_url(re.compile(f"[?&]{name}={numbered[name]}"))
        expect(facet(visitor, name).locator("[aria-current=true]").first).to_be_attached()
    filtered = visitor.url

    press_tab_until(visitor, ".gk-facets > .gk-skip")
    visitor.keyboard.press("Enter")
    press_tab_until(visitor, ".gk-hit h3 > a", most=8)
    title = visitor.evaluate("document.activeElement.textContent")
    visitor.keyboard.press("Enter")
    expect(visitor.get_by_role("heading", level=1)).to_have_text(title)
    # The keys for it are the browser's own, which nobody presses in a headless one.
    visitor.go_back()
    expect(visitor).to_have_url(f"{filtered}#results-heading")
    expect(condition_links(visitor)).to_have_count(2)
    press_tab_until(visitor, ".gk-conditions li a")
    visitor.keyboard.press("Enter")
    expect(condition_links(visitor)).to_have_count(1)


def test_several_values_of_a_facet_are_chosen_and_taken_out(visitor):
    visitor.goto("/search/?q=农村")
    first = int(choose(visitor, "year", "2013"))
    link = facet(visitor, "year").locator('a[href*="year=2012"]').filter(visible=True).first
    second = int(re.match(r"\d+", link.locator(".gk-facet__count").inner_text())[0])
    link.click()
    expect(total(visitor)).to_have_text(str(first + second))
    assert asked(visitor)["year"] == ["2013", "2012"]
    condition_links(visitor).filter(has_text="2013").click()
    expect(total(visitor)).to_have_text(str(second))


def test_pages_and_order_carry_the_search(visitor):
    visitor.goto("/search/?q=农村&kind=news")
    first = addresses(visitor)
    assert len(first) == 20
    visitor.locator(".gk-pages").get_by_role("link", name="第 2 页").click()
    expect(visitor.locator(".gk-pages [aria-current=page]")).to_contain_text("2")
    assert not first & addresses(visitor)
    assert visitor.locator("ol.gk-hits").get_attribute("start") == "21"
    visitor.locator(".gk-order").get_by_role("link", name="按发布日期").click()
    expect(visitor.locator(".gk-order [aria-current=true]")).to_have_text("按发布日期")
    days = visitor.locator(".gk-hit time").all_inner_texts()
    assert days == sorted(days, reverse=True)
    assert asked(visitor) == {"q": ["农村"], "kind": ["news"], "order": ["-published_on"]}


def test_where_nothing_is_found_a_condition_can_be_dropped(visitor):
    visitor.goto(STATES["none under conditions"])
    expect(visitor.get_by_role("main").get_by_role("link", name="政府信息公开指南")).to_be_visible()
    visitor.get_by_role("link", name="去掉全部条件").click()
    expect(hits(visitor).first).to_be_visible()
    assert asked(visitor) == {"q": ["农村"]}


@pytest.mark.parametrize("width", [1280, 375])
@pytest.mark.parametrize("name", STATES)
def test_axe_finds_nothing_and_nothing_is_wider_than_the_screen(open_context, axe, name, width):
    page = open_context(width=width).new_page()
    assert page.goto(STATES[name]).status == 200
    axe(page)
    assert page.evaluate(OVERFLOW) == 0
    fold = page.locator(".gk-facets > details > summary")
    if fold.count() and fold.is_visible():
        fold.click()
        expect(page.locator("#facet-year")).to_be_visible()
        axe(page)


@pytest.mark.parametrize("width", [1280, 375])
def test_who_searches_too_often_is_told_so(open_context, axe, width):
    page = open_context(width=width, expected_errors=(r"status of 429",)).new_page()
    page.goto("/search/")
    address = f"/search/?q={quote('农村')}"
    answers = (page.request.get(address).status for _ in range(200))
    assert 429 in answers
    assert page.goto(address).status == 429
    expect(page.get_by_role("heading", level=1)).to_have_text("检索过于频繁，请稍后再试")
    expect(page.locator(".gk-nav").get_by_role("link")).to_have_count(5)
    axe(page)


def test_what_is_found_is_marked_in_the_text(visitor):
    visitor.goto("/search/?q=農村公路")
    marks = visitor.locator(".gk-hit").first.locator("mark").all_inner_texts()
    assert marks
    assert set(marks) == {"农村公路"}
