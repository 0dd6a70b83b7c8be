"""A CDN in front forgets what a publication or withdrawal changes, once it is committed.

Where ``wagtail.contrib.frontend_cache`` is installed and ``WAGTAILFRONTENDCACHE`` names a CDN. Apps
that list pages add their addresses through the Wagtail hook ``register_gongkai_cached_urls``: it
returns a function ``urls(page)`` which gives absolute addresses.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.apps import apps
from django.conf import settings
from django.db import transaction
from wagtail import hooks
from wagtail.models import Page

HOOK = "register_gongkai_cached_urls"


def is_configured() -> bool:
    """Whether there is a CDN that can be told."""
    return apps.is_installed("wagtail.contrib.frontend_cache") and bool(
        getattr(settings, "WAGTAILFRONTENDCACHE", None)
        or getattr(settings, "WAGTAILFRONTENDCACHE_LOCATION", None)
    )


def note(pages: Iterable[Page]) -> None:
    """Purge the addresses of pages, of those above them and of what lists them, on commit.

    The addresses are asked for now: after a move or a deletion nobody knows the old ones.
    """
    if not is_configured():
        return
    urls = sorted({url for page in pages for url in _urls_of(page)})
    if urls:
        transaction.on_commit(lambda: _purge(urls), robust=True)


def _urls_of(page: Page) -> set[str]:
    cache = _Keeper()
    line = [*page.get_ancestors().filter(depth__gte=2).specific(defer=True), page.specific_deferred]
    found = set()
    for each in line:
        if base := each.get_full_url(cache):
            found |= {base + path.lstrip("/") for path in each.get_cached_paths()}
    for register in hooks.get_hooks(HOOK):
        found.update(register()(page))
    return found


class _Keeper:
    """Anything that Wagtail may put what it knows of the sites on."""


def _purge(urls: list[str]) -> None:
    from wagtail.contrib.frontend_cache.utils import PurgeBatch

    batch = PurgeBatch()
    batch.add_urls(urls)
    batch.purge()
