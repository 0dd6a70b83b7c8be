"""What a visitor does in a list or a search: choose filters, count, go on by keyboard."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

FOCUSED_IN = "selector => document.activeElement?.closest(selector) !== null"


def total(page: Page) -> Locator:
    return page.locator(".gk-total strong")


def facet(page: Page, name: str) -> Locator:
    return page.locator(f"section.gk-facet[aria-labelledby=facet-{name}]")


def choose(page: Page, name: str, value: str) -> str:
    """Choose a value of a facet, and find as many items as were announced; return how many."""
    links = facet(page, name).locator(f'a[href$="{name}={value}"], a[href*="{name}={value}&"]')
    # A long facet shows a part of its values, and folded away all of them. What is visible is known
    # when the stylesheets are there.
    page.wait_for_load_state("load")
    expect(links.last).to_be_attached()
    if not links.filter(visible=True).count():
        facet(page, name).locator("summary").click()
    link = links.filter(visible=True).first
    announced = re.match(r"\d+", link.locator(".gk-facet__count").inner_text())[0]
    link.click()
    expect(page).to_have_url(re.compile(rf"[?&]{name}={value}(&|$)"))
    expect(total(page)).to_have_text(announced)
    return announced


def condition_links(page: Page) -> Locator:
    return page.locator(".gk-conditions li a:not(.gk-conditions__all)")


def press_tab_until(page: Page, selector: str, most: int = 120) -> None:
    """Go on by keyboard until the focus stands in what a selector names."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate(FOCUSED_IN, selector):
            return
    pytest.fail(f"{most} times Tab do not reach {selector}")
