"""What part of the platform is read: the site that was asked, or one column of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.http import HttpRequest
from django.utils.translation import gettext as _
from wagtail.models import Page, Site

from ..rooms import catalogue
from .problems import invalid, not_found


@dataclass(frozen=True)
class Scope:
    """The page below which everything stands, and what is hidden from the public there."""

    site: Site
    root: Page
    hidden: Q
    column_id: int | None
    # Absolute address of the root page, ending in a slash.
    base: str

    def items(self) -> Any:
        """Every item that anybody may read (``ItemQuerySet``)."""
        found: Any = catalogue("models").ItemPage.objects
        return found.descendant_of(self.root).order_by().disclosed(self.hidden)


def scope_of(request: HttpRequest, column_id: int | None = None) -> Scope:
    """The site of ``request``, or the column of it that has the key ``column_id``.

    Raises:
        Problem: no site answers to this name, or it has no such public column.
    """
    site = Site.find_for_request(request)
    if site is None:
        raise not_found(_("这个域名下没有网站。"))
    hidden = Page.objects.all().private_q()
    root = site.root_page
    if column_id is not None:
        column = columns_of(site, hidden).filter(pk=column_id).first()
        if column is None:
            raise invalid([("column", _("没有这个栏目；栏目的编号见/sites/。"))])
        root = column
    _site_id, host, path = root.get_url_parts(request) or (None, site.root_url, "/")
    return Scope(site, root, hidden, column_id, f"{host}{path}")


def columns_of(site: Site, hidden: Q) -> Any:
    """Public columns of a site (``PageQuerySet``)."""
    return catalogue("columns").columns_of_site(site, hidden)
