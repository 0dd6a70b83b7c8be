"""Which feeds a column has."""

from __future__ import annotations

from dataclasses import dataclass

from django.apps import apps
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.models import Page


@dataclass(frozen=True)
class FeedLink:
    """A feed, with its absolute address."""

    title: str
    url: str


def feeds_of(column: Page, root_url: str) -> list[FeedLink]:
    """The column's own feed, then those of its categories and of the organs that published
    anything in it. Three queries."""
    found = [FeedLink(_("全部信息"), _address("feed_column", column.pk))]
    categories = apps.get_model("gongkai_catalogue", "CategoryPage").objects
    public = categories.descendant_of(column, inclusive=True).live().public()
    rows = public.filter(alias_of=None).order_by("path").values_list("code", "title")
    found += [FeedLink(title, _address("feed_category", column.pk, code)) for code, title in rows]
    found += [
        FeedLink(name, _address("feed_organ", column.pk, slug)) for slug, name in _organs(column)
    ]
    return [FeedLink(each.title, f"{root_url}{each.url}") for each in found]


def _organs(column: Page) -> list[tuple[str, str]]:
    """The organ of a column and those directly below it; all, where the column has none."""
    organs = apps.get_model("gongkai_catalogue", "Organ").objects
    own = getattr(column, "organ_id", None)
    chosen = organs.filter(parent=own) | organs.filter(pk=own) if own else organs.all()
    return list(chosen.order_by("pk").values_list("slug", "name"))


def _address(name: str, *args: object) -> str:
    return reverse(f"gongkai_open_data:{name}", args=args)
