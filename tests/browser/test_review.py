"""From the editor past reviewer and leader to the public: three people, and one who is two of them.

One editor belongs to the reviewers as well, and tries to let her own item through.
"""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.content import category
from tests.browser.desk import ADD, ItemForm, ReviewPage, open_new_item, open_task
from tests.review.finding_cases import ID, MASKED_ID, MOBILE

CATEGORY = "20-01-02"
QUEUE = "/admin/gongkai-review/"
TITLE = "关于2013年度困难家庭临时救助的公示"
# Wagtail's autosave is refused while a form is incomplete; the browser calls that an error.
OF_INCOMPLETE_FORM = (r"status of 400",)


@pytest.fixture
def at_desk(open_context, sign_in):
    """Return a function that gives the browser page of somebody who has signed in."""

    def run(username: str, width: int = 1280) -> Page:
        page = open_context(width=width, expected_errors=OF_INCOMPLETE_FORM).new_page()
        sign_in(page, username)
        return page

    return run


@pytest.fixture
def submit(at_desk, live_site):
    """Return a function with which the editor writes an item and sends it on its way."""
    page = at_desk("editor")

    def run(title: str, **fields: str) -> ItemForm:
        page.goto(ADD.format(category(live_site, CATEGORY)[0]))
        form = ItemForm(page)
        form.fill(title=title, organ="泗门镇人民政府", written_on="2013-12-02", **fields)
        form.submit()
        expect(form.message).to_contain_text(title)
        return form

    return run


def make_reviewer_of(site, username: str) -> None:
    """Put somebody into the group of the reviewers as well."""
    site.query(
        "INSERT INTO auth_user_groups (user_id, group_id) SELECT u.id, g.id "
        "FROM auth_user u, auth_group g WHERE u.username = ? AND g.name = '保密审查员'",
        username,
    )


def make_due(site, title: str, days: int) -> None:
    """Let the step at which an item stands end so many days from now."""
    site.query(
        "UPDATE gongkai_review_duetaskstate SET due_on = date('now', '+8 hours', ?) "
        "WHERE taskstate_ptr_id IN (SELECT s.current_task_state_id "
        "FROM wagtailcore_workflowstate s JOIN wagtailcore_page p ON s.object_id = p.id "
        "WHERE p.draft_title = ?)",
        f"{days:+d} days",
        title,
    )


def row_of(page: Page, title: str):
    return page.locator("table.gk-queue tbody tr").filter(has_text=title)


def panel(page: Page):
    return page.locator('[data-side-panel="gongkai-findings"]')


def open_findings(page: Page) -> None:
    page.locator('[data-side-panel-toggle="gongkai-findings"]').click()


def test_three_people_and_one_who_tries_to_be_two(at_desk, open_context, live_site):
    make_reviewer_of(live_site, "editor")

    # The editor writes an item with numbers in it, masks one, says why the other may stay.
    editor = at_desk("editor")
    form = open_new_item(editor, category(live_site, CATEGORY)[0])
    form.fill(
        title=TITLE,
        organ="泗门镇人民政府",
        written_on="2013-12-02",
        summary=f"身份证号{ID}，举报可拨打{MOBILE}。",
    )
    form.write("经审核，对下列家庭给予临时救助。")
    expect(editor).to_have_url(re.compile(r"/admin/pages/\d+/edit/"))
    open_findings(editor)
    expect(panel(editor).locator("mark")).to_have_text([ID, MOBILE])
    panel(editor).get_by_role("button", name=f"遮盖，显示为{MASKED_ID}").click()
    expect(form.message).to_contain_text("已遮盖1处")
    expect(editor.locator("#id_summary")).to_have_value(
        f"身份证号{MASKED_ID}，举报可拨打{MOBILE}。"
    )
    panel(editor).locator("summary").click()
    panel(editor).get_by_label("为什么可以公开（写入审查记录）").fill("单位值班手机，对外公布。")
    panel(editor).get_by_role("button", name="确定").click()
    expect(panel(editor).get_by_text("保留：单位值班手机，对外公布。")).to_be_visible()
    form.submit()
    expect(form.message).to_contain_text(TITLE)

    # She is a reviewer too, and gets a sentence in place of the form.
    editor.goto(QUEUE)
    expect(row_of(editor, TITLE)).to_contain_text("您起草或者修改过这份稿件，须由他人审查。")
    expect(row_of(editor, TITLE).locator("input")).to_have_count(0)
    row_of(editor, TITLE).get_by_role("link", name=TITLE).click()
    own = ReviewPage(editor)
    expect(own.refusal).to_contain_text("您起草或者修改过这份稿件，须由他人审查。")
    expect(own.form).to_have_count(0)

    # The reviewer reads it as the public will, and lets it through.
    review = open_task(at_desk("reviewer"), TITLE)
    frame = review.page.frame_locator(".gk-review__preview")
    expect(frame.get_by_role("heading", level=1)).to_have_text(TITLE)
    expect(frame.get_by_role("main")).to_contain_text(MASKED_ID)
    expect(review.page.locator("#findings mark")).to_have_text([MOBILE])
    review.choose("予以公开")
    review.submit()
    expect(review.form.locator(".error-message")).to_contain_text("逐项核对审查清单")
    expect(review.form.get_by_label("予以公开", exact=True)).to_be_checked()
    review.pass_on()
    expect(review.message).to_contain_text("予以公开")
    expect(row_of(review.page, TITLE)).to_have_count(0)
    visitor = open_context(javascript=False).new_page()
    visitor.goto(f"/catalogue/?q={TITLE}")
    expect(visitor.locator(".gk-total strong")).to_have_text("0")

    # The leader reads who reviewed it and what was answered, and lets it out.
    approval = open_task(at_desk("approver"), TITLE)
    reviewed = approval.page.locator(".gk-review__reviewed")
    expect(reviewed).to_contain_text("保密审查：予以公开")
    expect(reviewed).to_contain_text("单位值班手机，对外公布。")
    approval.approve()
    expect(approval.message).to_contain_text("已经审签同意")

    visitor.goto(f"/catalogue/?q={TITLE}")
    visitor.get_by_role("link", name=TITLE, exact=True).click()
    expect(visitor.get_by_role("main")).to_contain_text(MASKED_ID)
    expect(visitor.get_by_role("main")).not_to_contain_text(ID)


