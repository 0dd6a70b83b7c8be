"""What the people of the office do in the admin, step by step."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import Locator, Page, expect
from reportlab.pdfgen.canvas import Canvas

from tests.services.demo_site import DemoSite

ADD = "/admin/pages/add/gongkai_catalogue/itempage/{}/"
EDIT = "/admin/pages/{}/edit/"


def make_pdf(folder: Path, name: str) -> Path:
    """Write a small real PDF file."""
    file = folder / f"{name}.pdf"
    canvas = Canvas(str(file))
    canvas.drawString(72, 720, "Gongkai")
    canvas.showPage()
    canvas.save()
    return file


def page_id(site: DemoSite, title: str) -> int:
    """Return the id of the one page that bears a title, live or not."""
    rows = site.query("SELECT id FROM wagtailcore_page WHERE draft_title = ?", title)
    assert len(rows) == 1, rows
    return rows[0][0]


def open_new_item(page: Page, parent: int) -> ItemForm:
    """Open the form of a new item below a category, ready to be saved by itself.

    Wagtail looks for changes from two seconds after the page was opened.
    """
    page.add_init_script(
        "document.addEventListener('w-unsaved:watch-edits', () => {"
        "document.documentElement.dataset.watched = 'true' })"
    )
    page.goto(ADD.format(parent))
    page.wait_for_selector("html[data-watched]")
    return ItemForm(page)


class ItemForm:
    """The editing form of an item, open in a page of the browser."""

    def __init__(self, page: Page) -> None:
        self.page = page

    @property
    def message(self) -> Locator:
        """What the admin says after something was done."""
        return self.page.locator(".messages .success")

    @property
    def warning(self) -> Locator:
        """What the admin says when something could not be done."""
        return self.page.locator(".messages .error")

    def fill(self, **fields: str) -> None:
        """Fill in fields by their names; choices by what they show."""
        for name, value in fields.items():
            field = self.page.locator(f"#id_{name}")
            if field.evaluate("field => field.tagName") == "SELECT":
                option = field.locator("option").filter(has_text=re.compile(rf"^\s*{value}$"))
                field.select_option(option.first.get_attribute("value"))
            else:
                field.fill(value)

    def write(self, text: str) -> None:
        """Write a paragraph into the body."""
        self.page.locator("#body-root .c-sf-add-button").first.click()
        self.page.get_by_role("option", name="文字").click()
        editor = self.page.locator("#body-root [role=textbox]").first
        editor.click()
        self.page.keyboard.type(text)
        expect(editor).to_contain_text(text)
        # The editor hands its text to the form after a while, or when it is left.
        editor.blur()

    def attach(self, file: Path) -> None:
        """Upload a file in the chooser of documents and attach it."""
        self.page.locator("#id_attachments-ADD").click()
        row = self.page.locator("#inline_child_attachments-0")
        row.locator(".chooser__choose-button").click()
        dialog = self.page.locator(".modal")
        dialog.get_by_role("tab", name="上传").click()
        dialog.locator("input[type=file]").set_input_files(file)
        # A script names the file by its name.
        expect(dialog.locator("#id_document-chooser-upload-title")).to_have_value(file.stem)
        dialog.locator("#tab-upload button[type=submit]").click()
        expect(dialog).to_have_count(0)
        expect(row.locator("[data-chooser-title]")).to_contain_text(file.stem)

    def press(self, selector: str) -> None:
        """Press a button of the footer, in sight or in the footer's menu.

        It is found and pressed in one go: a new page is saved by itself at a moment of its own
        choice, which puts other buttons into the footer and closes the menu.
        """
        self.page.wait_for_load_state("load")
        expect(self.page.locator(f"footer {selector}").first).to_be_attached()
        self.page.evaluate(
            "selector => document.querySelector(selector).click()", f"footer {selector}"
        )

    def submit(self) -> None:
        """Send the item on its way through the reviews."""
        self.press("[name=action-submit]")

    def publish_exceptionally(self, reason: str) -> None:
        """Save the item, and publish it past the review, as an administrator may."""
        self.press(".action-save")
        expect(self.message).to_be_visible()
        self.press("a[href*='/gongkai-review/exception/']")
        self.page.locator("#id_reason").fill(reason)
        self.page.get_by_role("main").get_by_role("button", name="例外发布").click()

    def error_of(self, name: str) -> Locator:
        """What the form says at a field."""
        return self.page.locator(f".w-field:has([name={name}]) .w-field__errors")


class ReviewPage:
    """The page on which an item is reviewed or approved, open in a page of the browser."""

    def __init__(self, page: Page) -> None:
        self.page = page

    @property
    def message(self) -> Locator:
        """What the admin says after something was done."""
        return self.page.locator(".messages .success")

    @property
    def form(self) -> Locator:
        """The form, where there is one."""
        return self.page.locator("form[data-gk-decide]")

    @property
    def refusal(self) -> Locator:
        """What stands in its place for who may not decide."""
        return self.page.locator(".gk-review__form .help-block")

    def choose(self, decision: str) -> None:
        """Choose a decision by its name."""
        self.form.get_by_label(decision, exact=True).check()

    def tick_all(self) -> None:
        """Confirm every point of the checklist."""
        for box in self.form.locator("[name=checklist]").all():
            box.check()

    def submit(self) -> None:
        """Send the decision."""
        self.form.get_by_role("button", name="提交审查意见").click()

    def pass_on(self) -> None:
        """Let the item through to the leader, once its files were read in the background."""
        expect(self.page.locator("[data-pending]")).to_have_attribute("data-pending", "0")
        self.choose("予以公开")
        self.tick_all()
        self.submit()

    def approve(self) -> None:
        """Let the item out, as the leader."""
        self.form.get_by_role("button", name="同意公开").click()

    def hand_back(self, reason: str) -> None:
        """Ask the editor for changes."""
        self.form.get_by_label("退回理由").fill(reason)
        self.form.get_by_role("button", name="退回修改").click()


def open_task(page: Page, title: str) -> ReviewPage:
    """Open what waits for somebody, from the home page."""
    page.goto("/admin/")
    page.get_by_role("main").get_by_role("link", name=title, exact=True).first.click()
    expect(page).to_have_url(re.compile(r"/admin/gongkai-review/\d+/"))
    return ReviewPage(page)
