"""From a Word document to a draft with its metadata; a policy beside its interpretation."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.content import category
from tests.factories import word

# Wagtail's table editor knows no Chinese.
OF_TABLES = (r"Language with code",)
URL = "/admin/gongkai-drafting/"


@pytest.fixture
def desk(open_context, sign_in):
    def run(**options):
        page = open_context(expected_errors=OF_TABLES, **options).new_page()
        sign_in(page, "editor")
        return page

    return run


def choose(page, live_site):
    page.goto(URL)
    page.select_option("#id_category", str(category(live_site, "20-01-02")[0]))


def test_a_document_becomes_a_draft_and_its_metadata_are_taken_with_one_press(
    desk, live_site, tmp_path
):
    file = tmp_path / "通知.docx"
    file.write_bytes(word.saved(word.notice()))
    page = desk()
    choose(page, live_site)
    page.set_input_files("#id_upload", file)
    page.get_by_role("button", name="存为草稿并识别").click()
    expect(page.locator("#gk-offers-heading")).to_be_visible()
    expect(page.locator(".gk-offers")).to_contain_text("去掉了隐藏的文字1处")
    page.get_by_role("button", name="全部采用").click()
    expect(page.locator("[data-gk-said]")).to_contain_text("文号")
    expect(page.locator("#id_document_number")).to_have_value("泗政〔2013〕12号")
    expect(page.locator("#id_written_on")).to_have_value("2013-03-01")
    expect(page.locator("#id_expires_on")).to_have_value("2015-04-30")


def test_a_paste_from_word_keeps_its_table(desk, live_site):
    page = desk()
    choose(page, live_site)
    page.evaluate(
        """html => {
          const data = new DataTransfer();
          data.setData('text/html', html);
          data.setData('text/plain', '建养并重');
          document.getElementById('id_pasted_text').dispatchEvent(
            new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
        }""",
        word.CLIPBOARD,
    )
    expect(page.locator("[data-gk-paste-said]")).to_contain_text("已连同标题、列表、表格一起粘贴")
    page.get_by_role("button", name="存为草稿并识别").click()
    expect(page.locator("#id_title")).to_have_value(word.TITLE)
    expect(page.locator("#body-root .htCore").first).to_contain_text("泗周线")


@pytest.mark.parametrize("width", [1280, 375])
def test_the_page_is_accessible(desk, axe, width):
    page = desk(width=width)
    page.goto(URL)
    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
