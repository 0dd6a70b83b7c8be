"""Pictures of the chapters on the annual report: registers, tables, draft, import, evaluation."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from playwright.sync_api import expect

from tests.services.databases import ROOT

if TYPE_CHECKING:
    from tests.services.handbook import Studio

# What the demo's office has not finished yet.
YEAR = 2026
STATISTICS = "/admin/snippets/gongkai_pages/annualstatistics"
# A published report of an invented town, of which three numbers cannot be read.
PUBLISHED = ROOT / "tests" / "data" / "reports" / "flat.html"
TO_ITS_PLACE = "each => each.scrollIntoView({block: 'start', behavior: 'instant'})"


def of_year(studio: Studio) -> int:
    """Return the id of the statistics of the open year."""
    ((found,),) = studio.site.query(
        "SELECT id FROM gongkai_pages_annualstatistics WHERE year = ?", YEAR
    )
    return found


def registers(studio: Studio) -> None:
    """The list of applications, and the registers that are said to be complete."""
    with studio.desk("office") as page:
        page.goto("/admin/gongkai_pages/application/?year=2025")
        studio.take(page, "office-register")
        page.goto(f"/admin/gongkai-register-confirmations/?year={YEAR}")
        for register in ("收费", "复议诉讼"):
            page.get_by_role("checkbox", name=register).check()
        page.get_by_label("说明").fill("各办公室均已书面报告，全年没有。")
        studio.take(page, "office-confirm")
        page.get_by_role("button", name="保存").click()
        expect(page.locator(".messages .success")).to_be_visible()


def tables(studio: Studio) -> None:
    """A number that does not fit the others, and where all of them come from."""
    statistics = of_year(studio)
    with studio.desk("office") as page:
        page.goto(f"{STATISTICS}/tables/{statistics}/")
        for code, number in {
            "t2.licences.decisions": "38",
            "t2.penalties.decisions": "4",
            "t2.coercion.decisions": "0",
        }.items():
            page.locator(f"[name='{code}']").fill(number)
        page.get_by_label("依据或原因").fill("行政执法台账")
        page.get_by_role("button", name="保存表格").click()
        expect(page.locator(".messages .success")).to_be_visible()
        page.locator("[name='t3.received.person']").fill("3")
        expect(page.locator(".gk-found__item--error").first).to_contain_text("自然人")
        page.locator("#table-3").evaluate(TO_ITS_PLACE)
        page.mouse.wheel(0, -60)  # from under the header
        studio.take(page, "office-tables")
        page.locator("[name='t3.received.person']").fill("")
        page.get_by_role("button", name="保存表格").click()
        page.goto(f"{STATISTICS}/provenance/{statistics}/")
        studio.take(page, "office-provenance")


def draft(studio: Studio) -> None:
    """The report of the open year is begun, and its first text is offered."""
    with studio.desk("office") as page:
        page.goto(f"/admin/annual-reports/of/{of_year(studio)}/start/")
        page.get_by_label("同时起草正文").uncheck()
        page.get_by_role("button", name="新建").click()
        expect(page.locator(".messages .success")).to_contain_text("已建立年度报告草稿")
        page.get_by_role("main").get_by_role("link", name="起草正文").first.click()
        expect(page).to_have_url(re.compile(r"/draft/$"))
        studio.take(page, "office-draft")


def published(studio: Studio) -> None:
    """What was read from a published report."""
    with studio.desk("office") as page:
        page.goto("/admin/annual-reports/import/")
        page.get_by_label("年度报告文件").set_input_files(PUBLISHED)
        page.get_by_role("button", name="上传并读取").click()
        expect(page.get_by_role("main")).to_contain_text("没有读到")
        studio.take(page, "office-import")


def evaluation(studio: Studio) -> None:
    """How the organs of the town did."""
    with studio.desk("office") as page:
        page.goto(f"/admin/gongkai-evaluation/?year={YEAR}")
        studio.take(page, "office-evaluation")


SCENES = (registers, tables, draft, published, evaluation)
