"""What the search page searches in a column: its public items."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Protocol

from django.db.models import Q
from django.http import HttpRequest
from django.utils import timezone
from wagtail.models import Page, Site
from wagtail.query import PageQuerySet

from .attached_files import AttachedFile, AttachedFiles
from .chrome import chrome_of
from .columns import columns_of_site
from .enums import Validity
from .facets import FacetCounts, arranged, count_facets
from .listing import Choice, unknown_parameters
from .models import CataloguePage, CategoryPage, ItemPage
from .querysets import ItemQuerySet
from .search_filters import KEY_FIELDS, ORDERINGS, RELEVANCE, SearchFilters
from .vocabulary import Vocabulary


class Listing(Protocol):
    """The hits of a search, as the search app hands them over.

    ``total`` may be set by who knows it already.
    """

    counts_natively: bool
    total: int

    def restrict(self, queryset: ItemQuerySet) -> ItemQuerySet:
        """Those of some items that were hit."""

    def count_keys(
        self, groups: Mapping[str, tuple[ItemQuerySet, str]]
    ) -> Mapping[str, Counter[str]]:
        """Hits among the items of each group, by the values of a field."""


@dataclass(frozen=True)
class Result:
    """One found item, with its categories from the top and the texts that passages are of."""

    item: ItemPage
    categories: list[CategoryPage]
    texts: list[str]
    shared_files: AttachedFiles

    @property
    def own_texts(self) -> list[str]:
        """All that the item says itself."""
        item = self.item
        own = (item.title, item.document_number, item.index_number, item.keywords)
        return [*filter(None, own), *self.texts]

    @property
    def files(self) -> list[AttachedFile]:
        """The item's files that anybody may open."""
        return self.shared_files.of(self.item)


def open_search(request: HttpRequest, query: str) -> ItemSearch | None:
    """The search in the column that a request means; None where the site has no column.

    A site with several columns is asked for one of them by ``column``, the id of its page.
    """
    site = Site.find_for_request(request)
    if site is None:
        return None
    hidden = Page.objects.all().private_q()
    found = list(columns_of_site(site, hidden))
    asked = request.GET.get("column", "")
    column = next((each for each in found if str(each.pk) == asked), found[0] if found else None)
    if column is None and CataloguePage.objects.descendant_of(site.root_page).live().exists():
        column = site.root_page
    return ItemSearch(request, query, column.specific, hidden) if column else None


class ItemSearch:
    """The catalogue as the search page knows it (``Source`` of the search app)."""

    template_name = "gongkai_catalogue/search.html"
    base_template = "gongkai_catalogue/base.html"

    def __init__(self, request: HttpRequest, query: str, column: Page, hidden: Q) -> None:
        """``hidden`` is what pages under a view restriction are found by."""
        self.page = column
        self._hidden = hidden
        self._request = request
        self._query = query

    @property
    def parameters(self) -> Mapping[str, Any]:
        """The query, the column where it is asked for, the conditions and the order."""
        return self.filters.parameters

    @property
    def notices(self) -> Sequence[str]:
        """Conditions that were not understood."""
        known = (*self.filters.facet_names, "q", "order", "column")
        return [*self.filters.notices, *unknown_parameters(self._request.GET, known)]

    @property
    def ordering(self) -> Sequence[str]:
        """Newest first, where the visitor wants it so."""
        return () if self.filters.order == RELEVANCE else (self.filters.order, "-id")

    @property
    def is_narrowed(self) -> bool:
        """Whether the visitor chose any condition."""
        return self.filters.is_narrow

    def everything(self) -> ItemQuerySet:
        """All public items of the column."""
        items: ItemQuerySet = ItemPage.objects.descendant_of(self.page)
        return items.disclosed(self._hidden)

    def narrowed(self) -> PageQuerySet:
        """Those that meet the conditions, with their organs."""
        return self.filters.items_ignoring("").select_related("organ")

    def sections(self) -> PageQuerySet:
        """Public pages of the column that are no items."""
        pages = Page.objects.descendant_of(self.page, inclusive=True).live()
        return pages.exclude(self._hidden).not_type(ItemPage)

    def context(self, listing: Listing | None) -> Mapping[str, Any]:
        """Facets and links around the hits."""
        filters = self.filters
        counted = self._counted(listing) if listing is not None else None
        if listing is not None and counted is not None:
            listing.total = counted.total
        return {
            "facets": counted.facets if counted else [],
            "conditions": [Choice(label, url) for label, url in filters.conditions()],
            "canonical_query": filters.query_ordering(RELEVANCE),
            "without_conditions": filters.query_without_conditions(),
            "orderings": [
                Choice(str(label), filters.query_ordering(name), name == filters.order)
                for name, label in ORDERINGS.items()
            ],
        }

    def results(self, objects: Sequence[ItemPage]) -> list[Result]:
        """Found items with all that is shown of them."""
        files = AttachedFiles(objects)
        return [
            Result(item, self.vocabulary.categories_above(item.path), _texts(item), files)
            for item in objects
        ]

    @cached_property
    def filters(self) -> SearchFilters:
        """The conditions of the query string."""
        asked = chrome_of(self.page, self._request).column_key
        return SearchFilters(
            self._request.GET,
            {"q": self._query, **({"column": asked} if asked else {})},
            items=self.everything(),
            vocabulary=self.vocabulary,
            day=timezone.localdate(),
        )

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """What items of the column can be narrowed down to."""
        return Vocabulary.load(self.page, self._hidden, sections=True)

    def _counted(self, listing: Listing) -> FacetCounts:
        filters = self.filters
        if not listing.counts_natively:
            return count_facets(
                filters, lambda items: listing.restrict(items).with_validity(filters.day)
            )
        groups = {name: (filters.items_ignoring(name), field) for name, field in KEY_FIELDS.items()}
        # Validity is no field: each is a group of its own.
        groups |= {each.value: (filters.items_being(each), "kind") for each in Validity}
        counts = listing.count_keys(groups)
        validities = Counter({each.value: sum(counts[each.value].values()) for each in Validity})
        return arranged(filters, {**counts, "validity": validities})


def _texts(item: ItemPage) -> list[str]:
    """What a passage may be taken from: the summary or the body."""
    body = "\n".join(item.body.stream_block.get_searchable_content(item.body))
    return [text for text in (item.summary, body) if text]
