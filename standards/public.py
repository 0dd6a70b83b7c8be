"""What the public table shows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.apps import apps
from django.core.paginator import Paginator
from django.http import HttpRequest
from wagtail.models import Page

from .conf import get_setting
from .coverage import RowCoverage, coverage_of
from .filters import StandardRowFilterSet
from .models import StandardCataloguePage, StandardRowItem
from .rooms import catalogue as catalogue_room

_MOST_NAMED = 5


@dataclass(frozen=True)
class Link:
    """Where the content of a row is."""

    label: str
    url: str


@dataclass(frozen=True)
class ShownRow:
    """A row of the table with its links.

    Attributes:
        category: where its items are listed, None where it has no category that is public.
        items: items that it names.
        anchor: name of the row on the page.
    """

    coverage: RowCoverage
    category: Link | None
    items: list[Link]
    anchor: str


@dataclass(frozen=True)
class PageLink:
    """A page of the table."""

    label: str
    url: str
    selected: bool


def table_context(page: StandardCataloguePage, request: HttpRequest) -> dict[str, Any]:
    """Context of the template, in a constant number of queries for any number of rows."""
    catalogue = page.catalogue
    coverage = coverage_of(catalogue)
    filterset = StandardRowFilterSet(request.GET, rows=coverage.rows)
    rows = filterset.narrowed()
    paginator = Paginator(rows, get_setting("GONGKAI_STANDARDS_ROWS_PER_PAGE"))
    page_obj = paginator.get_page(request.GET.get("page"))
    base = page.get_url(request) or ""
    return {
        "catalogue": catalogue,
        "coverage": coverage,
        "blank": [_blank_link(each, coverage.rows, base) for each in coverage.blank],
        "filterset": filterset,
        "notices": filterset.notices,
        "total": len(rows),
        "page_obj": page_obj,
        "page_links": _page_links(page_obj, filterset.conditions, base),
        "shown": _shown(page, list(page_obj.object_list), request),
        "levels": catalogue.level_names,
    }


def _anchor(each: RowCoverage) -> str:
    return f"row-{each.row.pk}"


def _blank_link(each: RowCoverage, rows: list[RowCoverage], base: str) -> Link:
    number = rows.index(each) // get_setting("GONGKAI_STANDARDS_ROWS_PER_PAGE") + 1
    query = f"?page={number}" if number > 1 else ""
    return Link(each.row.title, f"{base}{query}#{_anchor(each)}")


def _page_links(page_obj: Any, conditions: dict[str, str], base: str) -> list[PageLink | None]:
    links: list[PageLink | None] = []
    for number in page_obj.paginator.get_elided_page_range(page_obj.number):
        if not isinstance(number, int):
            links.append(None)
            continue
        query = urlencode({**conditions, **({"page": number} if number > 1 else {})})
        url = f"{base}?{query}" if query else base
        links.append(PageLink(str(number), url, number == page_obj.number))
    return links


def _shown(
    page: StandardCataloguePage, rows: list[RowCoverage], request: HttpRequest
) -> list[ShownRow]:
    column = page.catalogue.column
    hidden = catalogue_room("restrictions")
    below = hidden.below_any(hidden.restricted_pages(column, request))
    keys = {each.row.category_id for each in rows} - {None}
    category: Any = apps.get_model("gongkai_catalogue", "CategoryPage")
    public = category.objects.filter(pk__in=keys).live().exclude(below).only("title", "url_path")
    categories = {each.pk: Link(each.title, _url(each, request)) for each in public}
    named = _named(rows, below, request)
    return [
        ShownRow(
            each,
            categories.get(each.row.category_id or 0) if not each.is_blank else None,
            named.get(each.row.pk, []),
            _anchor(each),
        )
        for each in rows
    ]


def _named(rows: list[RowCoverage], hidden: Any, request: HttpRequest) -> dict[int, list[Link]]:
    """Public items that the rows name, a few of each."""
    keys = [each.row.pk for each in rows]
    pairs = list(
        StandardRowItem.objects.filter(row__in=keys)
        .order_by("sort_order", "pk")
        .values_list("row_id", "item_id")
    )
    if not pairs:
        return {}
    items: Any = apps.get_model("gongkai_catalogue", "ItemPage").objects
    public = items.disclosed(hidden).filter(pk__in={item for _row, item in pairs})
    links = {
        each.pk: Link(each.title, _url(each, request)) for each in public.only("title", "url_path")
    }
    found: dict[int, list[Link]] = {}
    for row, item in pairs:
        own = found.setdefault(row, [])
        if item in links and len(own) < _MOST_NAMED:
            own.append(links[item])
    return found


def _url(page: Page, request: HttpRequest) -> str:
    return page.get_url(request) or ""
