"""A hit inside a file: found by a word that stands nowhere else, and opened at its place."""

from __future__ import annotations

import re
from urllib.parse import urldefrag

import pytest
from playwright.sync_api import Page, expect

from tests.browser.lists import press_tab_until
from tests.factories.files import pdfs

WORD = "獬豸"
# An editor's upload and publication, in short.
PUBLISH = """
from pathlib import Path
from django.core.files.base import ContentFile
from django.core.management import call_command
from wagtail.documents import get_document_model
from catalogue.models import ItemAttachment, ItemPage
from review.services.imports import importing
item = ItemPage.objects.live().filter(attachments=None, kind="document").first()
for path in {paths!r}:
    data = Path(path).read_bytes()
    document = get_document_model()(title=Path(path).stem)
    document.file.save(Path(path).name, ContentFile(data), save=False)
    document._set_document_file_metadata()
    document.save()
    ItemAttachment.objects.create(item=item, document=document)
with importing("测试数据"):
    item.save()
call_command("extract_attachments", verbosity=0)
print("item", item.pk)
"""
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture
def item(live_site, tmp_path):
    """Key of an item with two files: one whose second page has the word, and a scanned one."""
    files = {
        "补贴办法附表.pdf": pdfs.pdf("第一页说的是申请。", f"第二页说的是{WORD}的补贴。"),
        "盖章的原件.pdf": pdfs.pdf(None),
    }
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
    paths = [str(tmp_path / name) for name in files]
    output = live_site.manage("shell", "-v0", "-c", PUBLISH.format(paths=paths))
    return int(re.search(r"item (\d+)", output)[1])


def link_to_file(page: Page):
    return page.locator(".gk-hit__file a")


def assert_it_is_the_second_page_of_the_file(page: Page):
    link = link_to_file(page)
    expect(link).to_have_count(1)
    expect(link).to_contain_text("《补贴办法附表》第2页")
    address, place = urldefrag(link.get_attribute("href"))
    assert place == "page=2"
    response = page.request.get(address)
    assert response.ok
    assert response.headers["content-type"] == "application/pdf"
    # Opened beside the results, not saved.
    assert response.headers["content-disposition"].startswith("inline")
    assert response.body().startswith(b"%PDF-")


@pytest.mark.parametrize("width", [1280, 375])
@pytest.mark.parametrize("javascript", [True, False], ids=["script", "no-script"])
def test_a_word_of_a_file_finds_item_file_and_page(item, open_context, axe, width, javascript):
    page = open_context(width=width, javascript=javascript).new_page()
    page.goto("/guide/")
    page.locator("#gk-q" if width > 375 else ".gk-header .gk-search input[name=q]").fill(WORD)
    page.keyboard.press("Enter")
    expect(page.locator(".gk-hit mark").first).to_have_text(WORD)
    expect(page.locator(".gk-hit__passage")).to_contain_text(f"第二页说的是{WORD}的补贴")
    assert_it_is_the_second_page_of_the_file(page)
    if javascript:
        axe(page)
        assert page.evaluate(OVERFLOW) <= 0


def test_the_file_is_opened_by_keyboard(item, open_context):
    context = open_context()
    page = context.new_page()
    page.goto(f"/search/?q={WORD}")
    press_tab_until(page, ".gk-hit__file a")
    with page.expect_request(re.compile(r"/documents/\d+/.*\.pdf")) as asked:
        page.keyboard.press("Enter")
    assert asked.value.method == "GET"


def test_the_editor_is_told_of_the_scanned_file(item, open_context, sign_in):
    page = open_context().new_page()
    sign_in(page, "admin")
    page.goto(f"/admin/pages/{item}/edit/")
    warning = page.get_by_text("公众检索不到，或者检索不全")
    expect(warning).to_be_visible()
    expect(page.get_by_text("《盖章的原件》这是扫描件或者图片")).to_be_visible()
    page.goto("/admin/gongkai-search/files/?status=no_text")
    row = page.get_by_role("row").filter(has_text="盖章的原件")
    expect(row).to_contain_text("公众检索不到这个文件")
    expect(row.get_by_role("link", name="盖章的原件")).to_be_visible()
