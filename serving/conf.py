"""Defaults of this app's settings; a host overrides them by the same name in its settings."""

from __future__ import annotations

from django.conf import settings

DEFAULTS: dict[str, object] = {
    # Whether pages are kept at all.
    "GONGKAI_SERVING_PAGES": True,
    # Alias in CACHES of the cache that the processes share. A local-memory cache is no such one.
    "GONGKAI_SERVING_CACHE": "default",
    # Megabytes of answers that each process keeps in its own memory.
    "GONGKAI_SERVING_MEMORY": 64,
    # Bytes; a longer answer is not kept.
    "GONGKAI_SERVING_LONGEST": 1024 * 1024,
    # Cookies that change how a page looks, and the values that do. Another value is as none.
    "GONGKAI_SERVING_COOKIES": {"gongkai_text": ["large"]},
    # A word for the code that is running; by itself a digest of the installed source.
    "GONGKAI_SERVING_RELEASE": "",
    # Seconds that a CDN may keep what is purged there; 0: there is none.
    "GONGKAI_SERVING_CDN_SECONDS": 0,
    # Seconds that a request waits for another one that is making the same answer.
    "GONGKAI_SERVING_PATIENCE": 10,
}


def get_setting(name: str) -> object:
    """The host's value of ``name``, or ours."""
    return getattr(settings, name, DEFAULTS[name])
