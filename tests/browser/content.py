"""Where in the demo a test finds what it needs: asked of the database, not written down."""

from __future__ import annotations

from dataclasses import dataclass

from playwright.sync_api import Page

from tests.services.demo_site import DemoSite

ITEMS = """
SELECT page.url_path, page.title, item.index_number, item.kind, item.published_year,
       organ.slug, category.code
FROM gongkai_catalogue_itempage AS item
JOIN wagtailcore_page AS page ON page.id = item.page_ptr_id
JOIN gongkai_catalogue_organ AS organ ON organ.id = item.organ_id
JOIN wagtailcore_page AS parent ON parent.path = substr(page.path, 1, length(page.path) - 4)
JOIN gongkai_catalogue_categorypage AS category ON category.page_ptr_id = parent.id
WHERE page.live AND {condition}
ORDER BY item.index_number LIMIT 1
"""
WITH_FILE = """
item.published_year = 2013 AND EXISTS (
    SELECT 1 FROM gongkai_catalogue_itemattachment AS attachment
    JOIN wagtaildocs_document AS document ON document.id = attachment.document_id
    WHERE attachment.item_id = page.id AND document.file LIKE ?)
"""
WITH_TABLE = WITH_FILE + """ AND item.body LIKE '%"type": "table"%'"""
REPEALED = "item.repealed_on IS NOT NULL AND item.repealed_by_id IS NOT NULL AND ? <> ''"


@dataclass(frozen=True)
class Item:
    """A public item of the demo and the values its filters have."""

    path: str
    title: str
    index_number: str
    kind: str
    year: str
    organ: str
    category: str


def public_path(site: DemoSite, url_path: str) -> str:
    """Return the address of a page of Wagtail's tree on the site."""
    ((root,),) = site.query(
        "SELECT url_path FROM wagtailcore_page JOIN wagtailcore_site ON root_page_id = "
        "wagtailcore_page.id WHERE is_default_site"
    )
    return "/" + url_path.removeprefix(root)


def find_item(site: DemoSite, condition: str, value: str = "%") -> Item:
    """Return the first public item that meets a condition of this module."""
    (row,) = site.query(ITEMS.format(condition=condition), value)
    url_path, *values = row
    return Item(public_path(site, url_path), *map(str, values))


def item_with_file(site: DemoSite, ending: str) -> Item:
    """Return an item of 2013 with an attachment whose name ends so."""
    return find_item(site, WITH_FILE, f"%.{ending}")


def public_pages(site: DemoSite) -> dict[str, str]:
    """Return one address for each kind of public page, by its name."""
    return {
        "home": "/",
        "guide": "/guide/",
        "policies": "/policies/",
        "catalogue": "/catalogue/",
        "filtered": "/catalogue/?category=20&year=2013&kind=document&order=document_number&page=2",
        "empty": "/catalogue/?q=没有这样的条目&year=2013",
        "mistyped": "/catalogue/?year=abc&organ=nobody&colour=red",
        "category": category_path(site, "20-01"),
        "item": find_item(site, WITH_TABLE, "%").path,
        "repealed": find_item(site, REPEALED).path,
        "reports": "/annual-reports/",
        "report": "/annual-reports/2013/",
        "api": "/api/v1/docs/",
        "missing": "/no-such-page/",
    }


PAGE_NAMES = (
    "home",
    "guide",
    "policies",
    "catalogue",
    "filtered",
    "empty",
    "mistyped",
    "category",
    "item",
    "repealed",
    "reports",
    "report",
    "api",
    "missing",
)
# The browser itself reports an answer of 404 as an error of the page.
OF_MISSING_PAGE = (r"status of 404",)


def category_path(site: DemoSite, code: str) -> str:
    """Return the address of a category."""
    return public_path(site, category(site, code)[1])


def category(site: DemoSite, code: str) -> tuple[int, str]:
    """Return the id and the path in Wagtail's tree of a category."""
    (row,) = site.query(
        "SELECT id, url_path FROM wagtailcore_page JOIN gongkai_catalogue_categorypage "
        "ON page_ptr_id = id WHERE code = ?",
        code,
    )
    return row


def reported(page: Page, *labels: str) -> list[int]:
    """Return figures of the report of 2013, as it is now."""
    page.goto("/annual-reports/2013/")
    figures = page.get_by_role("main").locator("a.figure")
    return [
        int(figures.and_(page.locator(f"[title^='{label}：']")).first.inner_text())
        for label in labels
    ]
