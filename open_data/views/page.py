"""开放数据: what can be downloaded, for people and for other catalogues."""

from __future__ import annotations

import json

from django.apps import apps
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from ..conf import get_setting
from ..dcat import catalogue_of
from ..feeds.addresses import FeedLink, feeds_of
from ..markup import catalogue_data
from ..offers import ColumnOffer, Offer, offer_of, terms
from ..rooms import catalogue as catalogue_room
from ..rooms import serving


@serving("pages").kept_page
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """The list of all files and feeds."""
    offer = _offer(request)
    context = {
        "page": offer.site.root_page.specific,
        "offer": offer,
        "columns": [(each, _feeds(each, offer)) for each in offer.columns],
        "canonical": offer.address("page"),
        "catalogue_url": offer.address("catalogue"),
        "terms": terms(),
        "license": get_setting("GONGKAI_OPEN_DATA_LICENSE"),
        "data": catalogue_room("structured_data").script(catalogue_data(offer)),
    }
    return render(request, "gongkai_open_data/page.html", context)


@require_safe
def catalogue(request: HttpRequest) -> HttpResponse:
    """The same as DCAT-AP."""

    def build() -> HttpResponse:
        return _as_json(_offer(request))

    answer: HttpResponse = serving("answers").kept_response(
        request, name="open_data.catalogue", column_pk=None, build=build
    )
    return answer


def _as_json(offer: Offer) -> HttpResponse:
    settings = apps.get_model("gongkai_catalogue", "DisclosureSiteSettings")
    # Not by ``for_site``, which writes an empty row where there is none: this is asked by readers.
    node = catalogue_of(offer, settings.objects.filter(site=offer.site).first())
    text = json.dumps(node, ensure_ascii=False, indent=1)
    return HttpResponse(f"{text}\n", content_type="application/ld+json; charset=utf-8")


def _offer(request: HttpRequest) -> Offer:
    offer = offer_of(request)
    if offer is None:
        raise Http404
    return offer


def _feeds(column: ColumnOffer, offer: Offer) -> list[FeedLink]:
    return feeds_of(column.page, offer.root_url)
