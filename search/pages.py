"""Hits in pages, of which only the one that is shown is read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.utils.translation import gettext as _

# No engine likes to count its way further down, and nobody reads there.
DEEPEST = 10_000


@dataclass(frozen=True)
class PageLink:
    """A numbered link to a page of hits."""

    label: str
    url: str
    selected: bool = False


class Hits(Sequence[Any]):
    """The hits of a ``finding.Listing``, in order of relevance or by fields."""

    def __init__(self, listing: Any, ordering: Sequence[str]) -> None:
        self._listing = listing
        self._ordering = ordering

    def __len__(self) -> int:
        # Sorted by a field, what is only alike in meaning would stand among the hits.
        number = self._listing.total if self._ordering else self._listing.length
        return min(number, DEEPEST)

    def __getitem__(self, place: Any) -> Any:
        if not isinstance(place, slice):
            return self[place : place + 1][0]
        if self._ordering:
            return self._listing.ordered(*self._ordering, start=place.start, stop=place.stop)
        return self._listing.objects(place.start, place.stop)


def page_of(hits: Sequence[Any], size: int, number: str) -> tuple[Page[Any], list[str]]:
    """The page with a number as a visitor gave it, and what to tell about that number."""
    page = Paginator(hits, size).get_page(number or 1)
    if number and number != str(page.number):
        notice = _("没有第“%(asked)s”页，现显示第%(shown)s页。")
        return page, [notice % {"asked": number[:20], "shown": page.number}]
    return page, []


def page_links(page: Page[Any], parameters: dict[str, Any]) -> list[PageLink | None]:
    """Numbered links around a page; None stands for the pages left out."""
    numbers = page.paginator.get_elided_page_range(page.number, on_each_side=2, on_ends=1)
    return [
        PageLink(
            str(number),
            f"?{urlencode({**parameters, 'page': number}, doseq=True)}",
            number == page.number,
        )
        if isinstance(number, int)
        else None
        for number in numbers
    ]
