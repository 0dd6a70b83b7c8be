"""开放数据 in a browser: the list, wide and narrow, and a file that is downloaded from it."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

DATA = "/data/"
WIDTHS = [1280, 375]


@pytest.fixture
def _files(live_site):
    """Make the files, as every night: another test may have withdrawn what was in them."""
    live_site.manage("build_open_data", "-v0")


def overflow(page) -> int:
    """How many pixels the page is wider than its window."""
    return page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )


@pytest.mark.parametrize("width", WIDTHS)
def test_axe_finds_nothing_and_nothing_sticks_out(open_context, axe, width):
    context = open_context(width=width)
    page = context.new_page()
    page.goto(DATA)
    expect(page.get_by_role("heading", level=1)).to_have_text("开放数据")
    assert overflow(page) == 0
    axe(page)
    context.add_cookies([{"name": "gongkai_text", "value": "large", "url": page.url}])
    page.reload()
    expect(page.locator("html")).to_have_class("large-text")
    assert overflow(page) == 0
    axe(page)


@pytest.mark.usefixtures("_files")
@pytest.mark.parametrize("javascript", [True, False])
def test_a_reader_comes_from_the_foot_of_any_page_and_downloads_a_file(open_context, javascript):
    page = open_context(javascript=javascript).new_page()
    page.goto("/")
    page.get_by_role("contentinfo").get_by_role("link", name="开放数据", exact=True).click()
    expect(page).to_have_url(re.compile(r"/data/$"))
    row = page.get_by_role("row", name=re.compile("^2013年")).first
    with page.expect_download() as downloading:
        row.get_by_role("link", name="CSV", exact=True).click()
    download = downloading.value
    assert re.search(r"_2013_\d{8}\.csv$", download.suggested_filename)
    content = Path(download.path()).read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    sums = page.request.get(page.get_by_role("link", name="SHA256SUMS").first.get_attribute("href"))
    assert f"{hashlib.sha256(content).hexdigest()}  2013.csv" in sums.text().splitlines()


def test_a_reader_finds_the_feed_and_the_terms(open_context):
    page = open_context().new_page()
    page.goto(DATA)
    expect(page.get_by_role("heading", name="使用说明")).to_be_visible()
    address = page.get_by_role("link", name="全部信息", exact=True).first.get_attribute("href")
    answer = page.request.get(address)
    assert answer.headers["content-type"].startswith("application/atom+xml")
    assert answer.text().count("<entry>") == 50
    assert page.locator("head link[type='application/atom+xml']").count() >= 1
