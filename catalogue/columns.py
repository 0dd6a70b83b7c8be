"""Which 政府信息公开 column a page belongs to."""

from __future__ import annotations

from functools import cache, reduce
from operator import or_

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from wagtail.models import Page, Site, get_page_models
from wagtail.query import PageQuerySet


def column_of(page: Page) -> Page:
    """The nearest page, upwards from ``page`` itself, that is a column.

    A page model is a column when it says ``is_disclosure_column = True``. Where there is none,
    the catalogue stands directly in a site, and the site's root page is taken.

    It is kept on the page as ``disclosure_column``; who knows it already may put it there.
    """
    cached: Page | None = getattr(page, "disclosure_column", None) or _walked_through(page)
    if cached is not None:
        return cached
    line = list(page.get_ancestors(inclusive=True).filter(depth__gte=2).order_by("-depth"))
    column_types = _column_content_type_ids()
    column = next((each for each in line if each.content_type_id in column_types), None)
    if column is None:
        site = page.get_site()
        # Nothing stands above the root of all pages, which is in no site.
        column = site.root_page if site else (line or [page])[-1]
    page.disclosure_column = column.specific
    return page.disclosure_column


def _walked_through(page: Page) -> Page | None:
    """The column among the pages that routing came through; it leaves with each its parent."""
    above: Page | None = page
    while above is not None and not is_column(above):
        above = getattr(above, "_cached_parent_obj", None)
    return above.specific if above is not None else None


def is_column(page: Page) -> bool:
    """Whether a page, be it read as a plain one, is a column."""
    return page.content_type_id in _column_content_type_ids()


@cache
def _column_models() -> tuple[type[Page], ...]:
    return tuple(
        model for model in get_page_models() if getattr(model, "is_disclosure_column", False)
    )


@cache
def _column_content_type_ids() -> frozenset[int]:
    kinds = ContentType.objects.get_for_models(*_column_models())
    return frozenset(kind.pk for kind in kinds.values())


def columns() -> PageQuerySet:
    """Every column of the platform, in the order of the page tree."""
    # By their own small tables: by their type the whole tree of pages would be read.
    own = [Q(pk__in=model._base_manager.values("pk")) for model in _column_models()]
    return Page.objects.filter(reduce(or_, own, Q(pk__in=()))).order_by("path")


def pages_of(column: Page, pages: PageQuerySet) -> PageQuerySet:
    """Those of ``pages`` that stand below ``column`` and below no column inside it."""
    pages = pages.descendant_of(column)
    for nested in columns().descendant_of(column):
        pages = pages.not_descendant_of(nested)
    return pages


def columns_of_site(site: Site, hidden: Q) -> PageQuerySet:
    """Public columns of one site, in the order of the page tree.

    ``hidden`` is what pages under a view restriction are found by.
    """
    return columns().descendant_of(site.root_page, inclusive=True).live().exclude(hidden)
