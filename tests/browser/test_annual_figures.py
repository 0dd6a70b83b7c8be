"""The figures of a year follow what is published, until the office freezes them."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.content import category, reported
from tests.browser.desk import ADD, ItemForm

CATEGORY = "20-01-02"
SUMS = ("公开信息总数", "文件")


@pytest.fixture
def publish(open_context, sign_in, live_site):
    """Return a function with which the administrator publishes a document dated 2013."""
    page = open_context().new_page()
    sign_in(page, "admin")

    def run(title: str) -> None:
        page.goto(ADD.format(category(live_site, CATEGORY)[0]))
        form = ItemForm(page)
        form.fill(
            title=title,
            organ="泗门镇人民政府",
            written_on="2013-10-10",
            published_on="2013-10-12",
        )
        form.publish_exceptionally("为核对统计数字例外发布。")
        expect(form.message).to_contain_text(title)

    return run


def test_the_report_counts_on_until_the_year_is_frozen(open_context, sign_in, publish):
    visitor = open_context(javascript=False).new_page()
    assert reported(visitor, *SUMS) == [1048, 121]
    publish("关于秋季植树的通知")
    assert reported(visitor, *SUMS) == [1049, 122]

    office = open_context().new_page()
    sign_in(office, "office")
    office.get_by_role("link", name="年度统计", exact=True).click()
    office.get_by_role("main").get_by_role("link", name=re.compile("2013$")).click()
    office.get_by_role("link", name="冻结统计").click()
    office.get_by_role("button", name="确认冻结").click()
    expect(office.locator(".messages .success")).to_contain_text("已冻结")
    expect(office.get_by_role("main")).to_contain_text("此后公开的内容不计入")

    publish("关于冬季防火的通知")
    assert reported(visitor, *SUMS) == [1049, 122]
    expect(visitor.get_by_role("main")).to_contain_text("此后公开的条目不计入本报告")
    visitor.goto("/catalogue/?year=2013&kind=document")
    expect(visitor.locator(".gk-total strong")).to_have_text("123")


def test_the_office_sees_each_figure_with_its_code_and_source(open_context, sign_in):
    page = open_context().new_page()
    sign_in(page, "office")
    page.get_by_role("link", name="年度统计", exact=True).click()
    page.get_by_role("main").get_by_role("link", name=re.compile("2013$")).click()
    page.get_by_role("main").get_by_role("link", name="数字来源").click()
    page.get_by_label("查找数字").fill("items.kind.document")
    row = page.get_by_role("row").filter(has_text="items.kind.document")
    expect(row).to_contain_text("121")
    row.get_by_role("link", name="公开清单").click()
    expect(page.locator(".gk-total strong")).to_have_text("121")
