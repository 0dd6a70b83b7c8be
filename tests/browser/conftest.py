"""A real browser on the demo as ``make demo`` serves it.

Fixtures:
    live_site: the running demo, its content fresh for every test (``url``, ``password``,
        ``manage(...)``, ``query(sql)``).
    open_context: ``open_context(width=1280, javascript=True)`` gives a browser context on it.
        After the test, anything the console called an error and any request that left the
        site's host fails the test.
    axe: ``axe(page)`` fails with what axe-core found, no rule switched off.
    sign_in: ``sign_in(page, "editor")`` opens the admin as this account.
"""

from __future__ import annotations

import re
from ipaddress import IPv4Address
from itertools import count
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests.services import chromium
from tests.services.demo_site import ADDRESS_HEADER, DemoSite

HEIGHTS = {375: 812}
# Of visitors; one for each context.
addresses = count(int(IPv4Address("198.18.0.1")))
# Milliseconds. Two cores may run two browsers, two servers and whatever else.
PATIENCE = 30_000


@pytest.fixture(scope="session")
def browser():
    """Start the browser once per worker."""
    path = chromium.find()
    if path is None:
        pytest.skip(chromium.ABSENT)
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=chromium.flags())
        yield started
        started.close()


@pytest.fixture(scope="session")
def served_demo():
    """Serve the demo once per worker."""
    site = DemoSite()
    yield site
    site.stop()


@pytest.fixture
def live_site(served_demo: DemoSite) -> DemoSite:
    """Return the running demo with its content as it was made."""
    served_demo.reset()
    return served_demo


class Watch:
    """What a browser context did that no page of ours may do."""

    def __init__(self, context: BrowserContext, host: str, expected: tuple[str, ...]) -> None:
        self.host = host
        self.expected = [re.compile(pattern) for pattern in expected]
        self.problems: list[str] = []
        context.on("console", self.on_console)
        context.on("weberror", lambda error: self.note(f"script error: {error.error}"))
        context.on("request", self.on_request)

    def on_console(self, message) -> None:
        if message.type == "error":
            self.note(f"console: {message.text} ({message.location.get('url', '')})")

    def on_request(self, request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme in {"http", "https", "ws", "wss"} and parts.netloc != self.host:
            self.note(f"request to another host: {request.url}")

    def note(self, problem: str) -> None:
        if not any(pattern.search(problem) for pattern in self.expected):
            self.problems.append(problem)


@pytest.fixture
def open_context(browser: Browser, live_site: DemoSite):
    """Return a function that opens a browser context; at the end its conduct is judged."""
    opened: list[tuple[BrowserContext, Watch]] = []

    def open_(
        width: int = 1280,
        javascript: bool = True,
        expected_errors: tuple[str, ...] = (),
        **options,
    ) -> BrowserContext:
        context = browser.new_context(
            base_url=live_site.url,
            viewport={"width": width, "height": HEIGHTS.get(width, 900)},
            java_script_enabled=javascript,
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
            extra_http_headers={ADDRESS_HEADER: str(IPv4Address(next(addresses)))},
            **options,
        )
        context.set_default_timeout(PATIENCE)
        watch = Watch(context, urlsplit(live_site.url).netloc, expected_errors)
        opened.append((context, watch))
        return context

    yield open_
    for context, _ in opened:
        context.close()
    problems = [problem for _, watch in opened for problem in watch.problems]
    assert problems == [], "\n".join(problems)


@pytest.fixture
def axe():
    """Return a function that fails with every violation axe-core finds on a page."""

    def run(page: Page) -> None:
        # A click that leads away returns before the next page is whole.
        page.wait_for_load_state()
        found = Axe().run(page)
        assert found.violations_count == 0, f"{page.url}\n{found.generate_report()}"

    return run


@pytest.fixture
def sign_in(live_site: DemoSite):
    """Return a function that opens the admin as an account of the demo that is signed in."""

    def run(page: Page, username: str) -> None:
        page.context.add_cookies([live_site.session(username)])
        page.goto("/admin/")

    return run
