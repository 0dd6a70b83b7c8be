"""No English in the admin, as each role walks through it: pages, dialogs, panels and scripts."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from wording import catalogues

# All that is on a page or waits in it: text, and what is read out or shown on hovering.
ALL_TEXT = """() => {
  const found = new Set();
  const gather = root => {
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_ELEMENT | NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const node = walker.currentNode;
      const element = node.nodeType === Node.TEXT_NODE ? node.parentElement : node;
      // The picker's own button for several dates is never shown.
      const left = "script, style, code, iframe, .xdsoft_datetimepicker, [hidden]";
      if (element && element.closest(left)) continue;
      if (node.nodeType === Node.TEXT_NODE) { found.add(node.data.trim()); continue; }
      if (node instanceof HTMLTemplateElement) gather(node.content);
      for (const name of ["title", "aria-label", "placeholder", "alt", "aria-description",
                          "data-w-tooltip-content-value", "data-w-progress-active-value"]) {
        if (node.hasAttribute(name)) found.add(node.getAttribute(name).trim());
      }
      if (node.type === "submit" && node.tagName === "INPUT") found.add(node.value.trim());
    }
  };
  gather(document.body);
  return [...found].filter(text => text);
}"""
# Titles of what Wagtail's own migrations once made, which the log of the site keeps.
CONTENT = {"Welcome to your new Wagtail site!"}
PHRASE = re.compile(r"[A-Za-z][A-Za-z’']+(?: [a-z][a-z’']+)+")
HOLE = re.compile(r"%\(\w+\)[a-z]|%[sdr]|\{\w*\}")


def known_english() -> re.Pattern[str]:
    """All messages of the libraries whose Chinese is another text."""
    patterns = set()
    for domain in catalogues.DOMAINS:
        said = catalogues.said_by_libraries(domain) | catalogues.said_by_us(domain)
        for message in catalogues.messages(domain):
            for text in (message.entry.message, message.entry.plural):
                plain = HOLE.sub("", re.sub(r"<[^>]*>", "", text)).strip()
                if re.search("[A-Za-z]{3}", plain) and said.get(message.entry.key) != text:
                    holes = [re.escape(part) for part in HOLE.split(text.strip())]
                    patterns.add(".+".join(holes))
    return re.compile("|".join(sorted(patterns)))


KNOWN = known_english()


def english_on(page) -> list[str]:
    """Texts of the page that are English: a library's message, or words in a row."""
    texts = page.evaluate(ALL_TEXT)
    return [
        text
        for text in texts
        if text not in CONTENT and (KNOWN.fullmatch(text) or PHRASE.search(text))
    ]


ITEM = "/admin/pages/{item}"
EVERYBODY = (
    "/admin/",
    "/admin/account/",
    "/admin/pages/",
    "/admin/pages/search/?q=通知",
    "/admin/pages/{category}/",
    f"{ITEM}/history/",
    "/admin/reports/workflow/",
    "/admin/reports/workflow_tasks/",
    "/admin/reports/locked/",
    "/admin/reports/aging-pages/",
    "/admin/reports/site-history/",
)
WRITERS = (
    f"{ITEM}/edit/",
    f"{ITEM}/copy/",
    f"{ITEM}/usage/",
    "/admin/pages/add/gongkai_catalogue/itempage/{category}/",
    "/admin/documents/",
    "/admin/documents/multiple/add/",
    "/admin/images/",
)
OFFICE = (
    f"{ITEM}/delete/",
    f"{ITEM}/move/",
    f"{ITEM}/unpublish/",
    "/admin/snippets/gongkai_catalogue/organ/",
)
ADMIN = (
    "/admin/users/",
    "/admin/groups/",
    "/admin/sites/",
    "/admin/sites/new/",
    "/admin/collections/",
    "/admin/collections/add/",
    "/admin/workflows/list/",
    "/admin/workflows/tasks/index/",
    "/admin/redirects/",
    "/admin/redirects/add/",
    "/admin/redirects/import/",
    "/admin/searchpicks/",
    "/admin/reports/page-types-usage/",
    "/admin/api-tokens/",
)
WALKS = {
    "editor": (*EVERYBODY, *WRITERS),
    # Whoever may not see a place is sent home, and told so in Chinese.
    "reviewer": EVERYBODY,
    "approver": EVERYBODY,
    "office": (*EVERYBODY, *WRITERS, *OFFICE),
    "admin": (*EVERYBODY, *WRITERS, *OFFICE, *ADMIN),
}


@pytest.fixture
def places(live_site):
    """An item of the catalogue, and a category."""
    [[item]] = live_site.query(
        "SELECT page_ptr_id FROM gongkai_catalogue_itempage JOIN wagtailcore_page "
        "ON id = page_ptr_id WHERE live ORDER BY id LIMIT 1"
    )
    [[category]] = live_site.query(
        "SELECT page_ptr_id FROM gongkai_catalogue_categorypage ORDER BY code LIMIT 1"
    )
    return {"item": item, "category": category}


def test_english_is_found_where_there_is_some(open_context):
    page = open_context().new_page()
    page.set_content(
        "<p>已发布</p><p>Draft</p><p>Ctrl + b</p><p title='Locked by someone else'>x</p>"
        "<template><b>Saving…</b></template><code>no words of anybody</code>"
    )
    assert english_on(page) == ["Draft", "Locked by someone else", "Saving…"]


@pytest.mark.parametrize("role", WALKS)
def test_nothing_a_role_sees_is_english(open_context, sign_in, places, role):
    page = open_context().new_page()
    page.goto("/admin/login/")
    found = {"/admin/login/": english_on(page)}
    sign_in(page, role)
    for path in WALKS[role]:
        address = path.format(**places)
        answer = page.goto(address)
        assert answer.status < 400, address
        found[address] = english_on(page)
    assert not {address: texts for address, texts in found.items() if texts}


def test_dialogs_and_panels_of_a_page_are_chinese(open_context, sign_in, places):
    page = open_context().new_page()
    sign_in(page, "office")
    page.goto(f"{ITEM}/edit/".format(**places))
    for panel in ("status", "preview", "checks"):
        toggle = page.locator(f"[data-side-panel-toggle='{panel}']")
        if toggle.count():
            toggle.first.click()
            expect(page.locator(f"[data-side-panel='{panel}']")).to_be_visible()
    page.locator("[data-side-panel-toggle='status']").first.click()
    page.locator("[data-a11y-dialog-show='schedule-publishing-dialog']").first.click()
    dialog = page.locator("#schedule-publishing-dialog")
    expect(dialog).to_be_visible()
    expect(dialog).to_contain_text("设置定时发布")
    expect(dialog).to_contain_text("到期撤下时间")
    assert english_on(page) == []
