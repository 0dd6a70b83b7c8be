"""Every public address of this app: for who walks all that is public, as the leak test does."""

from __future__ import annotations

from urllib.parse import urlencode

from django.urls import reverse
from wagtail.models import Page

from .feeds.addresses import feeds_of
from .models import DataFile
from .sitemaps import sections_of


def public_addresses(column: Page) -> list[str]:
    """Addresses (paths, with their query strings) that show anything of a public column: the page
    and the catalogue of the data, every file and its checksums, every feed with that of a search,
    and the maps of its site."""
    rows = DataFile.objects.filter(column=column).order_by("year", "format")
    files = [
        _path("file", column.pk, year, code) for year, code in rows.values_list("year", "format")
    ]
    search = f"{_path('feed_search')}?{urlencode({'q': column.title})}"
    site = column.get_site()
    sections = sections_of(site) if site else {}
    return [
        _path("page"),
        _path("catalogue"),
        _path("sums", column.pk),
        *files,
        *(feed.url for feed in feeds_of(column, "")),
        search,
        _path("sitemap"),
        *(_path("sitemap_section", name) for name in sections),
        _path("robots"),
    ]


def _path(name: str, *args: object) -> str:
    return reverse(f"gongkai_open_data:{name}", args=args)
