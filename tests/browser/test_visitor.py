"""What a visitor does in the column: find, read, take along. Most of it without JavaScript too."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import openpyxl
import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.content import OF_MISSING_PAGE, PAGE_NAMES, item_with_file, public_pages
from tests.browser.lists import (
    FOCUSED_IN,
    choose,
    condition_links,
    facet,
    press_tab_until,
    total,
)

OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture(params=[True, False], ids=["script", "no-script"])
def visitor(open_context, request) -> Page:
    """A visitor's page, with JavaScript and without."""
    return open_context(javascript=request.param).new_page()


def saved(page: Page, link: Locator, folder: Path) -> Path:
    """Download what a link leads to."""
    with page.expect_download() as download:
        link.click()
    file = folder / download.value.suggested_filename
    download.value.save_as(file)
    return file


def shown_titles(page: Page) -> list[str]:
    return page.locator(".gk-items tbody th > a").all_inner_texts()


def test_filters_narrow_the_catalogue_step_by_step_and_going_back_keeps_them(visitor, live_site):
    item = item_with_file(live_site, "pdf")
    visitor.goto("/catalogue/")
    for name in ("category", "organ", "year", "kind"):
        choose(visitor, name, getattr(item, name))
    expect(condition_links(visitor)).to_have_count(4)
    for facet_name in ("category", "organ", "year", "kind"):
        expect(facet(visitor, facet_name).locator("[aria-current=true]").first).to_be_attached()
    visitor.locator("#gk-list-q").fill(item.index_number)
    visitor.locator(".gk-search--list button").click()
    expect(total(visitor)).to_have_text("1")
    filtered = visitor.url
    asked = {name: values[0] for name, values in parse_qs(urlsplit(filtered).query).items()}
    assert asked == {
        "q": item.index_number,
        "category": item.category,
        "organ": item.organ,
        "year": item.year,
        "kind": item.kind,
    }

    visitor.get_by_role("link", name=item.title, exact=True).click()
    expect(visitor.get_by_role("heading", level=1)).to_have_text(item.title)
    expect(visitor.locator(".gk-metadata")).to_contain_text(item.index_number)
    visitor.go_back()
    expect(visitor).to_have_url(filtered)
    expect(total(visitor)).to_have_text("1")
    expect(condition_links(visitor)).to_have_count(5)

    condition_links(visitor).filter(has_text=item.index_number).click()
    expect(condition_links(visitor)).to_have_count(4)
    visitor.locator(".gk-conditions__all").click()
    expect(visitor.locator(".gk-conditions")).to_have_count(0)


# What a file of each kind has inside: nothing but such a file.
CONTENTS = {"pdf": b"%%EOF", "docx": "word/document.xml", "xlsx": "xl/workbook.xml"}


@pytest.mark.parametrize("ending", CONTENTS)
def test_attachments_can_be_taken_along(visitor, live_site, tmp_path, ending):
    visitor.goto(item_with_file(live_site, ending).path)
    visitor.get_by_role("link", name=re.compile("^附件 ")).click()
    expect(visitor).to_have_url(re.compile("#attachments$"))
    link = visitor.locator(".gk-item__files .gk-file").filter(has_text=ending.upper()).first
    file = saved(visitor, link, tmp_path)
    content = file.read_bytes()
    assert file.suffix == f".{ending}"
    if ending == "pdf":
        assert content.startswith(b"%PDF-")
        assert CONTENTS[ending] in content[-32:]
    else:
        assert CONTENTS[ending] in zipfile.ZipFile(io.BytesIO(content)).namelist()


def test_a_filtered_list_can_be_taken_along_in_three_formats(visitor, tmp_path):
    visitor.goto("/catalogue/?category=30-02&year=2013")
    expected = int(total(visitor).inner_text())
    assert expected > 20  # more than a page of it
    first = shown_titles(visitor)[0]
    files = {
        name: saved(visitor, visitor.locator(".gk-downloads").get_by_text(name), tmp_path)
        for name in ("CSV", "XLSX", "JSON")
    }

    text = files["CSV"].read_text(encoding="utf-8")
    assert text.startswith("\ufeff")
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))
    assert len(rows) == expected
    assert rows[0]["名称"] == first
    assert {row["发布日期"][:4] for row in rows} == {"2013"}

    sheet = openpyxl.load_workbook(files["XLSX"], read_only=True).active
    heading, *lines = sheet.iter_rows(values_only=True)
    assert len(lines) == expected
    assert lines[0][heading.index("名称")] == first

    records = json.loads(files["JSON"].read_text(encoding="utf-8"))
    assert [record["title"] for record in records] == [row["名称"] for row in rows]


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("year=abc", "年份"),
        ("organ=nobody", "发布机构"),
        ("category=no-such", "类别"),
        ("kind=rumour", "信息类别"),
        ("order=colour", "排序"),
        ("page=9999", "9999"),
        ("page=first", "first"),
        ("colour=red", "colour"),
    ],
)
def test_what_an_address_asks_wrongly_is_named_and_the_list_shown(visitor, query, name):
    answer = visitor.goto(f"/catalogue/?{query}")
    assert answer.status == 200
    expect(visitor.get_by_role("status")).to_contain_text(name)
    expect(visitor.locator(".gk-items tbody tr").first).to_be_visible()


