"""What may be posted: what anybody may read on the site now."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import unquote, urlsplit

from django.http import HttpRequest
from wagtail.models import Page, Site

from .rooms import catalogue, catalogue_model, guide_model

_LONGEST = 500


def is_public(page: Any) -> bool:
    """Whether ``page`` is an item or a guide that anybody may read now; three queries."""
    return public_pages(type(page.specific)).filter(pk=page.pk).exists()


def has_sheet(page: Any) -> bool:
    """Whether ``page`` is of a type of which sheets are made."""
    return type(page) in {catalogue_model("ItemPage"), guide_model()} and not page.alias_of_id


def public_pages(model: Any) -> Any:
    """Public pages of a type of which sheets are made; none of any other type."""
    if model is catalogue_model("ItemPage"):
        return model.objects.disclosed().filter(alias_of__isnull=True)
    if model is not None and model is guide_model():
        pages = model.objects.live().filter(alias_of__isnull=True)
        return pages.exclude(Page.objects.all().private_q())
    return Page.objects.none()


def find(text: str, request: HttpRequest) -> Any:
    """The public item or guide that is meant by an index number, a 文号 or an address; None where
    there is none, or where a 文号 names several."""
    text = text.strip()
    if not text or len(text) > _LONGEST:
        return None
    if re.match(r"https?://|/", text):
        return _at(text, request)
    items = public_pages(catalogue_model("ItemPage"))
    number = catalogue("document_numbers").normalise_document_number(text)
    found = list(items.filter(index_number=text)[:1]) or list(
        items.filter(document_number=number)[:2]
    )
    return found[0] if len(found) == 1 else None


def _at(address: str, request: HttpRequest) -> Any:
    site = Site.find_for_request(request)
    try:
        path = unquote(urlsplit(address).path)
    except ValueError:
        return None
    if site is None or "\x00" in path:
        return None
    own = site.root_page.get_descendants(inclusive=True)
    url_path = f"{site.root_page.url_path}{path.strip('/')}/".replace("//", "/")
    last = path.strip("/").rpartition("/")[2]
    page = own.filter(url_path=url_path, slug=last).first() if last else None
    specific = page.specific if page else None
    return specific if specific is not None and is_public(specific) else None
