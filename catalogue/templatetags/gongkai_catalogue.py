"""Template tags of public pages; used by every app of Gongkai and by a town's own templates."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from django import template
from django.template.defaultfilters import filesizeformat
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from wagtail.models import Site

from .. import chrome as chrome_module
from .. import page_tags, structured_data
from ..chrome import Chrome, Crumb, canonical_url
from ..enums import Validity
from ..facets import Facet, FacetValue
from ..links import Link, links_of, page_links, page_notes, pair_links
from ..models import CategoryPage
from ..presentation import MetadataRow

register = template.Library()

# What a link to a page needs.
_LINK_FIELDS = ("title", "path", "depth", "url_path", "slug", "locale", "content_type")

# Values of a filter that are shown at once, the others unfold; and the fewest worth showing.
FACET_HEAD = 8
FACET_CHOICE = 4


@register.simple_tag(takes_context=True)
def gongkai_chrome(context: Mapping[str, Any]) -> Chrome:
    """Column, sections, breadcrumbs and identity around the page in the context."""
    page = context.get("page")
    has_tree = hasattr(page, "path") and hasattr(page, "get_ancestors")
    return chrome_module.chrome_of(page if has_tree else None, context.get("request"))


@register.inclusion_tag("gongkai_catalogue/includes/page_tags.html", takes_context=True)
def gongkai_site_tags(context: Mapping[str, Any]) -> dict[str, Any]:
    """SiteName, SiteDomain, SiteIDCode."""
    return {"tags": page_tags.site_tags(gongkai_chrome(context))}


@register.inclusion_tag("gongkai_catalogue/includes/page_tags.html", takes_context=True)
def gongkai_column_tags(context: Mapping[str, Any], column_type: str) -> dict[str, Any]:
    """ColumnName and its sisters, with the canonical address of a section or list."""
    filterset = context.get("filterset")
    tags = page_tags.column_tags(gongkai_chrome(context), context["page"], column_type)
    return {
        "tags": tags,
        "description": dict(tags)["ColumnDescription"],
        "canonical": _list_address(context),
        "is_narrow": filterset is not None and page_tags.is_narrow(filterset),
    }


def _list_address(context: Mapping[str, Any]) -> str:
    """Canonical address of a section or list, with what tells one state of a list from another."""
    filterset = context.get("filterset")
    query = page_tags.list_query(filterset, context["page_obj"].number) if filterset else ""
    return canonical_url(context["page"], context.get("request"), query)


@register.inclusion_tag("gongkai_catalogue/includes/page_tags.html", takes_context=True)
def gongkai_search_page_tags(context: Mapping[str, Any]) -> dict[str, Any]:
    """ColumnName and its sisters of the search page, which search engines leave out."""
    request = context["request"]
    tags = page_tags.search_tags(gongkai_chrome(context))
    site = Site.find_for_request(request)
    query = context["canonical_query"] if context["query"] else ""
    return {
        "tags": tags,
        "description": dict(tags)["ColumnDescription"],
        "canonical": f"{site.root_url if site else ''}{request.path}{query}",
        "is_narrow": True,
    }


@register.inclusion_tag("gongkai_catalogue/includes/page_tags.html", takes_context=True)
def gongkai_own_tags(
    context: Mapping[str, Any], title: str, column_type: str, description: str, canonical: str
) -> dict[str, Any]:
    """ColumnName and its sisters of an app's own page, which is no page of the tree."""
    tags = page_tags.own_tags(gongkai_chrome(context), title, column_type, description)
    return {"tags": tags, "description": description, "canonical": canonical}


@register.inclusion_tag("gongkai_catalogue/includes/page_tags.html", takes_context=True)
def gongkai_article_tags(
    context: Mapping[str, Any], published_on: date | None = None, organ: Any = None
) -> dict[str, Any]:
    """ArticleTitle, PubDate, ContentSource and the others, with the canonical address."""
    page = context["page"]
    address = canonical_url(page, context.get("request"))
    return {
        "tags": page_tags.article_tags(
            gongkai_chrome(context), page, address, published_on, str(organ or "")
        ),
        "description": page_tags.description_of(page),
        "canonical": address,
    }


