"""``python -m tests.services.handbook``: the pictures of the 编辑手册, taken from the served demo.

They are written to ``docs/handbook/images/``, or to the folder that is named. Names of scenes after
``--scenes`` limit it to those; the later of two scenes may need what the earlier one did.
"""

from __future__ import annotations

import argparse
import re
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.browser.content import category
from tests.browser.desk import (
    ADD,
    EDIT,
    ItemForm,
    make_pdf,
    open_new_item,
    open_task,
    page_id,
)
from tests.services import chromium, handbook_imports, handbook_reports, handbook_rooms
from tests.services.databases import ROOT
from tests.services.demo_site import ADDRESS_HEADER, DemoSite

SIZE = {"width": 1280, "height": 900}
PHONE_HEIGHT = 812
COLOURS = 64
PATIENCE = 60_000
# Searched for by enough people to be in the report.
ASKED = ("低保金", "抗洪", "宅基地", "老年证", "信息公开年度报告")
TITLE = "关于做好镇村公路冬季养护的通知"
# With numbers in it that belong to somebody; they are invented.
SENSITIVE = "关于2026年第四季度临时救助对象的公示"
PRIVATE = "拟对张某某给予临时救助，身份证号33028119490307171X，联系电话13957412345。"
CATEGORY = "20-01-02"
TO_THE_TOP = """field => {
    for (let each = field; each; each = each.parentElement)
        each.scrollTo({top: 0, left: 0, behavior: 'instant'});
}"""
HIDDEN = re.compile("footer__container--hidden")


@dataclass
class Studio:
    """A served demo, a browser, and the folder for the pictures."""

    site: DemoSite
    browser: Browser
    folder: Path

    @contextmanager
    def desk(self, username: str, width: int = SIZE["width"]) -> Iterator[Page]:
        """Give the page of somebody who has signed in."""
        with self.visit(width) as page:
            page.goto("/admin/login/")
            page.locator("#id_username").fill(username)
            page.locator("#id_password").fill(self.site.password)
            page.locator("form button[type=submit]").click()
            expect(page).to_have_url(re.compile(r"/admin/$"))
            yield page

    @contextmanager
    def visit(self, width: int = SIZE["width"]) -> Iterator[Page]:
        """Give the page of a reader."""
        height = SIZE["height"] if width == SIZE["width"] else PHONE_HEIGHT
        context = self.browser.new_context(
            base_url=self.site.url,
            viewport={"width": width, "height": height},
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
        )
        context.set_default_timeout(PATIENCE)
        yield context.new_page()
        context.close()

    def take(self, page: Page, name: str) -> None:
        """Write a picture of what the screen shows."""
        with Image.open(BytesIO(page.screenshot(animations="disabled", caret="hide"))) as picture:
            self.keep(picture, name)

    def keep(self, picture: Image.Image, name: str) -> None:
        """Write a picture, in few colours so that it stays small."""
        file = self.folder / f"{name}.png"
        reduced = picture.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
        reduced.save(file, optimize=True)
        sys.stdout.write(f"{file} {file.stat().st_size // 1024} KB\n")


def editor(studio: Studio) -> None:
    """Draft, attachment, submission; how it looks when it was handed back comes later."""
    with studio.desk("editor") as page, tempfile.TemporaryDirectory() as folder:
        page.goto("/admin/gongkai-items/")
        studio.take(page, "editor-items")
        page.goto(ADD.format(category(studio.site, CATEGORY)[0]))
        form = ItemForm(page)
        form.fill(
            title=TITLE,
            organ="泗门镇人民政府",
            document_number="泗政〔2026〕99号",
            genre="通知",
            written_on="2026-11-16",
            keywords="公路 养护",
        )
        form.fill(summary="部署镇村公路的冬季养护。")
        picker = page.locator(".xdsoft_datetimepicker").filter(visible=True)
        page.locator("#id_written_on").click()
        expect(picker).to_have_count(1)
        page.mouse.click(SIZE["width"] - 90, SIZE["height"] - 200)  # beside the form
        expect(picker).to_have_count(0)
        page.locator("#id_title").evaluate(TO_THE_TOP)
        studio.take(page, "editor-form")
        form.write("各村应当在十二月二十日以前完成路面修补。")
        form.attach(make_pdf(Path(folder), "养护计划"))
        page.locator("#inline_child_attachments-0").scroll_into_view_if_needed()
        # Until the file was chosen the form was incomplete, which a notice said for a moment.
        expect(page.locator("footer [data-controller=w-messages]")).to_have_class(HIDDEN)
        expect(page.locator("#w-autosave-indicator")).to_have_attribute(
            "data-w-autosave-state-value", "saved"
        )
        studio.take(page, "editor-attachment")
        expect(page).to_have_url(re.compile(r"/admin/pages/\d+/edit/"))
        page.locator("footer .w-dropdown__toggle").click()
        expect(page.locator("footer [name=action-submit]")).to_be_visible()
        studio.take(page, "editor-submit")
        form.submit()
        expect(form.message).to_be_visible()


