"""Pages under a view restriction: nothing public is told of them, nor of what stands below them."""

from __future__ import annotations

from collections.abc import Iterable
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Q
from django.http import HttpRequest
from wagtail.models import Page, PageViewRestriction

from .columns import column_of
from .kept import kept, tag_of

# Key and path in the page tree, of each page.
Restricted = tuple[tuple[int, str], ...]


def restricted_pages(page: Page, request: HttpRequest | None) -> Restricted:
    """Every page under a view restriction, read when something public has changed."""
    # Other columns that are put in another order move a column in the tree, and change nothing
    # that it shows.
    return kept(tag_of(page, request), ("restricted", column_of(page).path), read_restricted)


class QuickRestrictionsMixin:
    """A page that asks for its view restrictions only where there are any at all."""

    def get_view_restrictions(self) -> Any:
        """What ``Page.get_view_restrictions`` gives."""
        page: Any = self
        if not restricted_pages(page, None):
            return PageViewRestriction.objects.none()
        return super().get_view_restrictions()  # type: ignore[misc]  # of the page


def below_any(pages: Restricted) -> Q:
    """Condition that finds the pages and what stands below them: what ``private_q`` gives."""
    paths: Iterable[Q] = (Q(path__startswith=path) for _pk, path in pages)
    return reduce(or_, paths, Q()) or Q(pk__in=[])


def read_restricted() -> Restricted:
    """Every page under a view restriction, asked for now.

    Two queries where there are any, and no join: SQLite looks through all pages to join none.
    """
    keys = set(PageViewRestriction.objects.values_list("page_id", flat=True))
    if not keys:
        return ()
    found = Page.objects.filter(pk__in=keys).order_by().values_list("pk", "path")
    return tuple(sorted(found, key=lambda pair: pair[1]))
