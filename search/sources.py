"""What the search page searches: told by other apps through a Wagtail hook.

A function under the hook ``register_gongkai_search_source`` takes nothing and returns an
:class:`Opener`; its first source that feels concerned by a request answers it. Where there is
none, :class:`SitePages` searches all public pages of the site.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from django.db.models import QuerySet
from django.http import HttpRequest
from modelsearch.index import SearchField
from wagtail import hooks
from wagtail.models import Page, Site

from .backends.documents import parts_of

HOOK = "register_gongkai_search_source"


class Source(Protocol):
    """What one request may find, and what its page shows beside the hits.

    Attributes:
        template_name: template of the search page. Its context is that of :meth:`context`, and
            what ``views.search_page`` adds.
        base_template: template with the blocks ``title``, ``page_tags`` and ``main`` that the
            notice of too many searches extends.
        page: the page whose surroundings (header, sections, footer) the templates show.
        parameters: the query string of this search without its page, of what was understood; a
            value is a text or a list of texts.
        notices: what was not understood of it, in sentences for the visitor.
        ordering: names of fields to sort hits by, or nothing to sort by relevance.
    """

    template_name: str
    base_template: str
    page: Page | None

    @property
    def parameters(self) -> Mapping[str, Any]: ...

    @property
    def notices(self) -> Sequence[str]: ...

    @property
    def ordering(self) -> Sequence[str]: ...

    @property
    def is_narrowed(self) -> bool:
        """Whether the visitor chose any condition."""

    def everything(self) -> QuerySet[Any]:
        """All that the visitor may find, whatever the conditions."""

    def narrowed(self) -> QuerySet[Any]:
        """The part of it that meets the conditions, with all that one result shows."""

    def sections(self) -> QuerySet[Page] | None:
        """Public pages that are shown above the hits when they match; None for none."""

    def context(self, listing: Any) -> Mapping[str, Any]:
        """Template context around the hits: facets, links, tags.

        ``listing`` is the ``finding.Listing`` of the hits, or None where nothing was searched.
        """

    def results(self, objects: Sequence[Any]) -> Sequence[Any]:
        """Found objects as :attr:`template_name` shows them."""


class Opener(Protocol):
    """Opens a source for a request and its query, or returns None for "not concerned"."""

    def __call__(self, request: HttpRequest, query: str) -> Source | None: ...


def open_source(request: HttpRequest, query: str) -> Source:
    """The source that answers a request."""
    for register in hooks.get_hooks(HOOK):
        opener: Opener = register()
        source = opener(request, query)
        if source is not None:
            return source
    return SitePages(request, query)


@dataclass(frozen=True)
class PageResult:
    """A page with the texts that a passage is taken from."""

    page: Page
    texts: list[str] = field(default_factory=list)


class SitePages:
    """All public pages of the site; its template stands alone."""

    template_name = "gongkai_search/search.html"
    base_template = "gongkai_search/base.html"
    notices: Sequence[str] = ()
    ordering: Sequence[str] = ()
    is_narrowed = False

    def __init__(self, request: HttpRequest, query: str) -> None:
        self.parameters = {"q": query}
        self._site = Site.find_for_request(request)
        self.page = self._site.root_page if self._site else None

    def everything(self) -> QuerySet[Any]:
        """Live pages of the site under no view restriction."""
        pages = Page.objects.live().public()
        if self._site is None:
            return pages.none()  # type: ignore[no-any-return]  # Wagtail is untyped
        return pages.descendant_of(self._site.root_page, inclusive=True)  # type: ignore[no-any-return]

    narrowed = everything

    def sections(self) -> None:
        """Pages are the hits themselves."""

    def context(self, listing: Any) -> Mapping[str, Any]:
        """Nothing more than every search page shows."""
        return {}

    def results(self, objects: Sequence[Any]) -> Sequence[PageResult]:
        """Pages with all that they are searched by beside their titles."""
        keys = [page.pk for page in objects]
        specific = {page.pk: page for page in Page.objects.filter(pk__in=keys).specific()}
        return [PageResult(page, _texts(page)) for key in keys if (page := specific.get(key))]


def _texts(page: Page) -> list[str]:
    fields = [each for each in page.get_search_fields() if isinstance(each, SearchField)]
    return [
        text
        for each in fields
        if each.field_name != "title"
        for text in parts_of(each.get_value(page))
        if text
    ]
