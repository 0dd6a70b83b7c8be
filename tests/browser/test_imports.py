"""批量导入: a sheet goes through the wizard, wide and narrow, with a script and without."""

from __future__ import annotations

import re
from io import BytesIO

import pytest
from openpyxl import Workbook
from playwright.sync_api import expect

LIST = "/admin/gongkai-imports/batches/"
ROWS = [
    ["泗门镇2012年文件清单", None, None, None],
    ["信息名称", "发文字号", "成文日期", "单位"],
    ["关于开展春季绿化的通知", "泗政[2012]901号", "2012年3月1日", "泗门镇人民政府"],
    ["关于开展秋季绿化的通知", "泗政[2012]902号", "2012年2月30日", "泗门镇人民政府"],
]


def sheet() -> dict[str, object]:
    """Make a small workbook as offices keep them, to be uploaded."""
    book = Workbook()
    for row in ROWS:
        book.active.append(row)
    content = BytesIO()
    book.save(content)
    return {
        "name": "2012年文件.xlsx",
        "mimeType": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "buffer": content.getvalue(),
    }


def fits(page) -> bool:
    """Tell whether nothing but a table that scrolls by itself is wider than the window."""
    return page.evaluate(
        "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
    )


def settle(page, sentence: str, *, javascript: bool) -> None:
    """Wait until the page says something: by itself with a script, else by its own link."""
    main = page.get_by_role("main")
    if javascript:
        expect(main).to_contain_text(sentence)
        return
    for _try in range(60):
        if sentence in main.inner_text():
            return
        page.wait_for_timeout(500)
        page.goto(page.url.partition("?")[0])
    expect(main).to_contain_text(sentence)


@pytest.mark.parametrize(("width", "javascript"), [(1280, True), (375, True), (1280, False)])
def test_a_sheet_goes_through_the_wizard(open_context, sign_in, axe, width, javascript):
    page = open_context(width=width, javascript=javascript).new_page()
    sign_in(page, "office")
    page.goto(f"{LIST}new/")
    page.get_by_role("button", name="上传并读取列标题").click()
    main = page.get_by_role("main")
    expect(main).to_contain_text("请选择要导入的表格")
    if javascript:
        axe(page)
        assert fits(page)
    page.locator("#id_file").set_input_files(sheet())
    category = page.locator("#id_category option").filter(has_text="规范性文件").first
    page.locator("#id_category").select_option(category.get_attribute("value"))
    page.get_by_role("button", name="上传并读取列标题").click()

    expect(page).to_have_url(re.compile(r"/\d+/columns/"))
    expect(page.get_by_label("信息名称")).to_have_value("title")
    page.get_by_label("单位", exact=True).select_option("organ")
    page.get_by_label("保存为列对应方案").fill("文件清单")
    if javascript:
        axe(page)
        assert fits(page)
    page.get_by_role("button", name="检查各行").click()

    settle(page, "没有“2012年2月30日”这一天", javascript=javascript)
    expect(main).to_contain_text("2012-02-29")
    if javascript:
        axe(page)
        assert fits(page)
    page.get_by_role("button", name="开始导入").click()
    settle(page, "撤销导入", javascript=javascript)
    expect(main.get_by_role("link", name="关于开展春季绿化的通知")).to_be_visible()
    if javascript:
        axe(page)

    page.get_by_role("link", name="撤销导入").click()
    expect(main).to_contain_text("将删除这一批导入的1条条目")
    if javascript:
        axe(page)
        assert fits(page)
    page.get_by_role("button", name="确认撤销").click()
    settle(page, "已撤销", javascript=javascript)
    expect(main.get_by_role("link", name="关于开展春季绿化的通知")).to_have_count(0)

    page.goto(LIST)
    expect(main.get_by_role("link", name="2012年文件.xlsx")).to_be_visible()
    if javascript:
        axe(page)


@pytest.mark.parametrize("width", [1280, 375])
def test_an_export_is_asked_for(open_context, sign_in, axe, width):
    page = open_context(width=width).new_page()
    sign_in(page, "office")
    page.goto(f"{LIST}export/")
    axe(page)
    assert fits(page)
    page.get_by_label("格式").select_option("print-docx")
    with page.expect_download() as waiting:
        page.get_by_role("button", name="导出").click()
    assert waiting.value.suggested_filename == "泗门镇人民政府政府信息公开目录.docx"
