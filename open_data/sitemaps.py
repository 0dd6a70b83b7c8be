"""The site's map for crawlers, in sections by ranges of keys.

A section holds the pages whose keys lie in one range, so that it has an end by itself and is found
without counting through those before it. No section repeats or leaves out a page because another
one is published meanwhile, as pages by OFFSET do, and the last of them costs what the first does.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import quote, urlsplit

from django.apps import apps
from django.contrib.sitemaps import Sitemap
from django.db.models import BigIntegerField, ExpressionWrapper, F, Max
from wagtail.models import Page, Site, get_page_models

SIZE = 10_000
# Of a section's number: the keys of one with more are more than a table takes (2**63).
_DIGITS = 14
ITEMS, PAGES = "items", "pages"


@dataclass(frozen=True)
class Place:
    """A page in the map.

    Attributes:
        path: its address without scheme and host.
    """

    path: str
    changed_at: datetime | None


class Section(Sitemap):
    """Public pages of one kind, of one site, whose keys begin at ``number`` times :data:`SIZE`."""

    limit = SIZE

    def __init__(self, site: Site, kind: str, number: int, changed_at: datetime | None) -> None:
        self._site, self._kind, self._number = site, kind, number
        self._changed_at = changed_at

    def items(self) -> list[Place]:
        """Its pages, by key: one query for items, one more for each type of other pages."""
        return list(self._places())

    def location(self, item: Place) -> str:
        """Path of a page."""
        return item.path

    def lastmod(self, item: Place) -> datetime | None:
        """When a page was published as it is."""
        return item.changed_at

    def get_latest_lastmod(self) -> datetime | None:
        """The latest publication among them, where the index has asked."""
        return self._changed_at

    def get_domain(self, site: Any = None) -> str:
        """Host of the site, by whatever name it was asked for."""
        return urlsplit(self._site.root_url).netloc

    def get_protocol(self, protocol: str | None = None) -> str:
        """``https`` where the site has it."""
        return urlsplit(self._site.root_url).scheme

    def _places(self) -> Iterator[Place]:
        start = self._number * SIZE
        found = _public(self._site, self._kind).filter(pk__gte=start, pk__lt=start + SIZE)
        found = found.order_by("pk")
        if self._kind == ITEMS:
            yield from _by_row(found, self._site)
            return
        for page in found.specific(defer=True):
            # A page type may say itself that it is none for crawlers.
            for each in page.get_sitemap_urls():
                parts = urlsplit(each["location"])
                yield Place(parts.path or "/", each.get("lastmod"))


def sections_of(site: Site) -> dict[str, Section]:
    """All sections that have pages, by name; three queries, whatever the number of pages."""
    found = {}
    for kind in (PAGES, ITEMS):
        number = ExpressionWrapper(F("pk") / SIZE, output_field=BigIntegerField())
        ranges = _public(site, kind).annotate(number=number).order_by().values("number")
        for each in ranges.annotate(changed_at=Max("last_published_at")).order_by("number"):
            name = f"{kind}-{each['number']}"
            found[name] = Section(site, kind, each["number"], each["changed_at"])
    return found


def section_of(site: Site, name: str) -> Section | None:
    """A section by its name, without asking for the others; None for what is no name of one."""
    kind, _dash, number = name.partition("-")
    if kind not in {ITEMS, PAGES} or not number.isdecimal() or len(number) > _DIGITS:
        return None
    return Section(site, kind, int(number), None)


def _public(site: Site, kind: str) -> Any:
    item_model = apps.get_model("gongkai_catalogue", "ItemPage")
    if kind == ITEMS:
        return item_model.objects.descendant_of(site.root_page).disclosed()
    # By the types that are wanted: by the one that is not, a million rows would be read.
    others = [each for each in get_page_models() if not issubclass(each, item_model)]
    pages = Page.objects.descendant_of(site.root_page, inclusive=True).exact_type(*others)
    return pages.live().public().filter(alias_of__isnull=True)


def _by_row(items: Any, site: Site) -> Iterator[Place]:
    """Places of items, whose address follows from that of the site."""
    root = site.root_page
    _site_id, _host, base = root.get_url_parts() or (None, "", "/")
    above = len(root.url_path)
    rows = items.values_list("url_path", "last_published_at")
    for url_path, changed_at in rows.iterator(chunk_size=SIZE):
        yield Place(f"{base}{quote(url_path[above:])}", changed_at)
