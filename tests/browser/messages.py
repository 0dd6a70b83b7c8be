"""Wagtail's messages above a page."""

from __future__ import annotations


def settle(page):
    """Wagtail fades its message in; until then its colours are not those that are read."""
    page.locator(".messages").evaluate(
        "all => Promise.all(all.getAnimations({ subtree: true }).map(each => each.finished))"
    )