def findings(studio: Studio) -> None:
    """What the scan shows beside the editor, and on the page of the review."""
    with studio.desk("editor") as page:
        form = open_new_item(page, category(studio.site, CATEGORY)[0])
        form.fill(title=SENSITIVE, organ="泗门镇人民政府", written_on="2026-11-20")
        form.fill(summary=PRIVATE)
        form.write("公示期7天，有异议的可以向镇社会事务办公室反映。")
        expect(page).to_have_url(re.compile(r"/admin/pages/\d+/edit/"))
        page.locator('[data-side-panel-toggle="gongkai-findings"]').click()
        expect(page.locator('[data-side-panel="gongkai-findings"] mark').first).to_be_visible()
        page.locator("#id_title").evaluate(TO_THE_TOP)
        studio.take(page, "editor-findings")
        form.submit()
        expect(form.message).to_be_visible()
    with studio.desk("reviewer") as page:
        page.goto("/admin/gongkai-review/")
        studio.take(page, "reviewer-queue")
        open_task(page, SENSITIVE)
        page.wait_for_load_state("networkidle")
        studio.take(page, "reviewer-review")
        page.locator("#findings").evaluate("each => each.scrollIntoView()")
        studio.take(page, "reviewer-findings")
    with studio.desk("admin") as page:
        page.goto(f"/admin/gongkai-review/exception/{page_id(studio.site, SENSITIVE)}/")
        page.locator("#id_reason").fill("防汛应急，镇领导口头同意，先行公布。")
        studio.take(page, "admin-exception")


def reviewer(studio: Studio) -> None:
    """Find what waits, read it, hand it back."""
    with studio.desk("reviewer") as page:
        studio.take(page, "reviewer-home")
        review = open_task(page, TITLE)
        review.choose("予以公开")
        studio.take(page, "reviewer-actions")
        review.form.get_by_label("退回理由").fill("请补写完成的期限。")
        review.form.get_by_role("button", name="退回修改").scroll_into_view_if_needed()
        studio.take(page, "reviewer-comment")
        review.hand_back("请补写完成的期限。")
        expect(review.message).to_be_visible()


def handed_back(studio: Studio) -> None:
    """The editor finds why, corrects, and submits again."""
    number = page_id(studio.site, TITLE)
    with studio.desk("editor") as page:
        studio.take(page, "editor-home")
        page.goto(EDIT.format(number))
        expect(page.get_by_text("退回意见：请补写完成的期限。")).to_be_visible()
        studio.take(page, "editor-comment")
        form = ItemForm(page)
        form.submit()
        expect(form.message).to_be_visible()
    with studio.desk("reviewer") as page:
        review = open_task(page, TITLE)
        review.pass_on()
        expect(review.message).to_be_visible()


def approver(studio: Studio) -> None:
    """Approve, which publishes."""
    with studio.desk("approver") as page:
        studio.take(page, "approver-home")
        approval = open_task(page, TITLE)
        page.wait_for_load_state("networkidle")
        studio.take(page, "approver-approval")
        approval.approve()
        expect(approval.message).to_be_visible()
        page.goto(f"/admin/gongkai-review-withdraw/{page_id(studio.site, TITLE)}/")
        page.locator("[name=reason]").fill("附件中的名单没有遮盖。")
        page.locator("[name=public_reason]").fill("内容有误，更正后重新公开。")
        studio.take(page, "approver-withdraw")


