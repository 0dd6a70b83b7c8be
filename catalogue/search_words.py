"""Words of the catalogue that the search keeps in one piece."""

from __future__ import annotations

from collections.abc import Iterable

from wagtail import hooks

from .models import CategoryPage, Organ, OrganName, Topic


@hooks.register("register_gongkai_search_words")
def catalogue_words() -> Iterable[str]:
    """Names and short names of organs, names of topics, titles of public categories."""
    yield from OrganName.objects.order_by().values_list("name", flat=True)
    for names in Organ.objects.order_by().values_list("name", "short_name"):
        yield from names
    yield from Topic.objects.order_by().values_list("name", flat=True)
    yield from CategoryPage.objects.live().public().order_by().values_list("title", flat=True)
