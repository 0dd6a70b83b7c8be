"""Addresses of this platform, judged without a request: by its pages, files and addresses."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote, urlsplit

from django.apps import apps
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.staticfiles.storage import staticfiles_storage
from django.http import Http404, HttpRequest
from django.test import RequestFactory
from django.urls import Resolver404, ResolverMatch, resolve
from django.utils.translation import gettext as _
from wagtail.models import Site

from ..rooms import review
from .enums import LinkState


@dataclass(frozen=True)
class Judged:
    """What came of an address without asking for it."""

    state: LinkState
    remark: str = ""
    moved_to: str = ""


def judge(url: str) -> Judged | None:
    """What the platform answers an anonymous reader at one of its own addresses; None where it
    knows nothing of it: something else may answer there."""
    parts = urlsplit(url)
    path = unquote(parts.path) or "/"
    site = _site(parts.hostname or "", parts.port)
    if site is None:
        return None
    if static := _static(path):
        return static
    if moved := _redirected(site, path, parts.query):
        return moved
    try:
        match = resolve(path)
    except Resolver404:
        return None
    except ValueError:
        return Judged(LinkState.BROKEN, _("网址写法有误。"))
    return _judge_match(match, site, path, parts.query)


def _site(host: str, port: int | None) -> Any:
    named = Site.objects.filter(hostname__iexact=host)
    exact = named.filter(port=port or 443) if port != 80 else named.filter(port=80)  # noqa: PLR2004 - of HTTP
    return exact.first() or named.first()


def _static(path: str) -> Judged | None:
    prefix = settings.STATIC_URL or ""
    if not (prefix.startswith("/") and len(prefix) > 1 and path.startswith(prefix)):
        return None
    try:
        there = staticfiles_storage.exists(path.removeprefix(prefix))
    except (OSError, ValueError):
        there = False
    return Judged(LinkState.OK) if there else Judged(LinkState.BROKEN, _("网站里没有这个文件。"))


def _redirected(site: Any, path: str, query: str) -> Judged | None:
    if not apps.is_installed("wagtail.contrib.redirects"):
        return None
    from wagtail.contrib.redirects.models import Redirect

    asked = f"{path}?{query}" if query else path
    old = {Redirect.normalise_path(asked), Redirect.normalise_path(path)}
    found = Redirect.get_for_site(site).filter(old_path__in=old).first()
    if found is None or review("redirects").was_never_public(found.redirect_page):
        return None
    return Judged(LinkState.MOVED, _("旧网址，由平台转到新地址。"), str(found.link or ""))


def _judge_match(match: ResolverMatch, site: Any, path: str, query: str) -> Judged:
    if match.url_name == "wagtail_serve":
        return _judge_page(site, path, query)
    if match.url_name == "wagtaildocs_serve":
        return judge_document(match.kwargs.get("document_id"))
    return Judged(LinkState.OK)


def _judge_page(site: Any, path: str, query: str) -> Judged:
    names = [name for name in path.split("/") if name]
    try:
        page, _args, _kwargs = site.root_page.specific.route(_request(site, path, query), names)
    except Http404:
        return Judged(LinkState.BROKEN, _("站内没有这个页面，或者页面没有公开。"))
    if page.get_view_restrictions().exists():
        return Judged(LinkState.REFUSED, _("站内页面限定了查看范围，公众打不开。"))
    return Judged(LinkState.OK)


def judge_document(key: Any) -> Judged:
    """What a reader gets who asks for a document of this platform."""
    from wagtail.documents import get_document_model

    from .references import closed_documents

    if not get_document_model().objects.filter(pk=key).exists():
        return Judged(LinkState.BROKEN, _("站内没有这个文件。"))
    if closed_documents([key]):
        return Judged(LinkState.REFUSED, _("文件没有公开，公众打不开。"))
    return Judged(LinkState.OK)


def _request(site: Any, path: str, query: str) -> HttpRequest:
    request = RequestFactory().get(path, query_string=query, headers={"host": site.hostname})
    request.user = AnonymousUser()
    # Where Wagtail itself keeps the site of a request.
    request._wagtail_site = site  # type: ignore[attr-defined]  # of Wagtail
    return request
