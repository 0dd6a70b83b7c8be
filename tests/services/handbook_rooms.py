"""Pictures of 快速起草, the tools on lists and vocabularies, 监测, 标准目录 and 公示张贴."""

from __future__ import annotations

import tempfile
from contextlib import closing
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

import pypdfium2
from openpyxl import load_workbook
from playwright.sync_api import Page, expect

from tests.browser.content import WITH_TABLE, category, find_item
from tests.factories import word

if TYPE_CHECKING:
    from tests.services.handbook import Studio

CATEGORY = "20-01-02"
PHONE = 375
ITEMS = "/admin/gongkai-items/"
MONITOR = "/admin/gongkai-monitor/"
NOTICES = "/admin/gongkai-notices"
STANDARDS = "/admin/snippets/gongkai_standards/standardcatalogue/"
SHEET = "sheet=a4&part=whole&since=2026-11-23&until=2026-12-03&output=pdf"
SHEET_WIDTH = 640
TO_ITS_PLACE = "each => each.scrollIntoView({block: 'start', behavior: 'instant'})"


def show(page: Page, selector: str) -> None:
    """Bring a part of the page under the admin's header."""
    page.locator(selector).first.evaluate(TO_ITS_PLACE)
    page.mouse.wheel(0, -80)


def drafting(studio: Studio) -> None:
    """A Word document becomes a draft, and its form says what the text says."""
    with studio.desk("editor") as page, tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "关于做好2013年农村公路养护工作的通知.docx"
        file.write_bytes(word.saved(word.notice(picture=False)))
        page.goto("/admin/gongkai-drafting/")
        page.select_option("#id_category", str(category(studio.site, CATEGORY)[0]))
        page.set_input_files("#id_upload", file)
        studio.take(page, "editor-quick")
        page.get_by_role("button", name="存为草稿并识别").click()
        expect(page.locator("#gk-offers-heading")).to_be_visible()
        page.wait_for_load_state("networkidle")
        show(page, "#gk-offers-heading")
        page.mouse.wheel(0, 120)  # or the last button is under the footer
        page.wait_for_timeout(1000)
        studio.take(page, "editor-offers")


def lists(studio: Studio) -> None:
    """Filters that are kept, many items changed at once, two spellings of a keyword made one."""
    rows = studio.site.query(
        "SELECT page_ptr_id FROM gongkai_catalogue_itempage JOIN wagtailcore_page "
        "ON page_ptr_id = id WHERE live AND alias_of_id IS NULL ORDER BY id LIMIT 3"
    )
    with studio.desk("office") as page:
        for query, name in (("live=False", "没有公开的条目"), ("review=due", "到期应复核")):
            page.goto(f"{ITEMS}?{query}")
            page.get_by_label("把当前筛选保存为").fill(name)
            page.get_by_role("button", name="保存", exact=True).click()
            expect(page.get_by_role("link", name=name)).to_have_attribute("aria-current", "true")
        ((genre,),) = studio.site.query(
            "SELECT id FROM gongkai_catalogue_genre WHERE name = ?", "通知"
        )
        page.goto(f"{ITEMS}?genre={genre}&year=2013")
        page.get_by_label("把当前筛选保存为").fill("2013年的通知")
        studio.take(page, "office-filters")
        chosen = "&".join(f"id={key}" for (key,) in rows)
        page.goto(f"/admin/bulk/wagtailcore/page/gongkai_edit/?{chosen}")
        page.get_by_label("添加关键词").fill("政务公开")
        page.get_by_role("button", name="预览").click()
        expect(page.get_by_role("heading", name="将要修改")).to_be_visible()
        show(page, "#gk-bulk-preview")
        studio.take(page, "office-bulk-edit")
        page.goto("/admin/gongkai-catalogue/keywords/")
        page.get_by_role("main").get_by_role("link", name="更名或者合并").first.click()
        page.get_by_label("改为").fill("环境整治")
        page.get_by_label("理由").fill("同一含义，统一写法")
        page.get_by_role("button", name="预览").click()
        expect(page.get_by_role("heading", name="将会怎样")).to_be_visible()
        studio.take(page, "office-merge")


def monitoring(studio: Studio) -> None:
    """What has to be done, on the home and in full, and how the organs stand."""
    studio.site.manage("run_monitor")
    with studio.desk("office") as page:
        page.goto("/admin/")
        show(page, "#gk-monitor, [id^=gk-monitor]")
        studio.take(page, "monitor-home")
        for name, path in {"findings": "", "rules": "rules/", "league": "league/"}.items():
            page.goto(f"{MONITOR}{path}")
            studio.take(page, f"monitor-{name}")
    with studio.desk("editor", PHONE) as page:
        page.goto("/admin/")
        show(page, "#gk-monitor, [id^=gk-monitor]")
        studio.take(page, "monitor-phone")


def standard_catalogue(studio: Studio) -> None:
    """What a new sheet of the county would change, what lacks content, and what readers see."""
    with studio.desk("office") as page:
        page.goto(STANDARDS)
        studio.take(page, "standards-list")
        page.goto(f"{STANDARDS}coverage/1/")
        studio.take(page, "standards-coverage")
        book = load_workbook(BytesIO(page.request.get(f"{STANDARDS}export/1/").body()))
        content = BytesIO()
        revised(book).save(content)
        page.goto("/admin/gongkai-standards/import/")
        page.locator("#id_file").set_input_files(
            {
                "name": "县标准目录（2027年版）.xlsx",
                "mimeType": "application/octet-stream",
                "buffer": content.getvalue(),
            }
        )
        page.locator("#id_catalogue").select_option(index=1)
        page.get_by_role("button", name="上传并读取").click()
        expect(page.get_by_role("heading", name="与现有目录的差异")).to_be_visible()
        studio.take(page, "standards-import")
    with studio.visit() as page:
        page.goto("/standards/")
        page.locator(".gk-standard__coverage").evaluate(TO_ITS_PLACE)
        studio.take(page, "standards-page")


def revised(book):
    """The catalogue's own sheet, with other texts in two of its rows."""
    sheet = book.worksheets[0]
    sheet["F4"] = "信息形成或者变更之日起10个工作日内"
    sheet["G5"] = "泗门镇司法所"
    return book


def postings(studio: Studio) -> None:
    """A sheet for the board, and the register of what hangs where."""
    item = find_item(studio.site, WITH_TABLE)
    with studio.visit() as page:
        page.goto(f"{item.path}?sheet=")
        studio.take(page, "notice-options")
        answer = page.request.get(f"{item.path}?{SHEET}")
        assert answer.headers["content-type"] == "application/pdf", "WeasyPrint is missing"
        with closing(pypdfium2.PdfDocument(answer.body())) as book:
            paper = book[0]
            picture = paper.render(scale=SHEET_WIDTH / paper.get_width()).to_pil()
            studio.keep(picture, "notice-sheet")
    with studio.desk("office") as page:
        page.goto(f"{NOTICES}/boards/")
        studio.take(page, "notice-boards")
        page.goto(f"{NOTICES}/postings/")
        studio.take(page, "notice-postings")
    with studio.desk("office", PHONE) as page:
        page.goto(f"{NOTICES}/postings/new/?item={item.index_number}")
        page.get_by_label("四海社区公示栏").check()
        studio.take(page, "notice-phone")


SCENES = (drafting, lists, monitoring, standard_catalogue, postings)