def test_several_at_once_by_keyboard(at_desk, submit, live_site):
    titles = [f"关于第{n}件事项的通知" for n in range(1, 4)]
    for title in titles:
        submit(title)
    make_due(live_site, titles[0], -9)
    make_due(live_site, titles[1], 0)
    page = at_desk("reviewer")
    page.goto(QUEUE)
    expect(row_of(page, titles[0])).to_contain_text("逾期")
    expect(row_of(page, titles[1])).to_contain_text("今日到期")
    # The earliest due date comes first.
    expect(page.locator("table.gk-queue tbody tr").first).to_contain_text(titles[0])
    for title in titles[:2]:
        row_of(page, title).locator("input").focus()
        page.keyboard.press("Space")
    page.get_by_role("link", name="一并办理所选稿件").focus()
    page.keyboard.press("Enter")
    together = ReviewPage(page)
    expect(page.get_by_role("heading", name="将办理2件")).to_be_visible()
    together.form.get_by_label("予以公开", exact=True).focus()
    page.keyboard.press("Space")
    together.tick_all()
    together.form.get_by_role("button", name="提交审查意见").focus()
    page.keyboard.press("Enter")
    expect(together.message).to_contain_text("已办理2件，每件各有记录。")
    expect(page.locator("table.gk-queue tbody tr")).to_have_count(1)
    records = live_site.query(
        "SELECT page_title FROM gongkai_review_reviewrecord WHERE action = 'reviewed'"
    )
    assert sorted(title for (title,) in records) == titles[:2]


def test_a_filter_narrows_the_list_while_it_is_typed(at_desk, submit):
    for title in ("关于防汛的通知", "关于春耕的通知"):
        submit(title)
    page = at_desk("reviewer")
    page.goto(QUEUE)
    page.locator("#id_q").fill("防汛")
    expect(page.locator("table.gk-queue tbody tr")).to_have_count(1)
    expect(row_of(page, "关于防汛的通知")).to_be_visible()
    page.locator("#id_q").fill("没有的")
    expect(page.get_by_text("没有符合条件的稿件。")).to_be_visible()


def test_only_what_a_decision_asks_for_is_shown(at_desk, submit):
    submit(TITLE)
    review = open_task(at_desk("reviewer"), TITLE)
    checklist = review.page.get_by_role("group", name="审查清单")
    bases = review.page.get_by_role("group", name="依据（《政府信息公开条例》）")
    authority = review.page.get_by_label("报请确定的机关")
    shown = {
        "予以公开": (True, False, False),
        "区分处理后公开": (True, True, False),
        "不予公开": (False, True, False),
        "不能确定，报请确定": (False, False, True),
    }
    for decision, expected in shown.items():
        review.choose(decision)
        for part, is_shown in zip((checklist, bases, authority), expected, strict=True):
            expect(part).to_be_visible(visible=is_shown)
    authority.fill("余姚市国家保密局")
    review.submit()
    expect(row_of(review.page, TITLE)).to_contain_text("已报请余姚市国家保密局确定")


@pytest.mark.parametrize("width", [1280, 375])
def test_axe_finds_nothing_and_it_fits(at_desk, submit, axe, live_site, width):
    submit(TITLE, summary=f"身份证号{ID}，手机{MOBILE}。")
    make_due(live_site, TITLE, -9)
    page = at_desk("reviewer", width)
    for address in ("/admin/", QUEUE):
        page.goto(address)
        expect(page.get_by_role("main").get_by_role("link", name=TITLE).first).to_be_visible()
        axe(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    review = open_task(page, TITLE)
    expect(page.locator("#findings mark")).to_have_text([ID, MOBILE])
    axe(page)
    review.choose("区分处理后公开")
    review.submit()
    expect(review.form.get_by_role("alert")).to_be_visible()
    axe(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
