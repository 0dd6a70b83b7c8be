"""What stands around every public page: column, sections, breadcrumbs, identity of the site."""

from __future__ import annotations

from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from django.core.exceptions import DisallowedHost
from django.db import DatabaseError
from django.http import HttpRequest
from wagtail.models import Page, Site

from .columns import column_of, is_column
from .kept import is_as_stored, tag_of
from .kept import kept as kept_value
from .models import CataloguePage, DisclosureSiteSettings

# ``section_order`` of the guide, see ``CataloguePage.section_order``. The guide belongs to an app
# above this one and is known here by its place only.
GUIDE_ORDER = 10


@dataclass(frozen=True)
class Section:
    """One of the mandated sections of a column."""

    title: str
    url: str
    order: int
    # Value of ``aria-current``: "page" on the section itself, "true" below it, else empty.
    current: str = ""
    is_catalogue: bool = False


@dataclass(frozen=True)
class Crumb:
    """A page on the way down from the column."""

    title: str
    url: str


@dataclass(frozen=True)
class Chrome:
    """Everything around the content of one page. An empty one stands for "nothing known"."""

    column_title: str = ""
    column_url: str = ""
    sections: tuple[Section, ...] = ()
    crumbs: tuple[Crumb, ...] = ()
    identity: DisclosureSiteSettings | None = None
    hostname: str = ""
    # What a search names the column by; empty where it is the whole site.
    column_key: str = ""
    column_id: int | None = None

    @property
    def catalogue_url(self) -> str:
        """Address of the catalogue's list, where searches go; empty where there is none."""
        return next((each.url for each in self.sections if each.is_catalogue), "")

    @property
    def guide(self) -> Section | None:
        """The guide of the column."""
        return next((each for each in self.sections if each.order == GUIDE_ORDER), None)

    @property
    def site_name(self) -> str:
        """Name of the site as the office gave it, else the column's title."""
        return (self.identity.site_name if self.identity else "") or self.column_title


def chrome_of(page: Page | None, request: HttpRequest | None) -> Chrome:
    """Chrome of ``page``, read once a request: two queries for a page that was asked for by its
    address, five for another, whatever the size of the site.

    Without a page (an error page) it is the chrome of the site's top page, or an empty one when
    the site cannot be told: an error page must not fail in its turn.
    """
    kept: dict[int | None, Chrome] = getattr(request, "_gongkai_chrome", {})
    key = page.pk if page else None
    if key not in kept:
        kept[key] = _kept(page, request) if page else _read_without_page(request)
        if request is not None:
            request._gongkai_chrome = kept  # type: ignore[attr-defined]  # our own cache on it
    return kept[key]


def known_catalogue_url(column: Page, request: HttpRequest | None) -> str:
    """Address of the catalogue of ``column`` where this request has read it already, else empty."""
    kept: dict[int | None, Chrome] = getattr(request, "_gongkai_chrome", {})
    return next((each.catalogue_url for each in kept.values() if each.column_id == column.pk), "")


def _kept(page: Page, request: HttpRequest | None) -> Chrome:
    if request is None or not is_as_stored(page, request):
        return _read(page, request)
    place = (page.pk, page.path, request.get_host(), request.is_secure())
    return kept_value(tag_of(page, request), ("chrome", *place), lambda: _read(page, request))


def _read_without_page(request: HttpRequest | None) -> Chrome:
    try:
        site = Site.find_for_request(request) if request else None
        return _read(site.root_page, request) if site else Chrome()
    except (DatabaseError, DisallowedHost):
        return Chrome()


def _read(page: Page, request: HttpRequest | None) -> Chrome:
    column, line = _line(page)
    site = Site.find_for_request(request) if request else page.get_site()
    crumbs = [Crumb(each.title, url) for each in line if (url := each.get_url(request))]
    return Chrome(
        column_title=column.title,
        column_url=column.get_url(request) or "/",
        sections=tuple(_sections(column, page, request)),
        crumbs=tuple(crumbs),
        identity=_kept_identity(column, site, request),
        hostname=site.hostname if site else "",
        column_key="" if site and site.root_page_id == column.pk else str(column.pk),
        column_id=column.pk,
    )


def _line(page: Page) -> tuple[Page, list[Page]]:
    """The column of ``page``, and the pages from it down to the parent of ``page``.

    Wagtail's routing leaves with every page the parent it came through, so that a page which
    was asked for by its address knows its line already.
    """
    walked = [page]
    while not is_column(walked[-1]):
        parent = getattr(walked[-1], "_cached_parent_obj", None)
        if parent is None:
            column = column_of(page)
            between = page.get_ancestors().filter(depth__gt=column.depth, live=True)
            above = [column] if page.depth > column.depth else []
            return column, [*above, *between.order_by("depth")]
        walked.append(parent)
    return walked[-1], walked[:0:-1]


def _sections(column: Page, page: Page, request: HttpRequest | None) -> list[Section]:
    found = []
    for path, section in _sections_of(column, request):
        current = ""
        if page.path.startswith(path):
            current = "page" if page.path == path else "true"
        found.append(replace(section, current=current))
    return found


def _sections_of(column: Page, request: HttpRequest | None) -> list[tuple[str, Section]]:
    """Path in the tree and section, of each public one, in their order."""
    if request is None:
        return _read_sections(column, request)
    place = (column.pk, column.path, request.get_host(), request.is_secure())
    return kept_value(
        tag_of(column, request), ("sections", *place), lambda: _read_sections(column, request)
    )


def _read_sections(column: Page, request: HttpRequest | None) -> list[tuple[str, Section]]:
    found = []
    # A restriction further up holds for the page itself as well: who reads it may read them.
    for child in column.get_children().live().filter(view_restrictions__isnull=True):
        model = child.specific_class
        order = getattr(model, "section_order", None)
        url = child.get_url(request)
        if order is not None and url:
            is_catalogue = issubclass(model, CataloguePage)
            section = Section(child.title, url, order, is_catalogue=is_catalogue)
            found.append((child.path, section))
    return sorted(found, key=lambda pair: pair[1].order)


def _kept_identity(
    column: Page, site: Site | None, request: HttpRequest | None
) -> DisclosureSiteSettings | None:
    if site is None or request is None:
        return _identity(site, request)
    name = ("identity", site.pk)
    return kept_value(tag_of(column, request), name, lambda: _identity(site, request))


def _identity(site: Site | None, request: HttpRequest | None) -> DisclosureSiteSettings | None:
    if site is None:
        return None
    if request is not None:
        return DisclosureSiteSettings.for_request(request)
    return DisclosureSiteSettings.for_site(site)


def canonical_url(page: Page, request: HttpRequest | None, query: str = "") -> str:
    """Absolute address under which ``page`` is to be known, with ``query`` where it matters.

    An alias is known by the address of the page that it repeats.
    """
    address = (page.alias_of or page).get_full_url(request) or ""
    if address and not urlsplit(address).path:
        address += "/"
    return f"{address}?{query}" if address and query else address
