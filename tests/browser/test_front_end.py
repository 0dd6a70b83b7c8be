"""The example front end: another address, static files, and the public API for everything."""

from __future__ import annotations

import re
import shutil
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from tests.browser.test_findings import start_item
from tests.services.databases import ROOT

FILES = ROOT / "examples" / "front-end"
WRITTEN_FOR = "http://127.0.0.1:8000"
# The front end and the site have different addresses; either asks the other, and nobody else.
OTHER_ADDRESS = (r"request to another host: http://127\.0\.0\.1:\d+/",)


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *arguments):
        """Say nothing: a test reads no log."""


@pytest.fixture
def front_end(live_site, tmp_path):
    """Serve the example for the demo, as its README says; the address."""
    folder = tmp_path / "front-end"
    shutil.copytree(FILES, folder)
    index = folder / "index.html"
    text = index.read_text(encoding="utf-8")
    assert WRITTEN_FOR in text
    index.write_text(text.replace(WRITTEN_FOR, live_site.url), encoding="utf-8")
    port = urlsplit(live_site.front_end_url).port
    server = ThreadingHTTPServer(("127.0.0.1", port), partial(Quiet, directory=folder))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield live_site.front_end_url
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture(params=[1280, 375])
def page(request, open_context, front_end):
    return open_context(width=request.param, expected_errors=OTHER_ADDRESS).new_page()


def fits(page) -> bool:
    return page.evaluate(
        "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
    )


def heading(page):
    return page.get_by_role("heading", level=1)


def test_a_reader_browses_searches_and_reads_the_report(page, front_end, axe):
    page.goto(front_end)
    expect(heading(page)).to_have_text("最新公开")
    axe(page)

    page.get_by_role("link", name="公开目录").click()
    expect(page.get_by_role("main")).to_contain_text(re.compile(r"共\d+条"))
    total = page.get_by_text(re.compile(r"^共\d+条$")).inner_text()
    page.get_by_role("link", name="文件", exact=True).click()
    expect(page.get_by_role("link", name="文件（已选）")).to_be_visible()
    assert page.get_by_text(re.compile(r"^共\d+条$")).inner_text() != total
    page.get_by_role("link", name="下一页").click()
    expect(page).to_have_url(re.compile("cursor="))
    axe(page)
    assert fits(page)

    page.get_by_role("main").locator(".list a").first.click()
    expect(page.get_by_role("main").locator("dl")).to_contain_text("索引号")
    axe(page)
    assert fits(page)

    page.get_by_role("searchbox").fill("公开指南")
    page.get_by_role("searchbox").press("Enter")
    expect(heading(page)).to_have_text("检索“公开指南”")
    expect(page.locator("mark").first).to_be_visible()
    axe(page)
    assert fits(page)

    page.get_by_role("link", name="公开指南", exact=True).click()
    expect(page.get_by_role("main")).to_contain_text("政府信息公开工作机构")
    axe(page)

    page.get_by_role("link", name="年度报告", exact=True).click()
    page.get_by_role("link", name=re.compile("2013年")).click()
    expect(page.get_by_role("main")).to_contain_text("1048")
    axe(page)
    assert fits(page)


def test_what_is_not_there_is_said_in_words(page, front_end):
    page.goto(f"{front_end}/#/nothing")
    expect(page.get_by_role("status")).to_contain_text("没有这个页面")


def test_an_editor_previews_a_draft_in_it(open_context, sign_in, live_site, front_end):
    page = open_context(expected_errors=OTHER_ADDRESS).new_page()
    sign_in(page, "editor")
    start_item(page, live_site, summary="还没有公开的概述。")
    page.locator('[data-side-panel-toggle="preview"]').click()
    preview = page.frame_locator("#w-preview-iframe")
    # Wagtail takes no other mode while it loads a preview.
    expect(preview.get_by_role("heading", level=1)).to_have_text("关于临时救助的公示")
    page.get_by_label("预览模式").select_option(label="独立前端")
    shown = preview.frame_locator("iframe")
    expect(shown.get_by_role("heading", level=1)).to_have_text("关于临时救助的公示")
    expect(shown.get_by_role("main")).to_contain_text("还没有公开的概述。")
    expect(shown.get_by_role("note")).to_contain_text("尚未公开")
