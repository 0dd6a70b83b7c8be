"""Pictures of 批量导入 for the 编辑手册."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.sync_api import expect

from tests.browser.test_imports import LIST, sheet

if TYPE_CHECKING:
    from tests.services.handbook import Studio


def imports(studio: Studio) -> None:
    """A sheet with one good row and one that is not."""
    with studio.desk("office") as page:
        page.goto(f"{LIST}new/")
        studio.take(page, "import-upload")
        page.locator("#id_file").set_input_files(sheet())
        option = page.locator("#id_category option").filter(has_text="规范性文件").first
        page.locator("#id_category").select_option(option.get_attribute("value"))
        page.get_by_role("button", name="上传并读取列标题").click()
        page.get_by_label("单位", exact=True).select_option("organ")
        studio.take(page, "import-columns")
        page.get_by_role("button", name="检查各行").click()
        expect(page.get_by_role("button", name="开始导入")).to_be_visible()
        studio.take(page, "import-report")


SCENES = (imports,)
