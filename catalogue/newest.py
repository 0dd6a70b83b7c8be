"""The newest items of a part of the tree, found in the narrow rows that the lists are made of."""

from __future__ import annotations

from django.http import HttpRequest
from wagtail.models import Page

from .models import ItemPage
from .restrictions import below_any, restricted_pages
from .tallies.reading import Place, Selection


def newest_items(root: Page, number: int, request: HttpRequest | None = None) -> list[ItemPage]:
    """The last published items below ``root`` that anybody may read, without their text."""
    restricted = restricted_pages(root, request)
    place = Place.kept(root, root, restricted, request)
    rows = Selection(place).listed().filter(published_on__isnull=False)
    keys = list(rows.order_by("-published_on", "-item").values_list("item_id", flat=True)[:number])
    # The items themselves say whether they may be shown, whatever was listed.
    items = ItemPage.objects.disclosed(below_any(restricted)).filter(pk__in=keys)
    found = {item.pk: item for item in items.select_related("organ").defer("body")}
    return [found[pk] for pk in keys if pk in found]
