"""导入年度报告: a published report is uploaded, looked at and kept, wide and narrow."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import expect

FILES = Path(__file__).parents[1] / "data" / "reports"


def fits(page) -> bool:
    """Tell whether nothing but a table that scrolls by itself is wider than the window."""
    return page.evaluate(
        "document.documentElement.scrollWidth <= document.documentElement.clientWidth"
    )


@pytest.mark.parametrize("width", [1280, 375])
def test_a_report_is_read_looked_at_and_kept(open_context, sign_in, axe, width):
    page = open_context(width=width).new_page()
    sign_in(page, "office")
    page.goto("/admin/snippets/gongkai_pages/annualstatistics/")
    page.get_by_role("link", name="导入年度报告").click()
    expect(page.get_by_label("年度报告文件")).to_be_visible()
    axe(page)
    page.get_by_label("年度报告文件").set_input_files(FILES / "flat.html")
    page.get_by_role("button", name="上传并读取").click()

    main = page.get_by_role("main")
    expect(main).to_contain_text("有3个数字没有读到")
    expect(main).to_contain_text("东湖街道办事处2022年政府信息公开工作年度报告")
    table = page.get_by_role("region", name="收到和处理政府信息公开申请情况").get_by_role("table")
    expect(table).to_be_visible()
    assert fits(page)
    axe(page)

    # The report is that of an organ that nobody here knows: who uploads it says whose it is.
    page.get_by_role("button", name="确认导入").click()
    expect(main).to_contain_text("请选择这是哪个机构的报告")
    axe(page)
    page.get_by_label("机构").select_option(label="泗门镇人民政府")
    page.get_by_role("button", name="确认导入").click()
    message = page.locator(".messages .success")
    expect(message).to_contain_text("已录入")
    expect(message).to_contain_text("已建立年度报告草稿")
    message.get_by_role("link").click()
    expect(page.locator("#id_title")).to_have_value("泗门镇人民政府2022年政府信息公开工作年度报告")
    assert page.request.get("/annual-reports/2022/").status == 404
