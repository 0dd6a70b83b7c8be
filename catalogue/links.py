"""Links that other apps put on public pages, in the head or in the foot.

A function under the Wagtail hook ``register_gongkai_links`` takes the template's context and the
chrome of the page, and returns :class:`Link`\\ s. It is asked for every page and should ask the
database nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from wagtail import hooks

from .chrome import Chrome

HOOK = "register_gongkai_links"
# A function under this hook takes an item and another that it interprets or that interprets it, and
# returns names and addresses of pages on the two together. Addresses may be relative to the item's.
PAIR_HOOK = "register_gongkai_pair_links"
# A function under this hook takes the page of an item or guide, and returns names and addresses of
# what may be done with it. Addresses may be relative to the page's.
PAGE_HOOK = "register_gongkai_page_links"
# A function under this hook takes the same, and returns sentences on what became of it elsewhere.
NOTES_HOOK = "register_gongkai_page_notes"
FEED_TYPE = "application/atom+xml"


@dataclass(frozen=True)
class Link:
    """A link.

    Attributes:
        media_type: of what it leads to, where that is no page: it stands in the head as an
            alternate then, else in the foot.
    """

    title: str
    url: str
    media_type: str = ""


def links_of(context: Mapping[str, Any], chrome: Chrome) -> list[Link]:
    """All links of a page; read once for each rendering."""
    return [link for register in hooks.get_hooks(HOOK) for link in register(context, chrome)]


def pair_links(item: Any, other: Any) -> list[Link]:
    """Links of an item's page to what other apps show of it and of another together."""
    found = (register(item, other) for register in hooks.get_hooks(PAIR_HOOK))
    return [Link(title, url) for links in found for title, url in links]


def page_links(page: Any) -> list[Link]:
    """What other apps offer to do with a page; nothing for one that is not stored yet."""
    if page.pk is None:
        return []
    found = (register(page) for register in hooks.get_hooks(PAGE_HOOK))
    return [Link(title, url) for links in found for title, url in links]


def page_notes(page: Any) -> list[str]:
    """What other apps know of a page."""
    if page.pk is None:
        return []
    return [note for register in hooks.get_hooks(NOTES_HOOK) for note in register(page)]
