"""Beside the editor: what was found is shown while people write, and is masked or answered."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.desk import ADD, ItemForm
from tests.factories.files import office
from tests.review.finding_cases import ID, MASKED_ID, MOBILE, OTHER_ID


@pytest.fixture
def editor(open_context, sign_in):
    """A page of the browser in which the editor has signed in."""

    def open_(width=1280, **options):
        page = open_context(width=width, **options).new_page()
        sign_in(page, "editor")
        return page

    return open_


def category(site):
    rows = site.query(
        "SELECT parent.id FROM wagtailcore_page page JOIN gongkai_catalogue_itempage "
        "ON page_ptr_id = page.id JOIN wagtailcore_page parent "
        "ON parent.path = substr(page.path, 1, length(page.path) - 4) LIMIT 1"
    )
    return rows[0][0]


def toggle(page):
    return page.locator('[data-side-panel-toggle="gongkai-findings"]')


def counter(page):
    return toggle(page).locator("[data-side-panel-toggle-counter]")


def panel(page):
    return page.locator('[data-side-panel="gongkai-findings"]')


def summary(page):
    return panel(page).locator("[data-gongkai-findings-summary]")


def saved(page):
    """Wait until Wagtail has saved what was typed."""
    expect(page.locator("#w-autosave-indicator")).to_contain_text(re.compile("Saved|已保存"))


def start_item(page, site, **fields):
    # Wagtail looks for changes from two seconds after the page was opened.
    page.add_init_script(
        "document.addEventListener('w-unsaved:watch-edits', () => {"
        "document.documentElement.dataset.watched = 'true' })"
    )
    page.goto(ADD.format(category(site)))
    page.wait_for_selector("html[data-watched]")
    form = ItemForm(page)
    form.fill(title="关于临时救助的公示", **fields)
    expect(page).to_have_url(re.compile(r"/admin/pages/\d+/edit/"))
    return form


def test_what_is_typed_is_found_after_it_was_saved(live_site, editor, axe):
    page = editor()
    start_item(page, live_site, summary=f"身份证号{ID}，手机{MOBILE}。")
    expect(counter(page)).to_have_text(re.compile(r"^\s*2\s*$"))
    toggle(page).click()
    expect(panel(page).locator("mark")).to_have_text([ID, MOBILE])
    axe(page)
    # The link leads to the field.
    panel(page).get_by_role("link", name="内容概述").first.click()
    expect(page.locator("#id_summary")).to_be_focused()
    # What is taken out is not listed any more.
    page.locator("#id_summary").fill(f"手机{MOBILE}。")
    expect(panel(page).locator("mark")).to_have_text([MOBILE])
    expect(counter(page)).to_have_text("1")


def test_masked_text_stands_in_the_form(live_site, editor):
    page = editor()
    form = start_item(page, live_site, summary=f"身份证号{ID}。")
    expect(counter(page)).to_have_text(re.compile(r"^\s*1\s*$"))
    form.write(f"号码{OTHER_ID}的住户")
    expect(counter(page)).to_have_text(re.compile(r"^\s*2\s*$"))
    toggle(page).click()
    panel(page).get_by_role("button", name="遮盖全部2处").click()
    expect(form.message).to_contain_text("已遮盖2处")
    expect(page.locator("#id_summary")).to_have_value(f"身份证号{MASKED_ID}。")
    expect(page.locator("#body-root [role=textbox]").first).to_contain_text("3302**********1728")
    # Nothing brings the number back: what is typed now is saved with the stars.
    page.locator("#id_keywords").fill("救助")
    saved(page)
    page.reload()
    expect(page.locator("#id_summary")).to_have_value(f"身份证号{MASKED_ID}。")
    expect(summary(page)).to_have_text(re.compile("没有发现敏感信息"))


def test_masking_waits_for_what_is_being_typed(live_site, editor):
    page = editor()
    start_item(page, live_site, summary=f"身份证号{ID}。")
    expect(counter(page)).to_have_text(re.compile(r"^\s*1\s*$"))
    toggle(page).click()
    page.locator("#id_keywords").fill("低保 救助")
    panel(page).get_by_role("button", name=f"遮盖，显示为{MASKED_ID}").click()
    expect(page.locator(".messages .success")).to_contain_text("已遮盖1处")
    expect(page.locator("#id_keywords")).to_have_value("低保 救助")
    expect(page.locator("#id_summary")).to_have_value(f"身份证号{MASKED_ID}。")


def test_a_reason_is_given_with_the_keyboard(live_site, editor, axe):
    page = editor()
    start_item(page, live_site, summary=f"身份证号{ID}。")
    expect(counter(page)).to_have_text(re.compile(r"^\s*1\s*$"))
    toggle(page).click()
    # Wagtail's own label of the button belongs to no landmark.
    page.mouse.move(0, 0)
    panel(page).locator("summary").focus()
    page.keyboard.press("Enter")
    reason = panel(page).get_by_label("为什么可以公开（写入审查记录）")
    expect(reason).to_be_focused()
    page.keyboard.press("Enter")
    expect(panel(page).get_by_role("alert")).to_have_text("请写明为什么可以公开。")
    expect(reason).to_be_focused()
    axe(page)
    page.keyboard.type("本人书面同意公开。")
    page.keyboard.press("Enter")
    expect(panel(page).get_by_text("保留：本人书面同意公开。")).to_be_visible()
    expect(counter(page)).to_be_hidden()
    expect(summary(page)).to_be_focused()
    panel(page).get_by_role("button", name="撤回处理意见").click()
    expect(counter(page)).to_have_text("1")


def test_a_file_is_masked_from_the_editor(live_site, editor, tmp_path):
    file = tmp_path / "救助名单.xlsx"
    file.write_bytes(office.sheets(名单=[["姓名", "身份证号"], ["张三", ID], ["李四", OTHER_ID]]))
    # While the file is being chosen the form is incomplete, and is not saved by itself.
    page = editor(expected_errors=(r"status of 400",))
    form = start_item(page, live_site)
    form.attach(file)
    saved(page)
    toggle(page).click()
    # The file is read in the background.
    button = panel(page).get_by_role("button", name="遮盖文件中的2处")
    expect(button).to_be_visible()
    button.click()
    expect(form.message).to_contain_text("已生成遮盖后的新文件")
    expect(page.locator("#inline_child_attachments-0")).to_contain_text("救助名单（已脱敏）")
    expect(summary(page)).to_have_text(re.compile("没有发现敏感信息"))


def test_the_list_is_read_on_a_phone(live_site, editor, axe):
    page = editor(width=375)
    start_item(page, live_site, summary=f"身份证号{ID}，手机{MOBILE}。")
    expect(counter(page)).to_have_text(re.compile(r"^\s*2\s*$"))
    address = page.url.split("/")[-3]
    page.goto(f"/admin/gongkai-review/findings/{address}/")
    expect(page.locator(".gk-findings mark")).to_have_text([ID, MOBILE])
    axe(page)
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= 375
