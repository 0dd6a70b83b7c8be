"""The addresses that are measured, as the data has them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.urls import reverse

from catalogue.models import CataloguePage, CategoryPage, ItemPage

# Editors of this account have so many permission rows.
EDITOR, ROWS = "growth-editor", 20
_PAGE_SIZE = 20
_DEEP = 0.9
_API = "/api/v1/items/"
_EMPTY = "There are no items; the database was not loaded."


def public(follow: Callable[[str], Any]) -> dict[str, str]:
    """Addresses of pages and the API by name.

    Args:
        follow: gets the JSON of an address, for what only an answer tells.
    """
    largest = largest_category()
    item = ItemPage.objects.disclosed().descendant_of(largest).order_by("pk").first()
    catalogue = CataloguePage.objects.live().order_by("path").first()
    if item is None or catalogue is None:
        raise SystemExit(_EMPTY)
    address = catalogue.get_url()
    last = max(int(largest.numchild / _PAGE_SIZE * _DEEP), 1)
    return {
        "column home": "/",
        "list": address,
        "filtered list": f"{address}?year=2013&kind=document",
        "list of an organ": f"{address}?organ={item.organ.slug}",
        "deep page": f"{address}?page={last}",
        "largest category": largest.get_url(),
        "largest category, deep": f"{largest.get_url()}?page={last}",
        "item": item.get_url(),
        "search, common word": "/search/?q=%E9%80%9A%E7%9F%A5",
        "search, two words": "/search/?q=%E5%86%9C%E6%9D%91%E5%85%AC%E8%B7%AF+%E5%85%BB%E6%8A%A4",
        "API list": _API,
        "API filtered": f"{_API}?year=2013&kind=document",
        "API far on": _far_on(follow),
        "API item": f"{_API}{item.pk}/",
        "API facets": "/api/v1/facets/",
    }


def admin() -> dict[str, str]:
    """Addresses of the admin by name; the same for every user."""
    largest = largest_category()
    item = ItemPage.objects.descendant_of(largest).order_by("pk").first()
    if item is None:
        raise SystemExit(_EMPTY)
    items = reverse("gongkai-items:index")
    explorer = reverse("wagtailadmin_explore", args=[largest.pk])
    chooser = reverse("wagtailadmin_choose_page_child", args=[largest.pk])
    word = "%E5%86%9C%E6%9D%91%E5%85%AC%E8%B7%AF"
    last = max(int(largest.numchild / 50 * _DEEP), 1)
    return {
        "admin home": reverse("wagtailadmin_home"),
        "items": items,
        "items, deep": f"{items}?p={last}",
        "items, by title": f"{items}?ordering=title",
        "items, searched": f"{items}?q={word}",
        "items, filtered": f"{items}?year=2013&kind=document",
        "items, of a category": f"{items}?category={largest.pk}",
        "explorer": explorer,
        "explorer, deep": f"{explorer}?p={last}",
        "explorer, by title": f"{explorer}?ordering=title",
        "explorer, searched": f"{explorer}?q={word}",
        "explorer, root": reverse("wagtailadmin_explore_root"),
        "page search": f"{reverse('wagtailadmin_pages:search')}?q={word}",
        "page chooser": chooser,
        "page chooser, searched": f"{reverse('wagtailadmin_choose_page_search')}?q={word}",
        "form of an item": reverse("wagtailadmin_pages:edit", args=[item.pk]),
        "documents": reverse("wagtaildocs:index"),
        "document chooser": reverse("wagtaildocs_chooser:choose"),
        "review queue": reverse("gongkai_review:queue"),
        "review records": reverse("gongkai_review_records:index"),
        "site history": reverse("wagtailadmin_reports:site_history"),
        "aging pages": reverse("wagtailadmin_reports:aging_pages"),
        "page types": reverse("wagtailadmin_reports:page_types_usage"),
    }


def largest_category() -> CategoryPage:
    """The category with most items."""
    found = CategoryPage.objects.live().order_by("-numchild").first()
    if found is None:
        raise SystemExit(_EMPTY)
    return found


def _far_on(follow: Callable[[str], Any]) -> str:
    """A page of the API behind 20 others of 100 items, or the last of fewer."""
    address = f"{_API}?limit=100"
    for _page in range(20):
        following = follow(address).get("next")
        if not following:
            break
        address = following
    return address
