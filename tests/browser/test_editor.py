"""An item's way from the editor's desk past reviewer and approver to the public."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.content import category, item_with_file, reported
from tests.browser.desk import ADD, EDIT, ItemForm, make_pdf, open_task, page_id

# While an attachment is being chosen the form is incomplete, and the server refuses to save it
# by itself; the browser reports that answer as an error of the page.
OF_INCOMPLETE_FORM = (r"status of 400",)
CATEGORY = "20-01-02"
INDEX_NUMBER = re.compile(r"^\d{8}[0-9X]/2013-\d{5}$")


@pytest.fixture
def at_desk(open_context, sign_in):
    """Return a function that gives the browser page of somebody who has signed in."""

    def run(username: str) -> Page:
        page = open_context(expected_errors=OF_INCOMPLETE_FORM).new_page()
        sign_in(page, username)
        return page

    return run


@pytest.fixture
def new_item(at_desk, live_site):
    """Return a function that opens the form of a new item at an editor's desk."""

    def run(username: str = "editor") -> ItemForm:
        page = at_desk(username)
        page.goto(ADD.format(category(live_site, CATEGORY)[0]))
        return ItemForm(page)

    return run


def test_the_desk_is_behind_the_sign_in(open_context, live_site):
    page = open_context().new_page()
    page.goto("/admin/")
    expect(page).to_have_url(re.compile(r"/admin/login/\?next=/admin/$"))
    page.locator("#id_username").fill("editor")
    page.locator("#id_password").fill("not-this-one")
    page.locator("form button[type=submit]").click()
    expect(page.get_by_text("用户名或者密码不正确")).to_be_visible()
    page.locator("#id_password").fill(live_site.password)
    page.locator("form button[type=submit]").click()
    expect(page).to_have_url(re.compile(r"/admin/$"))


def test_an_item_goes_from_the_editor_to_the_public(
    at_desk, new_item, open_context, live_site, tmp_path
):
    title = "关于做好2013年度镇村公路冬季养护的通知"
    visitor = open_context(javascript=False).new_page()
    [before] = reported(visitor, "文件")

    form = new_item()
    form.fill(
        title=title,
        organ="泗门镇人民政府",
        document_number="泗政[2013] 199 号",
        genre="通知",
        written_on="2013-12-02",
        published_on="2013-12-05",
        keywords="公路 养护",
        summary="部署镇村公路的冬季养护。",
    )
    form.write("各村应当在十二月二十日以前完成路面修补。")
    form.attach(make_pdf(tmp_path, "养护计划"))
    form.submit()
    expect(form.message).to_contain_text(title)
    number = page_id(live_site, title)
    editor = form.page

    review = open_task(at_desk("reviewer"), title)
    reviewer = review.page
    review.hand_back("请补写完成的期限。")
    expect(review.message).to_be_visible()
    reviewer.goto("/admin/")
    expect(reviewer.get_by_role("main").get_by_role("link", name=title)).to_have_count(0)

    editor.goto(f"/admin/pages/{number}/workflow_history/")
    editor.locator("main a[href*='/workflow_history/detail/']").first.click()
    expect(editor.get_by_role("main")).to_contain_text("请补写完成的期限。")
    editor.goto(EDIT.format(number))
    form.fill(summary="部署镇村公路的冬季养护，十二月二十日前完成。")
    form.submit()
    expect(form.message).to_contain_text(title)

    open_task(reviewer, title).pass_on()
    expect(review.message).to_be_visible()
    assert visitor.goto(f"/catalogue/?q={title}").status == 200
    expect(visitor.locator(".gk-total strong")).to_have_text("0")

    approval = open_task(at_desk("approver"), title)
    approval.approve()
    expect(approval.message).to_be_visible()

    visitor.goto(f"/catalogue/?q={title}")
    visitor.get_by_role("link", name=title, exact=True).click()
    expect(visitor.get_by_role("heading", level=1)).to_have_text(title)
    metadata = visitor.locator(".gk-metadata")
    expect(metadata).to_contain_text("泗政〔2013〕199号")
    expect(metadata.locator(".gk-metadata__index_number td")).to_have_text(INDEX_NUMBER)
    expect(visitor.get_by_role("main")).to_contain_text("十二月二十日前完成")
    expect(visitor.get_by_role("main")).to_contain_text("完成路面修补")
    with visitor.expect_download() as download:
        visitor.locator(".gk-item__files .gk-file").click()
    assert download.value.path().read_bytes().startswith(b"%PDF-")

    assert reported(visitor, "文件") == [before + 1]


def test_an_editor_submits_and_cannot_publish(new_item):
    form = new_item()
    expect(form.page.locator("footer button[name=action-publish]")).to_have_count(0)
    expect(form.page.locator("footer button[name=action-submit]")).to_have_count(1)


def test_what_is_wrong_is_said_at_the_field(new_item, live_site):
    taken = item_with_file(live_site, "pdf").index_number
    form = new_item()
    form.fill(
        title="关于检查错误提示的通知",
        organ="泗门镇人民政府",
        written_on="2013-05-06",
        published_on="2013-05-02",
        index_number=taken,
        effective_on="2013-06-01",
        expires_on="2013-05-01",
    )
    form.submit()
    expect(form.warning).to_be_visible()
    expect(form.error_of("index_number")).to_contain_text(taken)
    expect(form.error_of("published_on")).to_contain_text("早于成文日期")
    expect(form.error_of("expires_on")).to_contain_text("早于生效日期")
    expect(form.page.locator("#id_title")).to_have_value("关于检查错误提示的通知")


def test_another_organ_s_item_is_refused_at_the_organ(new_item, live_site):
    """Whatever a browser sends, somebody who edits for nobody writes in nobody's name."""
    live_site.query("DELETE FROM gongkai_catalogue_organ_editors")
    form = new_item()
    expect(form.page.locator("#id_organ option")).to_have_text(["---------"])
    form.fill(title="关于他人机构的通知", written_on="2013-05-06")
    form.page.locator("#id_organ").evaluate(
        """(field, organ) => {
            field.add(new Option("泗门镇人民政府", organ));
            field.value = organ;
            field.dispatchEvent(new Event("change", {bubbles: true}));
        }""",
        str(live_site.query("SELECT min(id) FROM gongkai_catalogue_organ")[0][0]),
    )
    form.submit()
    expect(form.error_of("organ")).to_contain_text("信息员")