@register.simple_tag(takes_context=True)
def gongkai_item_data(context: Mapping[str, Any]) -> SafeString:
    """JSON-LD of an item's page."""
    address = canonical_url(context["page"], context.get("request"))
    parts = urlsplit(address)
    host = f"{parts.scheme}://{parts.netloc}" if parts.netloc else ""
    return structured_data.script(
        structured_data.item_data(context["page"], gongkai_chrome(context), address, host)
    )


@register.simple_tag(takes_context=True)
def gongkai_list_data(context: Mapping[str, Any]) -> SafeString:
    """JSON-LD of a list of items, as far as this page of it goes."""
    return structured_data.script(
        structured_data.list_data(
            context["page"], gongkai_chrome(context), _list_address(context), context["page_obj"]
        )
    )


@register.simple_tag(takes_context=True)
def gongkai_links(context: Mapping[str, Any]) -> list[Link]:
    """Links that other apps put on this page."""
    return links_of(context, gongkai_chrome(context))


@register.simple_tag(takes_context=True)
def gongkai_canonical(context: Mapping[str, Any]) -> str:
    """Absolute address of the page."""
    return canonical_url(context["page"], context.get("request"))


@register.simple_tag(takes_context=True)
def gongkai_subcategories(context: Mapping[str, Any]) -> list[Crumb]:
    """The categories directly below a catalogue or category, as links."""
    request = context.get("request")
    below = CategoryPage.objects.child_of(context["page"]).live()
    found = below.filter(view_restrictions__isnull=True)
    return [Crumb(each.title, each.get_url(request)) for each in found.only(*_LINK_FIELDS)]


@register.filter
def file_kind(document: Any) -> str:
    """Type and size of a document: ``PDF，1.2 MB``."""
    extension = document.file_extension.upper() or _("文件")
    size = document.get_file_size()
    return f"{extension}，{filesizeformat(size)}" if size is not None else extension


@register.simple_tag
def gongkai_pair_links(item: Any, other: Any) -> list[Link]:
    """Links to what other apps show of an item and of another that it is related to, together."""
    return pair_links(item, other)


@register.inclusion_tag("gongkai_catalogue/includes/page_links.html")
def gongkai_page_links(page: Any) -> dict[str, Any]:
    """What other apps know of the page of an item or guide, and offer to do with it."""
    return {"notes": page_notes(page), "links": page_links(page)}


@register.filter
def facet_head(facet: Facet) -> list[FacetValue]:
    """The values to show at once: all of a short facet, else the first ones of its upper levels.

    As few levels as make a choice worth the name, so that a tree begins with its branches and
    not with the leaves of its first branch.
    """
    if len(facet.values) <= FACET_HEAD + 2:
        return facet.values
    upper: list[FacetValue] = []
    for level in range(max(value.level for value in facet.values) + 1):
        upper = [value for value in facet.values if value.level <= level]
        if len(upper) >= FACET_CHOICE:
            break
    return upper if len(upper) <= FACET_HEAD + 2 else upper[:FACET_HEAD]


@register.filter
def facet_rest(facet: Facet) -> list[FacetValue]:
    """What unfolds: what follows on the values shown, or all of a tree of which branches are."""
    head = facet_head(facet)
    follows = head == facet.values[: len(head)]
    return facet.values[len(head) :] if follows else facet.values


@register.filter
def hides_choice(facet: Facet) -> bool:
    """Whether the chosen value is not among those shown at once, so that the rest stands open."""
    return facet.is_active and not any(value.selected for value in facet_head(facet))


@register.filter
def validity_of(item: Any) -> Validity:
    """Validity of a listed item: what the query computed, else what its dates say today."""
    return Validity(getattr(item, "validity_today", None) or item.validity)


@register.filter
def is_date(row: MetadataRow) -> bool:
    """Whether a line of the metadata table is a day."""
    return isinstance(row.value, date)
