"""``sitemap.xml`` and ``robots.txt``."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib.sitemaps.views import SitemapIndexItem, sitemap
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe
from wagtail.models import Site

from .. import sitemaps
from ..rooms import serving


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The list of the sections."""
    site = _site(request)

    def build() -> HttpResponse:
        found = [
            SitemapIndexItem(
                f"{_base(site)}{reverse('gongkai_open_data:sitemap_section', args=[name])}",
                each.get_latest_lastmod(),  # type: ignore[arg-type]  # Django says bool for a date
            )
            for name, each in sitemaps.sections_of(site).items()
        ]
        context = {"sitemaps": found}
        return render(request, "sitemap_index.xml", context, content_type="application/xml")

    return _kept(request, build)


@require_safe
def section(request: HttpRequest, section: str) -> HttpResponse:
    """One section.

    Raises:
        Http404: there is none with this name, or it has no page.
    """
    found = sitemaps.section_of(_site(request), section)
    if found is None:
        raise Http404

    def build() -> HttpResponse:
        answer = sitemap(request, {section: found}, section)
        if not (answer.context_data or {}).get("urlset"):
            raise Http404
        return answer.render()

    return _kept(request, build)


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Everything public may be read by everybody; the map is where it says."""
    address = f"{_base(_site(request))}{reverse('gongkai_open_data:sitemap')}"
    text = f"User-agent: *\nDisallow:\n\nSitemap: {address}\n"
    return HttpResponse(text, content_type="text/plain; charset=utf-8")


def _kept(request: HttpRequest, build: Callable[[], HttpResponse]) -> HttpResponse:
    answer: HttpResponse = serving("answers").kept_response(
        request, name="open_data.sitemap", column_pk=None, build=build
    )
    return answer


def _base(site: Site) -> str:
    return str(site.root_url).rstrip("/")


def _site(request: HttpRequest) -> Site:
    site = Site.find_for_request(request)
    if site is None:
        raise Http404
    return site
