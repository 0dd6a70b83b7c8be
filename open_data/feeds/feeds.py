"""The feeds, in Django's syndication framework: of a column, category, organ, and of a search."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.syndication.views import Feed
from django.http import HttpRequest

from .entries import CleanAtom, Entry


@dataclass(frozen=True)
class Content:
    """What one feed says.

    Attributes:
        tag: its id.
        url: the page that shows the same to people, absolute.
        feed_url: the feed's own address, absolute.
        author: name of the organ whose column it is.
    """

    tag: str
    title: str
    subtitle: str
    url: str
    feed_url: str
    author: str
    entries: list[Entry]


class ItemFeed(Feed):
    """Renders :class:`Content`."""

    feed_type = CleanAtom
    language = "zh-Hans"

    def __init__(self, content: Content) -> None:
        self._content = content

    def get_object(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Content:  # type: ignore[override]  # Django's stubs say None
        """What is rendered."""
        return self._content

    def title(self, obj: Content) -> str:
        """Title of the feed."""
        return obj.title

    def subtitle(self, obj: Content) -> str:
        """What it holds."""
        return obj.subtitle

    def link(self, obj: Content) -> str:
        """The page for people."""
        return obj.url

    def feed_url(self, obj: Content) -> str:
        """Its own address."""
        return obj.feed_url

    def feed_guid(self, obj: Content) -> str:
        """Its id."""
        return obj.tag

    def author_name(self, obj: Content) -> str:
        """Who answers for entries that name no organ."""
        return obj.author

    def items(self, obj: Content) -> Iterable[Entry]:
        """The entries, the newest first."""
        return obj.entries

    def item_title(self, item: Entry) -> str:  # type: ignore[override]  # of our entries
        """Title as plain text, which an Atom title is."""
        return item.title

    def item_description(self, item: Entry) -> str:  # type: ignore[override]  # of our entries
        """Summary."""
        return item.summary

    def item_link(self, item: Entry) -> str:  # type: ignore[override]  # of our entries
        """Address of the item."""
        return item.url

    def item_guid(self, item: Entry) -> str:
        """Id of the item."""
        return item.tag

    def item_author_name(self, item: Entry) -> str | None:
        """The organ that published it."""
        return item.organ or None

    def item_pubdate(self, item: Entry) -> datetime:
        """发布日期."""
        return item.published

    def item_updateddate(self, item: Entry) -> datetime:
        """When it was published as it is now."""
        return item.updated

    def item_categories(self, item: Entry) -> list[str]:
        """Kind, topic, genre and keywords."""
        return item.categories
