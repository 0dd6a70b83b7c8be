"""What the public table shows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.apps import apps
from django.core.paginator import Paginator
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.models import Page

from .conf import get_setting
from .coverage import Coverage, RowCoverage, coverage_of
from .filters import BLANK, StandardRowFilterSet
from .looking import Window
from .models import StandardCatalogue, StandardCataloguePage, StandardRowItem
from .rooms import catalogue as catalogue_room

_MOST_NAMED = 5
# Blank rows that are named above the table; of more, the table is the list.
_MOST_BLANK = 10
_FIRST_YEAR, _DIGITS_OF_YEAR, _LONGEST_TOLD = 2008, 4, 20


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
    year = asked_year(catalogue, request.GET.get("year", ""))
    window = Window.of_year(year) if year else None
    coverage = coverage_of(catalogue, window)
    filterset = StandardRowFilterSet(request.GET, rows=coverage.rows)
    rows = filterset.narrowed()
    paginator = Paginator(rows, get_setting("GONGKAI_STANDARDS_ROWS_PER_PAGE"))
    page_obj = paginator.get_page(request.GET.get("page"))
    base = page.get_url(request) or ""
    of_year = {"year": str(year)} if year else {}
    return {
        "catalogue": catalogue,
        "year": year,
        "until": window.until if window else None,
        "coverage": coverage,
        **_blank_context(coverage, base, of_year),
        "filterset": filterset,
        "notices": [*_notices_of_year(request, year), *filterset.notices],
        "total": len(rows),
        "page_obj": page_obj,
        "page_links": _page_links(page_obj, {**of_year, **filterset.conditions}, base),
        "shown": _shown(page, list(page_obj.object_list), request),
        "levels": catalogue.level_names,
    }


def asked_year(catalogue: StandardCatalogue, text: str) -> int | None:
    """The year of which the table is asked for; None where it is none that can be told of."""
    year = int(text) if text.isascii() and text.isdigit() and len(text) == _DIGITS_OF_YEAR else None
    if year is None or year > timezone.localdate().year or year < _FIRST_YEAR:
        return None
    return year if catalogue.is_in_force(year) else None


def _notices_of_year(request: HttpRequest, year: int | None) -> list[str]:
    text = request.GET.get("year", "")
    if not text or year:
        return []
    return [_("没有“%s”年度的公开情况，列出的是现在的情况。") % text[:_LONGEST_TOLD]]


def _anchor(each: RowCoverage) -> str:
    return f"row-{each.row.pk}"


def _blank_context(coverage: Coverage, base: str, of_year: dict[str, str]) -> dict[str, Any]:
    """The first rows without content, each with its place in the whole table, and all of them."""
    places = [n for n, each in enumerate(coverage.rows) if each.is_blank]
    links = []
    for place in places[:_MOST_BLANK]:
        number = place // get_setting("GONGKAI_STANDARDS_ROWS_PER_PAGE") + 1
        query = urlencode({**of_year, **({"page": number} if number > 1 else {})})
        each = coverage.rows[place]
        address = f"{base}?{query}" if query else base
        links.append(Link(each.row.title, f"{address}#{_anchor(each)}"))
    everything = f"{base}?{urlencode({**of_year, 'content': BLANK})}"
    more = len(places) > _MOST_BLANK
    return {"blank": links, "blank_total": len(places), "blank_url": everything if more else ""}


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
