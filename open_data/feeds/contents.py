"""What each feed says."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.apps import apps
from django.db.models import F
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.models import Page, Site

from ..columns import items_of
from ..rooms import catalogue, search
from .entries import NEWEST, entries_of, feed_tag, newest
from .feeds import Content


def of_column(site: Site, column: Page) -> Content:
    """The newest items of a column."""
    return _content(
        site,
        column,
        items=_listed(column, {}),
        name=str(column.pk),
        title=column.title,
        subtitle=_("%s最近公开的信息。") % column.title,
        url=column.get_full_url(),
        path=reverse("gongkai_open_data:feed_column", args=[column.pk]),
    )


def of_category(site: Site, column: Page, code: str) -> Content:
    """The newest items of a category and its sub-categories.

    Raises:
        Http404: the column has no public category with this code.
    """
    model = apps.get_model("gongkai_catalogue", "CategoryPage")
    found = model.objects.descendant_of(column, inclusive=True).live().public()
    category = found.filter(code=code, alias_of=None).first()
    if category is None:
        raise Http404
    words = {"column": column.title, "name": category.title}
    return _content(
        site,
        column,
        items=_listed(column, {"category": code}),
        name=f"{column.pk}/category/{code}",
        title=f"{column.title}：{category.title}",
        subtitle=_("%(column)s“%(name)s”类最近公开的信息。") % words,
        url=category.get_full_url(),
        path=reverse("gongkai_open_data:feed_category", args=[column.pk, code]),
    )


def of_organ(site: Site, column: Page, slug: str) -> Content:
    """The newest items of an organ and of those below it; where it was merged into another one,
    that one's, under its address: a reader need not subscribe again.

    Raises:
        Http404: there is no such organ.
    """
    organs = apps.get_model("gongkai_catalogue", "Organ").objects
    organ = organs.filter(slug=slug).first()
    if organ is None:
        slug = catalogue("successors").code_today("organ", slug)
        organ = organs.filter(slug=slug).first()
    if organ is None:
        raise Http404
    words = {"column": column.title, "name": organ.name}
    lists = apps.get_model("gongkai_catalogue", "CataloguePage").objects
    shown = lists.descendant_of(column, inclusive=True).live().public().first() or column
    return _content(
        site,
        column,
        items=_listed(column, {"organ": slug}),
        name=f"{column.pk}/organ/{slug}",
        title=f"{column.title}：{organ.name}",
        subtitle=_("%(column)s中%(name)s最近公开的信息。") % words,
        url=f"{shown.get_full_url()}?{urlencode({'organ': slug})}",
        path=reverse("gongkai_open_data:feed_organ", args=[column.pk, slug]),
    )


def of_search(request: HttpRequest, site: Site) -> Content:
    """The newest items that have everything that is searched for, under the same conditions as on
    the search page. What is only near is left out: it would change from day to day.

    Raises:
        Http404: the site's search finds no items.
    """
    parsed = search("query.language").parse(request.GET.get("q", ""))
    source = search("sources").open_source(request, parsed.text)
    everything = source.everything()
    if everything.model is not apps.get_model("gongkai_catalogue", "ItemPage"):
        raise Http404
    column = source.page
    query = urlencode(_known(source.parameters), doseq=True)
    return _content(
        site,
        column,
        items=_found(parsed.text, source, everything, column),
        name=f"search?{query}",
        title=_("检索“%(query)s”_%(column)s") % {"query": parsed.text, "column": column.title},
        subtitle=_("检索“%s”得到的、最近公开的信息。") % parsed.text,
        url=f"{_root(site)}{reverse('gongkai_search:search')}?{query}",
        path=f"{reverse('gongkai_open_data:feed_search')}?{query}",
    )


def _listed(column: Page, conditions: dict[str, str]) -> Any:
    """The newest of what a list shows under some conditions, found as the list itself finds them:
    in the narrow rows, whose cost does not grow with the column.

    Raises:
        Http404: the list knows no such category or organ.
    """
    filterset = catalogue("filters").ItemFilterSet(conditions, root=column)
    if not filterset.is_valid():
        raise Http404
    rows = filterset.selection.listed().order_by(F("published_on").desc(), "-item_id")
    keys = rows.values_list("item_id", flat=True)[:NEWEST]
    # The items themselves say whether they may be shown, whatever was listed.
    return items_of(column).filter(pk__in=list(keys))


def _found(text: str, source: Any, everything: Any, column: Page) -> Any:
    finding = search("finding")
    backend = str(search("conf").get_setting("GONGKAI_SEARCH_PAGE_BACKEND"))
    found = finding.find(text, everything, backend)
    items = items_of(column)
    if found.parsed.is_empty or found.mode is finding.Mode.ANY:
        return items.none()
    listing = found.within(source.narrowed())
    hits = listing.ordered("-published_on", "-id", start=0, stop=NEWEST)
    # Asked of the database once more: an index may not have heard yet of what was withdrawn.
    return items.filter(pk__in=[hit.pk for hit in hits])


def _known(parameters: Any) -> dict[str, Any]:
    """What a search asks, without its order, which a feed has of its own."""
    return {name: value for name, value in parameters.items() if name != "order"}


def _content(  # noqa: PLR0913 - all that differs between feeds
    site: Site,
    column: Page,
    *,
    items: Any,
    name: str,
    title: str,
    subtitle: str,
    url: str,
    path: str,
) -> Content:
    organ = getattr(column, "organ", None)
    return Content(
        tag=feed_tag(site, name),
        title=title,
        subtitle=subtitle,
        url=url,
        feed_url=f"{_root(site)}{path}",
        author=organ.name if organ else column.title,
        entries=entries_of(newest(items), column, site),
    )


def _root(site: Site) -> str:
    return str(site.root_url).rstrip("/")
