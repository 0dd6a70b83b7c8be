"""What part of the platform is read: the site that was asked, or one column of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db.models import Q
from django.http import HttpRequest
from django.utils.translation import gettext as _
from wagtail.models import Page, Site

from ..rooms import catalogue, room
from .problems import invalid, not_found

T = TypeVar("T")


@dataclass(frozen=True)
class Scope:
    """The page below which everything stands, and what is hidden from the public there."""

    site: Site
    root: Page
    hidden: Q
    # Key and path of every page under a view restriction.
    restricted: tuple[tuple[int, str], ...]
    column_id: int | None
    # Absolute address of the root page, ending in a slash.
    base: str
    # Changes whenever anything public does.
    tag: str

    def items(self) -> Any:
        """Every item that anybody may read (``ItemQuerySet``), in no order."""
        found: Any = catalogue("models").ItemPage.objects
        return found.descendant_of(self.root).order_by().disclosed(self.hidden)

    def kept(self, name: tuple[Any, ...], ask: Callable[[], T]) -> T:
        """What ``ask`` says, kept in this process until anything public changes."""
        key = ("gongkai_api", self.root.pk, self.column_id, *name)
        found: T = catalogue("kept").kept(self.tag, key, ask)
        return found

    @property
    def vocabulary(self) -> Any:
        """The values that items may have (``Vocabulary``)."""
        load = catalogue("vocabulary").Vocabulary.load
        return self.kept(("vocabulary",), lambda: load(self.root, self.hidden))

    @property
    def place(self) -> Any:
        """The scope as the tallies know it (``Place``)."""
        below = catalogue("tallies.reading").Place.below
        return self.kept(("place",), lambda: below(self.root, self.restricted))


def scope_of(request: HttpRequest, column_id: int | None = None) -> Scope:
    """The site of ``request``, or the column of it that has the key ``column_id``.

    Without a query once it was read, until anything public changes.

    Raises:
        Problem: no site answers to this name, or it has no such public column.
    """
    tag = room("gongkai_serving", "content").content_tag(request, None)
    name = ("gongkai_api.scope", request.scheme, request.get_host(), column_id)
    scope: Scope = catalogue("kept").kept(tag, name, lambda: _read(request, column_id, tag))
    return scope


def _read(request: HttpRequest, column_id: int | None, tag: str) -> Scope:
    site = Site.find_for_request(request)
    if site is None:
        raise not_found(_("这个域名下没有网站。"))
    restrictions = catalogue("restrictions")
    restricted = restrictions.restricted_pages(site.root_page, request)
    hidden = restrictions.below_any(restricted)
    root = site.root_page
    if column_id is not None:
        column = columns_of(site, hidden).filter(pk=column_id).first()
        if column is None:
            raise invalid([("column", _("没有这个栏目；栏目的编号见/sites/。"))])
        root = column
    _site_id, host, path = root.get_url_parts(request) or (None, site.root_url, "/")
    return Scope(
        site=site,
        root=root,
        hidden=hidden,
        restricted=restricted,
        column_id=column_id,
        base=f"{host}{path}",
        tag=tag,
    )


def columns_of(site: Site, hidden: Q) -> Any:
    """Public columns of a site (``PageQuerySet``)."""
    return catalogue("columns").columns_of_site(site, hidden)
