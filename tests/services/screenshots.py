"""``make screenshots``: the main pages of the demo, as pictures for the README.

python -m tests.services.screenshots [folder [page ...]]
"""

from __future__ import annotations

import sys
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from tests.services import chromium
from tests.services.databases import ROOT
from tests.services.demo_site import DemoSite

PAGES = {
    "home": "/",
    "guide": "/guide/",
    "policies": "/policies/",
    "catalogue": "/catalogue/",
    "report": "/annual-reports/2013/",
    "tables": "/annual-reports/2025/#part-3",
    "search": "/search/?q=农村公路养护",
}
ITEM = (
    "SELECT url_path FROM wagtailcore_page JOIN gongkai_catalogue_itempage ON page_ptr_id = id "
    "WHERE live AND kind = 'document' AND document_number <> '' ORDER BY index_number LIMIT 1"
)
SIZES = {1280: 900, 375: 812}


def take(browser: Browser, site: DemoSite, folder: Path, names: list[str]) -> None:
    """Write ``<page>-<width>.png``, a screen of each page, or of those named, at each width."""
    (root,) = site.query(
        "SELECT url_path FROM wagtailcore_page JOIN wagtailcore_site ON "
        "root_page_id = wagtailcore_page.id"
    )[0]
    (item,) = site.query(ITEM)[0]
    pages = PAGES | {"item": "/" + item.removeprefix(root)}
    if unknown := set(names) - set(pages):
        raise SystemExit(f"No page is called {', '.join(sorted(unknown))}: {', '.join(pages)}")
    for width, height in SIZES.items():
        context = browser.new_context(
            base_url=site.url, viewport={"width": width, "height": height}, locale="zh-CN"
        )
        page = context.new_page()
        for name in names or pages:
            page.goto(pages[name])
            file = folder / f"{name}-{width}.png"
            page.screenshot(path=file)
            sys.stdout.write(f"{file}\n")
        context.close()


def main() -> int:
    """Serve the demo, take the pictures; return the exit status."""
    path = chromium.ensure()
    if path is None:
        sys.stderr.write(f"Screenshots: {chromium.ABSENT}\n")
        return 1
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "docs" / "screenshots"
    folder.mkdir(parents=True, exist_ok=True)
    site = DemoSite()
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=path, args=chromium.flags())
            take(browser, site, folder, sys.argv[2:])
            browser.close()
    finally:
        site.stop()
    return 0


if __name__ == "__main__":
    sys.exit(main())
