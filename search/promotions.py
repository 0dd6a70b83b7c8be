"""What editors put above the hits of one query: Wagtail's promoted search results.

Wagtail looks a query up by its letters in lower case. Here all spellings of a query are one, as
for everything else that is searched.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db.models.signals import post_delete, post_save
from django.http import HttpRequest
from wagtail.models import Page, Site

from .live import Live
from .query.language import PeopleQuery
from .text import canonical

_PACKAGE, _APP = "wagtail.contrib.search_promotions", "wagtailsearchpromotions"


@dataclass(frozen=True)
class Promoted:
    """One recommendation: to ``page``, or to ``url`` outside of the site."""

    title: str
    description: str
    page: Page | None = None
    url: str = ""

    @property
    def is_external(self) -> bool:
        """Whether it leads out of the site."""
        return self.page is None


def promoted(request: HttpRequest, parsed: PeopleQuery) -> list[Promoted]:
    """Recommendations for a query that the visitor may see, in the order editors gave them."""
    if parsed.is_empty or parsed.excluded or not apps.is_installed(_PACKAGE):
        return []
    picks = _picks(_current.get().get(parsed.canonical, ()))
    pages = _visible(request, [pick.page_id for pick in picks if pick.page_id])
    shown = [
        _of_page(pick, pages[pick.page_id]) if pick.page_id else _of_link(pick)
        for pick in picks
        if not pick.page_id or pick.page_id in pages
    ]
    return [each for each in shown if each is not None]


def promoted_queries() -> set[str]:
    """Canonical queries that have recommendations."""
    return set(_current.get()) if apps.is_installed(_PACKAGE) else set()


def _of_page(pick: Any, page: Page) -> Promoted:
    return Promoted(page.title, pick.description, page=page)


def _of_link(pick: Any) -> Promoted | None:
    # Wagtail's form asks for both; what was stored otherwise leads nowhere.
    if not (pick.external_link_url and pick.external_link_text):
        return None
    return Promoted(pick.external_link_text, pick.description, url=pick.external_link_url)


def _visible(request: HttpRequest, keys: Sequence[Any]) -> dict[Any, Page]:
    site = Site.find_for_request(request)
    if site is None or not keys:
        return {}
    pages = Page.objects.live().public().descendant_of(site.root_page, inclusive=True)
    return {page.pk: page for page in pages.filter(pk__in=keys)}


def _picks(queries: Sequence[Any]) -> list[Any]:
    if not queries:
        return []
    model = apps.get_model(_APP, "SearchPromotion")
    return list(model.objects.filter(query_id__in=queries).order_by("sort_order", "pk"))


def _read() -> Mapping[str, Sequence[Any]]:
    """Keys of the queries that have recommendations, by their canonical form."""
    model = apps.get_model(_APP, "SearchPromotion")
    found: dict[str, list[Any]] = defaultdict(list)
    texts = model.objects.order_by("query_id").values_list("query_id", "query__query_string")
    for key, text in texts.distinct():
        found[canonical(text)].append(key)
    found.pop("", None)
    return found


_current = Live("promotions", _read)


def _changed(using: str, **kwargs: Any) -> None:
    _current.renew_on_commit(using)


def watch() -> None:
    """Have a change of Wagtail's recommendations take effect at once."""
    if apps.is_installed(_PACKAGE):
        for name in ("SearchPromotion", "Query"):
            for signal in (post_save, post_delete):
                signal.connect(
                    _changed,
                    sender=apps.get_model(_APP, name),
                    dispatch_uid=f"gongkai_search.promotions.{name}",
                )