def test_a_list_without_items_says_how_to_find_some(visitor):
    visitor.goto("/catalogue/?year=2013&q=没有这样的条目")
    expect(total(visitor)).to_have_text("0")
    visitor.locator(".gk-empty").get_by_role(
        "link", name=re.compile("^去掉.*没有这样的条目")
    ).click()
    expect(visitor).to_have_url(re.compile(r"\?year=2013$"))
    expect(total(visitor)).to_have_text("1048")


def test_every_state_of_the_list_is_an_address(open_context):
    page = open_context().new_page()
    page.goto("/catalogue/")
    choose(page, "year", "2013")
    page.locator(".gk-order").get_by_role("link", name="按文号").click()
    expect(page.locator(".gk-order [aria-current=true]")).to_have_text("按文号")
    page.locator(".gk-pages").get_by_role("link", name="第 3 页").click()
    expect(page.locator(".gk-pages [aria-current=page]")).to_contain_text("3")
    titles = shown_titles(page)

    other = open_context(javascript=False).new_page()
    other.goto(page.url)
    assert shown_titles(other) == titles
    expect(other.locator(".gk-conditions")).to_contain_text("2013")


def test_the_large_text_is_remembered_until_it_is_switched_off(visitor):
    size = "document.body.computedStyleMap().get('font-size').value"
    visitor.goto("/catalogue/?year=2013")
    html = visitor.locator("html")
    expect(html).not_to_have_class(re.compile("large-text"))
    normal = visitor.evaluate(size)
    visitor.get_by_role("link", name="大字版").click()
    expect(html).to_have_class(re.compile("large-text"))
    expect(visitor).to_have_url(re.compile(r"/catalogue/\?year=2013$"))
    assert visitor.evaluate(size) > normal * 1.15
    visitor.goto("/guide/")
    expect(html).to_have_class(re.compile("large-text"))
    assert visitor.evaluate(OVERFLOW) == 0
    visitor.get_by_role("link", name="恢复标准字号").click()
    expect(html).not_to_have_class(re.compile("large-text"))
    expect(visitor).to_have_url(re.compile("/guide/$"))


def test_the_keyboard_skips_the_head_and_reaches_the_filters(visitor):
    visitor.goto("/catalogue/?category=policies")
    visitor.keyboard.press("Tab")
    skip = visitor.get_by_role("link", name="跳到正文")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    visitor.keyboard.press("Enter")
    expect(visitor).to_have_url(re.compile("#main$"))
    visitor.keyboard.press("Tab")
    assert visitor.evaluate(FOCUSED_IN, "main")
    press_tab_until(visitor, ".gk-facet a")
    assert visitor.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"
    visitor.keyboard.press("Enter")
    expect(condition_links(visitor)).to_have_count(2)


def test_a_page_that_is_not_there_is_answered_in_the_town_s_look(open_context):
    page = open_context(javascript=False, expected_errors=OF_MISSING_PAGE).new_page()
    answer = page.goto("/no-such-page/")
    assert answer.status == 404
    expect(page.get_by_role("heading", level=1)).to_have_text("没有找到这个网页")
    expect(page.locator(".gk-nav").get_by_role("link")).to_have_count(5)
    expect(page.locator(".gk-footer")).to_contain_text("主办单位")
    page.get_by_role("main").get_by_role("link", name="公开目录").click()
    expect(page).to_have_url(re.compile("/catalogue/$"))


def test_each_figure_of_the_report_leads_to_as_many_items(visitor):
    visitor.goto("/annual-reports/2013/")
    figures = {
        (link.inner_text(), link.get_attribute("href"))
        for link in visitor.get_by_role("main").locator("a.figure").all()
    }
    assert {number for number, _ in figures} >= {"1048", "121", "623", "235", "69"}
    sums = {figure for figure in figures if figure[0] in {"1048", "121", "623", "235", "69"}}
    month = min(figure for figure in figures if "month=" in figure[1])
    assert len(sums) == 5
    for number, address in sorted({*sums, month}):
        visitor.goto(address)
        expect(total(visitor)).to_have_text(number)


@pytest.mark.parametrize(
    ("path", "kept"),
    [
        ("item", ".gk-metadata"),
        ("filtered", ".gk-items"),
        ("report", "h1"),
        ("guide", "h1"),
    ],
)
def test_paper_gets_the_text_and_not_the_controls(open_context, live_site, path, kept):
    page = open_context().new_page()
    page.goto(public_pages(live_site)[path])
    expect(page.locator(".gk-nav")).to_be_visible()
    page.emulate_media(media="print")
    expect(page.locator(kept).first).to_be_visible()
    for control in (".gk-nav", ".gk-search", ".town-utility", ".gk-facets", ".gk-crumbs"):
        for each in page.locator(control).all():
            expect(each).to_be_hidden()
    expect(page.get_by_text("主办单位")).to_be_visible()


@pytest.mark.parametrize("width", [320, 375, 768, 1280, 1920])
def test_no_page_is_wider_than_the_screen(open_context, live_site, width):
    page = open_context(width=width, expected_errors=OF_MISSING_PAGE).new_page()
    pages = public_pages(live_site)
    wide = {}
    for name in PAGE_NAMES:
        page.goto(pages[name])
        if width < 768:
            for fold in page.locator("details:not([open]) > summary").all():
                if fold.is_visible():
                    fold.click()
        if page.evaluate(OVERFLOW) > 0:
            wide[name] = page.evaluate(OVERFLOW)
    assert wide == {}
