"""axe-core on every kind of public page, wide and narrow, in both text sizes, no rule off.

``open_context`` holds besides that no page logs an error or asks another host for anything.
"""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.content import OF_MISSING_PAGE, PAGE_NAMES, public_pages

COOKIE = "gongkai_text"


def test_each_kind_of_page_is_looked_at(live_site):
    assert tuple(public_pages(live_site)) == PAGE_NAMES


@pytest.mark.parametrize("width", [1280, 375])
@pytest.mark.parametrize("name", PAGE_NAMES)
def test_axe_finds_nothing(open_context, axe, live_site, name, width):
    context = open_context(width=width, expected_errors=OF_MISSING_PAGE)
    page = context.new_page()
    path = public_pages(live_site)[name]
    answer = page.goto(path)
    assert answer.status == (404 if name == "missing" else 200)
    axe(page)
    context.add_cookies([{"name": COOKIE, "value": "large", "url": page.url}])
    page.reload()
    expect(page.locator("html")).to_have_class("large-text")
    axe(page)


def test_axe_finds_nothing_in_the_open_filters_of_a_phone(open_context, axe):
    page = open_context(width=375).new_page()
    page.goto("/catalogue/?year=2013")
    page.locator(".gk-facets > details > summary").click()
    expect(page.locator("#facet-organ")).to_be_visible()
    for more in page.locator(".gk-facet__more > summary").all():
        more.click()
    expect(page.locator(".gk-facet__more:not([open])")).to_have_count(0)
    axe(page)


@pytest.mark.parametrize("name", ["item", "filtered", "report"])
def test_axe_finds_nothing_on_paper(open_context, axe, live_site, name):
    page = open_context().new_page()
    page.goto(public_pages(live_site)[name])
    page.emulate_media(media="print")
    axe(page)
