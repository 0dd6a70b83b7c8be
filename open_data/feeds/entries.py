"""Items as entries of a feed."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any
from urllib.parse import quote

from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape
from wagtail.models import Page, Site

from ..rooms import catalogue
from ..services.building import text_of

# So many entries has a feed at most.
NEWEST = 50
_SUMMARY = 200
# What XML 1.0 cannot hold.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True)
class Entry:
    """An item as a feed shows it."""

    tag: str
    title: str
    url: str
    summary: str
    published: datetime
    updated: datetime
    organ: str
    categories: list[str]


class CleanAtom(Atom1Feed):
    """Atom without the characters that XML cannot hold; Django's refuses to write them at all."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*_clean(args), **_clean(kwargs))

    def add_item(self, *args: Any, **kwargs: Any) -> None:
        """Add an entry."""
        super().add_item(*_clean(args), **_clean(kwargs))


def newest(items: Any) -> Any:
    """The newest of some items with all that an entry shows; one query."""
    found = items.select_related("organ", "topic__parent", "genre")
    return found.order_by("-published_on", "-page_ptr_id")[:NEWEST]


def entries_of(items: Iterable[Any], root: Page, site: Site) -> list[Entry]:
    """Entries of items below ``root``, whose address theirs follow from without a query."""
    _site_id, host, path = root.get_url_parts() or (None, site.root_url, root.url_path)
    base, above = f"{host}{path}", len(root.url_path)
    return [_entry(item, f"{base}{quote(item.url_path[above:])}", site.hostname) for item in items]


def feed_tag(site: Site, name: str) -> str:
    """Id of a feed: a tag (RFC 4151) of the day on which 《政府信息公开条例》 came into force."""
    return f"tag:{site.hostname},2008-05-01:gongkai/feed/{name}"


def _entry(item: Any, url: str, hostname: str) -> Entry:
    zone = timezone.get_current_timezone()
    published = datetime.combine(item.published_on, time(), tzinfo=zone)
    first = item.first_published_at or published
    return Entry(
        # The first publication and the key never change, whatever becomes of title and address.
        tag=f"tag:{hostname},{first.astimezone(zone):%Y-%m-%d}:gongkai/item/{item.pk}",
        title=item.title,
        url=url,
        summary=_summary(item),
        published=published,
        updated=item.last_published_at or first,
        organ=item.organ_name,
        categories=_categories(item),
    )


def _summary(item: Any) -> str:
    """What the editor wrote, or how the text begins; as markup, which a feed's summary is."""
    text = catalogue("page_tags").description_of(item) or " ".join(text_of(item.body).split())
    return escape(text if len(text) <= _SUMMARY else f"{text[: _SUMMARY - 1]}…")


def _categories(item: Any) -> list[str]:
    named = (
        item.get_kind_display(),
        item.topic and item.topic.full_name,
        item.genre and item.genre.name,
    )
    return list(dict.fromkeys([*(str(each) for each in named if each), *item.keyword_list]))


def _clean(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _clean(each) for name, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [_clean(each) for each in value]
    if value is None or isinstance(value, (datetime, bool, int)):
        return value
    return _FORBIDDEN.sub("", str(value))
