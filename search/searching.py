"""One search with all that is shown of it: for the search page, and for programs."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.utils.translation import gettext as _

from .conf import get_setting
from .finding import Found, Mode, find
from .pages import DEEPEST, Hits, page_of
from .promotions import promoted
from .services import queries
from .sources import Source
from .suggest.correction import ENOUGH, correction
from .text import canonical
from .unavailable import told_apart

# Shown above the hits, and below them when these are few.
SECTIONS = 3
_LOOKED_AT = 30
RELATED = 5


def page_size() -> int:
    """Hits on a page of the search page."""
    return int(str(get_setting("GONGKAI_SEARCH_PAGE_SIZE")))


def search(
    request: HttpRequest, source: Source, query: str, size: int, page: str
) -> dict[str, Any]:
    """What was found, by names of the search page's template.

    How the query is read does not depend on the conditions, so that choosing one never turns
    hits into something else.

    Args:
        query: what was typed, not empty.
        size: hits on one page.
        page: number of the page as it was asked for; of a wrong one the nearest is given.

    Raises:
        SearchUnavailable: the search engine does not answer.
    """
    with told_apart():
        return _searched(request, source, query, size, page)


def _searched(
    request: HttpRequest, source: Source, query: str, size: int, page: str
) -> dict[str, Any]:
    backend = str(get_setting("GONGKAI_SEARCH_PAGE_BACKEND"))
    found = find(query, source.everything(), backend)
    if found.parsed.is_empty:
        return {"state": "nothing wanted", "total": 0, **source.context(None)}
    listing = found.within(source.narrowed())
    # Before the hits: who counts facets knows how many there are.
    around = source.context(listing)
    page_obj, notices = page_of(Hits(listing, source.ordering), size, page)
    if listing.total > DEEPEST:
        notices.append(_("结果较多，只列出前%s条；可以用筛选条件缩小范围。") % DEEPEST)
    context = {
        "state": "found" if listing.length else "none",
        "found": found,
        "total": listing.total,
        # What is only alike in meaning is listed, and not counted among the hits.
        "alike": listing.length - listing.total,
        "page_obj": page_obj,
        "page_notices": notices,
        "results": source.results(list(page_obj.object_list)),
        **around,
    }
    if page_obj.number == 1 and not source.is_narrowed:
        context["sections"] = _sections(source, found)
    if page_obj.number == 1:
        context["related"] = source.results(found.related(listing, RELATED))
        context["correction"] = _correction(source, found, listing.total)
        context["promoted"] = promoted(request, found.parsed)
    if not source.is_narrowed:
        queries.record(request, query, _answers(found, listing.total))
    if not listing.length and source.is_narrowed:
        context["total_without_conditions"] = found.within(source.everything()).total
    return context


def _answers(found: Found, total: int) -> int:
    """How many hits count as such for the office: none where words that were named stand nowhere
    together. What is nearest to a question answers it."""
    return 0 if found.mode is Mode.ANY and not found.is_question else total


def _correction(source: Source, found: Found, total: int) -> dict[str, str] | None:
    """What was probably meant, and the query string to search for it under the same conditions."""
    if found.mode is Mode.ALL and total >= ENOUGH:
        return None
    text = correction(found.parsed, found.queryset, found.engine)
    if text is None:
        return None
    parameters = {**source.parameters, "q": text}
    return {"text": text, "query_string": urlencode(parameters, doseq=True)}


def _sections(source: Source, found: Found) -> list[Any]:
    """Pages that have everything that was typed: in their titles first, then from the top down.

    An alias only repeats another page.
    """
    pages = source.sections()
    if pages is None:
        return []
    # Not by relevance: of many hits that are no such pages, every one would be ranked.
    hits = found.engine.search(
        found.parsed.all_words(), pages.order_by("depth", "path"), order_by_relevance=False
    )[:_LOOKED_AT]
    own = [page for page in hits if not page.alias_of_id]
    words = found.parsed.wanted
    own.sort(key=lambda page: not all(word in canonical(page.title) for word in words))
    return own[:SECTIONS]
