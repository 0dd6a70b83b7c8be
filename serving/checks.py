"""Settings with which pages would be kept wrongly, or not at all."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.cache import caches
from django.core.cache.backends.base import InvalidCacheBackendError
from django.core.cache.backends.dummy import DummyCache
from django.core.cache.backends.locmem import LocMemCache
from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.db import router

from . import purging
from .conf import get_setting
from .middleware import PageCacheMiddleware
from .models import ContentVersion

_OURS = f"{PageCacheMiddleware.__module__}.{PageCacheMiddleware.__qualname__}"
_OF_DJANGO = {
    "django.middleware.cache.UpdateCacheMiddleware",
    "django.middleware.cache.FetchFromCacheMiddleware",
}
_COMPRESSING = "django.middleware.gzip.GZipMiddleware"
_BY_HEADER = {
    "django.contrib.auth.middleware.RemoteUserMiddleware",
    "django.contrib.auth.middleware.PersistentRemoteUserMiddleware",
}
# These make or change answers; what they do to a page is kept with it, if they stand behind.
_MAKERS = ("django.", "wagtail.", "whitenoise.", "csp.")
_FEW_ENTRIES = 1000


def register_checks() -> None:
    """Have the settings checked with all others."""
    register(check_middleware, Tags.caches)
    register(check_cache, Tags.caches)
    register(check_cdn, Tags.caches)
    register(check_processes, Tags.caches, deploy=True)


def check_middleware(app_configs: Any = None, **kwargs: Any) -> list[CheckMessage]:
    """E001, W001 to W004: what stands beside the page cache."""
    named = list(settings.MIDDLEWARE)
    if _OURS not in named:
        return []
    found: list[CheckMessage] = []
    twice = sorted(_OF_DJANGO.intersection(named))
    if twice or named.count(_OURS) > 1:
        found.append(
            Error(
                f"Pages are kept twice: {_OURS} and {', '.join(twice) or 'itself'}.",
                hint="Take all but one PageCacheMiddleware out of MIDDLEWARE. Django's own keeps "
                "pages for a time, whatever is withdrawn meanwhile.",
                id="gongkai_serving.E001",
            )
        )
    before = [each for each in named[: named.index(_OURS)] if each.startswith(_MAKERS)]
    if before:
        found.append(
            Warning(
                f"{', '.join(before)} stands before {_OURS}; kept pages pass it too.",
                hint="Put PageCacheMiddleware first; only what looks at every request, such as a "
                "log, stands before it.",
                id="gongkai_serving.W001",
            )
        )
    if _COMPRESSING in named:
        found.append(
            Warning(
                f"{_COMPRESSING} compresses every page anew, and what it compressed is not kept.",
                hint="Take it out of MIDDLEWARE: kept pages are compressed once, with brotli too.",
                id="gongkai_serving.W002",
            )
        )
    if by_header := sorted(_BY_HEADER.intersection(named)):
        found.append(
            Warning(
                f"{', '.join(by_header)} knows people by a header, without a session. Who is known "
                "by another header than REMOTE_USER gets the pages of anonymous readers.",
                hint="Send such requests past the page cache, e.g. by a host name of their own.",
                id="gongkai_serving.W003",
            )
        )
    if settings.DISALLOWED_USER_AGENTS:
        found.append(
            Warning(
                "DISALLOWED_USER_AGENTS is not asked for pages that are kept.",
                hint="Turn such programs away in the web server.",
                id="gongkai_serving.W004",
            )
        )
    return found


def check_cache(app_configs: Any = None, **kwargs: Any) -> list[CheckMessage]:
    """E002, W005, W006: the cache that is shared, or is not."""
    alias = str(get_setting("GONGKAI_SERVING_CACHE"))
    try:
        cache: Any = caches[alias]
    except InvalidCacheBackendError:
        return [
            Error(
                f"GONGKAI_SERVING_CACHE is {alias!r}, and CACHES has none of this name.",
                hint="Name one of CACHES, or leave the setting out.",
                id="gongkai_serving.E002",
            )
        ]
    if isinstance(cache, DummyCache):
        return [
            Warning(
                f"CACHES[{alias!r}] keeps nothing: vocabularies and counts are read anew for each "
                "request, and limits of searches do not count.",
                hint="Use LocMemCache with one process, RedisCache with several.",
                id="gongkai_serving.W005",
            )
        ]
    if isinstance(cache, LocMemCache) and cache._max_entries < _FEW_ENTRIES:  # type: ignore[attr-defined]
        return [
            Warning(
                f"CACHES[{alias!r}] keeps {cache._max_entries} values at most, and then "  # type: ignore[attr-defined]
                "throws a third of them away.",
                hint=f'Set "OPTIONS": {{"MAX_ENTRIES": 5000}}, at least {_FEW_ENTRIES}.',
                id="gongkai_serving.W006",
            )
        ]
    return []


def check_cdn(app_configs: Any = None, **kwargs: Any) -> list[CheckMessage]:
    """E003: a CDN that keeps pages and cannot be told of a withdrawal."""
    if not int(str(get_setting("GONGKAI_SERVING_CDN_SECONDS"))) or purging.is_configured():
        return []
    return [
        Error(
            "GONGKAI_SERVING_CDN_SECONDS lets a CDN keep pages, and it is not told when one is "
            "withdrawn.",
            hint="Install wagtail.contrib.frontend_cache and set WAGTAILFRONTENDCACHE, or set the "
            "seconds to 0.",
            id="gongkai_serving.E003",
        )
    ]


def check_processes(
    app_configs: Any = None, databases: Sequence[str] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    """W007 to W009: what matters with several processes, or a database over the network."""
    found: list[CheckMessage] = []
    cache: Any = caches[str(get_setting("GONGKAI_SERVING_CACHE"))]
    if _processes() > 1 and isinstance(cache, LocMemCache):
        found.append(
            Warning(
                f"{_processes()} processes have a cache each: every limit of requests is allowed "
                "as many times, and every page is made as often.",
                hint="Set GONGKAI_CACHE_URL, or serve with one process and threads.",
                id="gongkai_serving.W007",
            )
        )
    alias = router.db_for_read(ContentVersion)
    if settings.DATABASES[alias].get("CONN_MAX_AGE", 0) == 0:
        found.append(
            Warning(
                f"DATABASES[{alias!r}] is connected to anew for each request, which takes longer "
                "than to serve a kept page.",
                hint='Set "CONN_MAX_AGE": 60.',
                id="gongkai_serving.W008",
            )
        )
    if alias != router.db_for_write(ContentVersion):
        found.append(
            Warning(
                f"Whether a page is still true is asked of the replica {alias!r}, which learns of "
                "a withdrawal later.",
                hint="Have your router read the models of gongkai_serving from the primary.",
                id="gongkai_serving.W009",
            )
        )
    return found


def _processes() -> int:
    """How many processes gunicorn is told to start, as far as the environment says."""
    told = os.environ.get("WEB_CONCURRENCY", "")
    given = re.search(r"(?:-w|--workers)[ =](\d+)", os.environ.get("GUNICORN_CMD_ARGS", ""))
    number = given[1] if given else told
    return int(number) if number.isdecimal() else 1
