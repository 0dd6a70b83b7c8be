"""What appears below the search box while somebody types, and what a mistyped query is told."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, quote, urlsplit

import pytest
from playwright.sync_api import Page, expect

HEADER = "#gk-q"
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
# A composition as browsers report it: Playwright presses no keys of an input method.
COMPOSE = """
(box, [key, code]) => {
  const event = new KeyboardEvent('keydown', {
    key, keyCode: code, bubbles: true, cancelable: true, isComposing: code !== 229,
  });
  return !box.dispatchEvent(event);
}
"""


@pytest.fixture
def page(open_context) -> Page:
    return open_context().new_page()


def options(page: Page):
    return page.get_by_role("listbox", name="检索建议").get_by_role("option")


def box(page: Page, selector: str = HEADER):
    return page.locator(selector)


def type_letters(page: Page, letters: str, selector: str = HEADER) -> None:
    """Type as by hand, and wait for the list."""
    box(page, selector).press_sequentially(letters, delay=30)
    expect(box(page, selector)).to_have_attribute("aria-expanded", "true")
    expect(options(page).first).to_be_visible()


def option(page: Page, text: str):
    """The suggestion with this very text."""
    return options(page).filter(
        has=page.locator(".gk-suggestions__text", has_text=re.compile(f"^{text}$"))
    )


def asked(page: Page) -> list[str]:
    return parse_qs(urlsplit(page.url).query)["q"]


@pytest.mark.parametrize("letters", ["xxg", "信xi", "xinxigo", "息公"])
def test_a_few_letters_and_a_click_find_it(page, letters):
    page.goto("/guide/")
    type_letters(page, letters)
    option(page, "信息公开").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("信息公开")
    assert asked(page) == ["信息公开"]


def test_a_tap_does_the_same(open_context):
    page = open_context(width=375, has_touch=True).new_page()
    page.goto("/guide/")
    type_letters(page, "xxg")
    option(page, "信息公开").tap()
    expect(page).to_have_url(re.compile(r"/search/\?q="))
    assert asked(page) == ["信息公开"]


def test_the_same_by_keyboard_and_what_a_screen_reader_is_told(page):
    page.goto("/guide/")
    field = page.get_by_role("combobox", name="检索词")
    expect(field).to_have_attribute("aria-expanded", "false")
    expect(field).to_have_attribute("aria-autocomplete", "list")
    field.focus()
    type_letters(page, "xxg")
    number = options(page).count()
    assert field.get_attribute("aria-controls") == page.get_by_role("listbox").get_attribute("id")
    said = page.locator(".gk-header [aria-live=polite]")
    expect(said).to_have_text(f"有{number}条检索建议，按上下方向键选择。")
    assert field.get_attribute("aria-activedescendant") is None

    page.keyboard.press("ArrowDown")
    assert_active(page, 0)
    page.keyboard.press("ArrowUp")
    assert field.get_attribute("aria-activedescendant") is None
    page.keyboard.press("ArrowUp")
    assert_active(page, number - 1)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    assert_active(page, 0)
    # In the text again: nothing is chosen, and the text is what was typed.
    page.keyboard.press("Home")
    assert field.get_attribute("aria-activedescendant") is None
    expect(field).to_have_value("xxg")
    assert field.evaluate("box => box.selectionStart") == 0
    page.keyboard.press("End")
    assert field.evaluate("box => box.selectionStart") == 3

    place = options(page).all_inner_texts().index("信息公开")
    for _ in range(place + 1):
        page.keyboard.press("ArrowDown")
    assert_active(page, place)
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/search/\?q="))
    assert asked(page) == ["信息公开"]


def assert_active(page: Page, index: int) -> None:
    chosen = options(page).nth(index)
    expect(chosen).to_have_attribute("aria-selected", "true")
    expect(page.locator('[role=option][aria-selected="true"]')).to_have_count(1)
    assert box(page).get_attribute("aria-activedescendant") == chosen.get_attribute("id")
    # The focus stays in the box.
    assert page.evaluate("document.activeElement.id") == "gk-q"


def test_escape_tab_and_a_click_elsewhere_close_the_list(page):
    page.goto("/guide/")
    field = box(page)
    type_letters(page, "xxg")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Escape")
    expect(field).to_have_attribute("aria-expanded", "false")
    expect(page.get_by_role("listbox")).to_be_hidden()
    expect(field).to_have_value("xxg")
    page.keyboard.press("ArrowDown")
    expect(field).to_have_attribute("aria-expanded", "true")
    assert_active(page, 0)
    page.keyboard.press("Tab")
    expect(page.get_by_role("listbox")).to_be_hidden()
    assert page.evaluate("document.activeElement.type") == "submit"
    field.click()
    expect(page.get_by_role("listbox")).to_be_visible()
    page.get_by_role("heading", level=1).click()
    expect(page.get_by_role("listbox")).to_be_hidden()


def test_enter_without_a_choice_searches_what_was_typed(page):
    page.goto("/guide/")
    type_letters(page, "农村")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/search/\?q="))
    assert asked(page) == ["农村"]


def test_a_title_opens_its_page(page):
    page.goto("/search/?q=农村&kind=document")
    box(page, "#gk-search-q").fill("")
    type_letters(page, "公路", "#gk-search-q")
    title = options(page).filter(has_text="信息标题").first
    text = title.locator(".gk-suggestions__text").inner_text()
    title.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(text)
    assert "/search/" not in page.url


def test_a_phrase_on_the_search_page_keeps_the_conditions(page):
    page.goto("/search/?q=农村&year=2013")
    box(page, "#gk-search-q").fill("")
    type_letters(page, "xxgk", "#gk-search-q")
    option(page, "信息公开").click()
    expect(page).to_have_url(re.compile(f"q={quote('信息公开')}"))
    assert parse_qs(urlsplit(page.url).query) == {"q": ["信息公开"], "year": ["2013"]}


def test_an_input_method_keeps_its_keys(page):
    page.goto("/guide/")
    field = box(page)
    type_letters(page, "xxg")
    field.evaluate("box => box.dispatchEvent(new CompositionEvent('compositionstart'))")
    # Keys of the composition move nothing here, and the Enter that ends it sends nothing.
    assert not field.evaluate(COMPOSE, ["ArrowDown", 40])
    assert field.evaluate(COMPOSE, ["Enter", 13])
    assert field.get_attribute("aria-activedescendant") is None
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    field.evaluate("box => { box.value = 'nong'; box.dispatchEvent(new InputEvent('input')) }")
    field.evaluate("box => { box.value = '农村' }")
    with page.expect_request(re.compile("suggestions")) as request:
        field.evaluate("box => box.dispatchEvent(new CompositionEvent('compositionend'))")
    assert parse_qs(urlsplit(request.value.url).query)["q"] == ["农村"]
    assert field.evaluate(COMPOSE, ["Enter", 229])
    assert not [url for url in requests if "nong" in url]
    expect(options(page).first).to_contain_text("农村")
    assert page.url.endswith("/guide/")


def test_only_the_last_answer_is_shown(page):
    page.goto("/guide/")
    held = []

    def hold(route):
        if "%E5%86%9C%E6%9D%91" in route.request.url and not held:
            held.append(route)
        else:
            route.continue_()

    page.route(re.compile("suggestions"), hold)
    with page.expect_request(re.compile("suggestions")):
        box(page).fill("农村")
    box(page).fill("榨菜")
    expect(options(page).first).to_contain_text("榨菜")
    # Too late, and nobody waits for it any more.
    held[0].abort()
    expect(options(page).first).to_contain_text("榨菜")


@pytest.mark.parametrize("answer", ["abort", "429", "500"])
def test_without_an_answer_the_box_searches_as_before(open_context, answer):
    page = open_context(expected_errors=(r"status of (429|500)", r"ERR_FAILED")).new_page()
    page.goto("/guide/")

    def refuse(route):
        if answer == "abort":
            route.abort()
        else:
            route.fulfill(status=int(answer), body="[]")

    page.route(re.compile("suggestions"), refuse)
    with page.expect_request(re.compile("suggestions")):
        box(page).fill("农村")
    expect(page.get_by_role("listbox")).to_be_hidden()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"/search/\?q="))


def test_without_javascript_it_is_a_plain_box(open_context):
    page = open_context(javascript=False).new_page()
    page.goto("/guide/")
    assert box(page).get_attribute("role") is None
    expect(page.get_by_role("searchbox", name="检索词")).to_be_visible()
    box(page).fill("新习公开")
    page.locator(".gk-header .gk-search button").click()
    page.get_by_role("link", name="信息公开", exact=True).click()
    assert asked(page) == ["信息公开"]


@pytest.mark.parametrize("width", [1280, 375])
@pytest.mark.parametrize("address", ["/guide/", "/search/?q=农村"])
def test_axe_finds_nothing_with_the_list_open(open_context, axe, address, width):
    page = open_context(width=width).new_page()
    page.goto(address)
    selector = HEADER if address == "/guide/" else "#gk-search-q"
    box(page, selector).fill("")
    type_letters(page, "xx", selector)
    axe(page)
    page.keyboard.press("ArrowDown")
    axe(page)
    assert page.evaluate(OVERFLOW) == 0


@pytest.mark.parametrize("width", [1280, 375])
def test_what_was_probably_meant_is_a_link(open_context, axe, width):
    page = open_context(width=width).new_page()
    page.goto("/search/?q=新习公开")
    expect(page.get_by_text("您要找的是不是：")).to_be_visible()
    axe(page)
    page.get_by_role("link", name="信息公开", exact=True).click()
    assert asked(page) == ["信息公开"]
    expect(page.locator(".gk-hit").first).to_contain_text("信息公开")
