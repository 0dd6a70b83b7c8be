"""Under which address an answer is kept; and which requests are nobody's in particular."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache, lru_cache
from typing import Any, NamedTuple
from urllib.parse import parse_qsl, urlencode

from django.apps import apps
from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest
from django.utils.translation import get_language, get_language_from_request

from .conf import get_setting
from .release import release

# An app names the parameters of its public pages by this attribute of its AppConfig.
ATTRIBUTE = "gongkai_public_parameters"
_LONGEST_PATH = 500
_LONGEST_QUERY = 300
_LONGEST_VALUE = 64
_MOST_PARAMETERS = 6
_READING = {"GET", "HEAD"}
_LOCALE = "django.middleware.locale.LocaleMiddleware"
_MESSAGES = "messages"


class Address(NamedTuple):
    """What tells an answer from all others."""

    text: str
    has_query: bool
    # Whether it is what a visitor without any cookie gets.
    is_plain: bool = True


def is_anonymous(request: HttpRequest) -> bool:
    """Whether a request is to read, by nobody in particular: no session, no message, no token."""
    meta = request.META
    if request.method not in _READING or "HTTP_AUTHORIZATION" in meta:
        return False
    # Wagtail's previews pass through the middleware with a request that was never sent.
    if getattr(request, "is_dummy", False) or "REMOTE_USER" in meta:
        return False
    if "HTTP_COOKIE" not in meta:
        return True
    return settings.SESSION_COOKIE_NAME not in request.COOKIES and _MESSAGES not in request.COOKIES


def page_address(request: HttpRequest) -> Address | None:
    """The address of a page for an anonymous request; None where its answer is not to be kept."""
    path = request.path
    if len(path) > _LONGEST_PATH or path.startswith(_kept_by_others()):
        return None
    query = request.META.get("QUERY_STRING", "")
    known = _known_query(query) if query else ""
    if known is None:
        return None
    looks = _looks(request) if "HTTP_COOKIE" in request.META else ""
    language = (
        get_language_from_request(request, check_path=True) if _has_locales() else get_language()
    )
    return _address(request, "page", known, f"{language} {looks}", not looks)


def named_address(request: HttpRequest, name: str) -> Address | None:
    """The address of an answer that knows all its parameters, under the name of its kind."""
    query = request.META.get("QUERY_STRING", "")
    if len(query) > _LONGEST_PATH or len(request.path) > _LONGEST_PATH:
        return None
    pairs = sorted(parse_qsl(query, keep_blank_values=True), key=lambda pair: pair[0])
    return _address(request, name, urlencode(pairs), str(get_language()))


def _address(
    request: HttpRequest, name: str, query: str, variant: str, is_plain: bool = True
) -> Address | None:
    host = _host(request)
    if host is None:
        return None
    where = f"{request.scheme}://{host}"
    return _written(name, release(), where, request.path, query, variant, is_plain)


def _host(request: HttpRequest) -> str | None:
    """The host, if it is one of ours."""
    named = request.META.get("HTTP_HOST")
    if named and not settings.USE_X_FORWARDED_HOST:
        # To check a name takes longer than to know that it was checked.
        is_ours = _is_ours(named, tuple(settings.ALLOWED_HOSTS), settings.DEBUG)
        return named if is_ours else None
    try:
        return request.get_host()
    except DisallowedHost:
        return None


@lru_cache(maxsize=256)
def _is_ours(named: str, _allowed: tuple[str, ...], _debug: bool) -> bool:
    asked = HttpRequest()
    asked.META = {"HTTP_HOST": named}
    try:
        return asked.get_host() == named
    except DisallowedHost:
        return False


@lru_cache(maxsize=4096)
def _written(*parts: Any) -> Address:
    *told_apart, query, _variant, is_plain = parts
    return Address(repr((*told_apart, query, _variant)), bool(query), is_plain)


def _known_query(query: str) -> str | None:
    """The query in one order; None where there is anything in it that pages do not know."""
    if len(query) > _LONGEST_QUERY:
        return None
    pairs = parse_qsl(query, keep_blank_values=True)
    names = {name for name, _value in pairs}
    if len(names) != len(pairs) or len(pairs) > _MOST_PARAMETERS or not names <= known_parameters():
        return None
    if any(len(value) > _LONGEST_VALUE for _name, value in pairs):
        return None
    return urlencode(sorted(pairs))


@cache
def known_parameters() -> frozenset[str]:
    """Parameters that public pages know."""
    found: set[str] = set()
    for config in apps.get_app_configs():
        named: Iterable[str] = getattr(config, ATTRIBUTE, ())
        found.update(named)
    return frozenset(found)


def _looks(request: HttpRequest) -> str:
    """Cookies by which a page looks otherwise."""
    named: dict[str, list[str]] = get_setting("GONGKAI_SERVING_COOKIES")  # type: ignore[assignment]  # as documented
    chosen = [
        (name, value)
        for name, values in sorted(named.items())
        if (value := request.COOKIES.get(name)) in values
    ]
    return urlencode(chosen)


@cache
def _has_locales() -> bool:
    return _LOCALE in settings.MIDDLEWARE


@cache
def _kept_by_others() -> tuple[str, ...]:
    """Where files lie: their names say their content, or a view of their own lets them out."""
    paths = (settings.STATIC_URL, settings.MEDIA_URL)
    return tuple(each for each in paths if each and each.startswith("/") and each != "/")
