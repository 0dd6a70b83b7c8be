"""The columns whose data is offered."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.db.models import Q
from django.http import Http404, HttpRequest
from wagtail.models import Page, Site

from .rooms import catalogue


def columns_of(site: Site | None) -> list[Page]:
    """Public columns of a site in the order of the tree, each once and specific; the site itself
    where its catalogue stands in no column. Three queries, whatever the number of columns."""
    if site is None:
        return []
    hidden = Page.objects.all().private_q()
    found = catalogue("columns").columns_of_site(site, hidden).filter(alias_of__isnull=True)
    columns = list(found.specific())
    if columns:
        return columns
    lists = apps.get_model("gongkai_catalogue", "CataloguePage").objects
    public = lists.descendant_of(site.root_page, inclusive=True).live().exclude(hidden)
    return [site.root_page.specific] if public.exists() else []


def columns_of_request(request: HttpRequest) -> list[Page]:
    """Public columns of the site that a request is for."""
    return columns_of(Site.find_for_request(request))


def column_or_404(request: HttpRequest, pk: int) -> Page:
    """A public column of the site that a request is for.

    Raises:
        Http404: there is none with this key.
    """
    column = next((each for each in columns_of_request(request) if each.pk == pk), None)
    if column is None:
        raise Http404
    return column


def all_columns() -> list[Page]:
    """Public columns of all sites."""
    found = {each.pk: each for site in Site.objects.all() for each in columns_of(site)}
    return list(found.values())


def column_by_key(pk: int) -> Page | None:
    """A public column; None where there is none, or it is not public any more."""
    return next((each for each in all_columns() if each.pk == pk), None)


def items_of(column: Page, hidden: Q | None = None) -> Any:
    """What the public may read in a column: a queryset of items."""
    items = apps.get_model("gongkai_catalogue", "ItemPage").objects
    return items.descendant_of(column).disclosed(hidden)
