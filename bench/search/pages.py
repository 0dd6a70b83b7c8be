"""What the search page does: finding, the shown hits, and the counts of its seven facets."""

from __future__ import annotations

from typing import Any

from django.test import Client, RequestFactory

from catalogue.search import open_search
from search.finding import find

SHOWN = 20


def faceted(text: str) -> int:
    """Everything of a search page but its template; returns the number of hits."""
    request = RequestFactory().get("/search/", {"q": text}, headers={"host": "localhost"})
    source = open_search(request, text)
    if source is None:
        raise RuntimeError("No column is found for localhost.")
    # The two apps agree by duck typing.
    listing: Any = find(text, source.everything()).within(source.narrowed())
    source.context(listing)
    source.results(listing.objects(0, SHOWN))
    return int(listing.total)


def whole_page(text: str) -> int:
    """The page as a visitor gets it; returns its length in bytes."""
    response = Client().get("/search/", {"q": text}, headers={"host": "localhost"})
    if response.status_code != 200:  # noqa: PLR2004 - of HTTP
        raise RuntimeError(f"The search page answered {response.status_code}.")
    return len(response.content)
