"""schema.org descriptions (JSON-LD) of public pages."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote, urlsplit

from django.utils.safestring import SafeString, mark_safe

from .chrome import Chrome
from .enums import Kind, Validity
from .models import ItemPage
from .page_tags import description_of
from .presentation import newest_corrections

# What could end the script element or begin another inside it.
_ESCAPES = {ord(character): f"\\u{ord(character):04X}" for character in "<>&\u2028\u2029"}
_LEGAL_FORCE = {
    Validity.VALID: "InForce",
    Validity.PENDING: "NotInForce",
    Validity.EXPIRED: "NotInForce",
    Validity.REPEALED: "NotInForce",
}


def script(data: dict[str, Any]) -> SafeString:
    """``data`` as a data block that no text inside it can break out of."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":")).translate(_ESCAPES)
    return mark_safe(  # noqa: S308 - the text was escaped on the line above
        f'<script type="application/ld+json">{text}</script>'
    )


def item_data(item: ItemPage, chrome: Chrome, address: str, host: str) -> dict[str, Any]:
    """An item and its place, as a graph. ``host`` is scheme and host, for relative addresses."""
    return {
        "@context": "https://schema.org",
        "@graph": [_item(item, chrome, address), _breadcrumbs(item, chrome, address, host)],
    }


def list_data(page: Any, chrome: Chrome, address: str, shown: Any) -> dict[str, Any]:
    """A list of items as a ``CollectionPage``.

    Args:
        address: of the list in this state, absolute.
        shown: the page of items that is shown (``object_list``, ``start_index()``).
    """
    return {
        "@context": "https://schema.org",
        "@type": "CollectionPage",
        "@id": address,
        "url": address,
        "name": page.title,
        "inLanguage": "zh-Hans",
        "isPartOf": {"@type": "WebSite", "name": chrome.site_name},
        "mainEntity": {
            "@type": "ItemList",
            "itemListOrder": "https://schema.org/ItemListUnordered",
            "itemListElement": [
                {
                    "@type": "ListItem",
                    "position": position,
                    "url": _address_near(item, page, address),
                    "name": item.title,
                }
                for position, item in enumerate(shown.object_list, start=shown.start_index())
            ],
        },
    }


def _address_near(item: Any, page: Any, address: str) -> str:
    """Address of an item from that of a list of the same site: a page of many items asks twenty
    times, and Wagtail's own answer takes ten times as long."""
    parts = urlsplit(address)
    above = len(page.url_path) - len(parts.path)
    if above < 0 or quote(page.url_path[above:]) != parts.path:
        return item.get_full_url() or ""
    return f"{parts.scheme}://{parts.netloc}{quote(item.url_path[above:])}"


def _item(item: ItemPage, chrome: Chrome, address: str) -> dict[str, Any]:
    organ = {"@type": "GovernmentOrganization", "name": item.organ_name} if item.organ else None
    corrections = [
        {
            "@type": "CorrectionComment",
            "datePublished": each.corrected_on.isoformat(),
            "text": each.note,
        }
        for each in newest_corrections(item)
    ]
    data: dict[str, Any] = {
        "@type": _type(item),
        "@id": address,
        "url": address,
        "name": item.title,
        "headline": item.title,
        "description": description_of(item),
        "identifier": item.index_number,
        "inLanguage": "zh-Hans",
        "isAccessibleForFree": True,
        "dateCreated": item.written_on and item.written_on.isoformat(),
        "datePublished": item.published_on and item.published_on.isoformat(),
        "dateModified": corrections and corrections[0]["datePublished"],
        "correction": corrections,
        "expires": item.expires_on and item.expires_on.isoformat(),
        "keywords": item.keyword_list,
        "genre": item.genre and item.genre.name,
        "about": item.topic and item.topic.full_name,
        "author": organ,
        "publisher": organ,
        "isPartOf": {"@type": "WebSite", "name": chrome.site_name},
    }
    if data["@type"] == "Legislation":
        data |= {
            "legislationIdentifier": item.document_number,
            "legislationDate": data["dateCreated"],
            "legislationPassedBy": organ,
            "legislationLegalForce": f"https://schema.org/{_LEGAL_FORCE[item.validity]}",
        }
    return {name: value for name, value in data.items() if value}


def _type(item: ItemPage) -> str:
    """A numbered document binds; other documents inform; news and answers are articles."""
    if item.kind == Kind.DOCUMENT:
        return "Legislation" if item.document_number else "DigitalDocument"
    if item.kind == Kind.NEWS:
        return "NewsArticle"
    return "Article" if item.kind == Kind.MESSAGE else "DigitalDocument"


def _breadcrumbs(item: ItemPage, chrome: Chrome, address: str, host: str) -> dict[str, Any]:
    line = [(crumb.title, _absolute(crumb.url, host)) for crumb in chrome.crumbs]
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": position, "name": title, "item": url}
            for position, (title, url) in enumerate([*line, (item.title, address)], start=1)
        ],
    }


def _absolute(url: str, host: str) -> str:
    return f"{host}{url}" if url.startswith("/") else url