def office(studio: Studio) -> None:
    """Items, organs, guide, days off, statistics, report."""
    ((guide,),) = studio.site.query("SELECT page_ptr_id FROM gongkai_pages_guidepage LIMIT 1")
    ((statistics,),) = studio.site.query(
        "SELECT id FROM gongkai_pages_annualstatistics WHERE year = 2026"
    )
    ((report,),) = studio.site.query(
        "SELECT page_ptr_id FROM gongkai_pages_annualreportpage WHERE year = 2025"
    )
    snippets = "/admin/snippets/gongkai_pages/annualstatistics"
    with studio.desk("office") as page:
        for name, path in {
            "office-items": "/admin/gongkai-items/",
            "office-guide": EDIT.format(guide),
            "office-organs": "/admin/snippets/gongkai_catalogue/organ/",
            "office-days": "/admin/snippets/gongkai_workdays/workdayoverride/add/",
            "office-dictionary": "/admin/snippets/gongkai_search/dictionaryword/add/",
            "office-statistics": f"{snippets}/edit/{statistics}/",
            "office-freeze": f"{snippets}/freeze/{statistics}/",
            "office-report": EDIT.format(report),
            "office-records": "/admin/gongkai_review_records/",
        }.items():
            page.goto(path)
            studio.take(page, name)


def search_tools(studio: Studio) -> None:
    """What many visitors asked for, synonyms made of it, and the state of the index."""
    for query in ASKED:
        for person in range(6):
            visitor = studio.browser.new_context(
                base_url=studio.site.url,
                extra_http_headers={ADDRESS_HEADER: f"198.18.1.{person + 1}"},
            )
            visitor.request.get("/search/", params={"q": query})
            visitor.close()
    with studio.desk("office") as page:
        page.goto("/admin/snippets/gongkai_search/synonymgroup/add/")
        page.locator("#id_words").fill("低保\n最低生活保障\n困难群众补助")
        studio.take(page, "office-synonyms")
        for name, path in {
            "office-search-report": "/admin/gongkai-search/queries/",
            "office-search-maintenance": "/admin/gongkai-search/maintenance/",
        }.items():
            page.goto(path)
            studio.take(page, name)


def administrator(studio: Studio) -> None:
    """Accounts and what stands in head and foot of the pages."""
    with studio.desk("admin") as page:
        page.goto("/admin/users/")
        studio.take(page, "admin-users")
        page.goto("/admin/settings/gongkai_catalogue/disclosuresitesettings/")
        expect(page).to_have_url(re.compile(r"/\d+/$"))
        studio.take(page, "admin-identity")


SCENES: tuple[Callable[[Studio], None], ...] = (
    editor,
    findings,
    reviewer,
    handed_back,
    approver,
    office,
    search_tools,
    administrator,
    *handbook_reports.SCENES,
    *handbook_imports.SCENES,
    *handbook_rooms.SCENES,
)


def asked() -> argparse.Namespace:
    """Return what the command line says."""
    parser = argparse.ArgumentParser(prog="python -m tests.services.handbook")
    parser.add_argument("folder", nargs="?", default=ROOT / "docs" / "handbook" / "images")
    names = [scene.__name__ for scene in SCENES]
    parser.add_argument("--scenes", nargs="+", choices=names, default=names, metavar="SCENE")
    return parser.parse_args()


def main() -> int:
    """Play the scenes one after the other; return the exit status."""
    arguments = asked()
    path = chromium.ensure()
    if path is None:
        sys.stderr.write(f"Pictures: {chromium.ABSENT}\n")
        return 1
    folder = Path(arguments.folder)
    folder.mkdir(parents=True, exist_ok=True)
    expect.set_options(timeout=PATIENCE)
    site = DemoSite()
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=path, args=chromium.flags())
            for scene in (each for each in SCENES if each.__name__ in arguments.scenes):
                scene(Studio(site, browser, folder))
            browser.close()
    finally:
        site.stop()
    return 0


if __name__ == "__main__":
    sys.exit(main())
