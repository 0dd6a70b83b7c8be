"""The demo's settings, with the page cache or without, in this process or in Redis."""

from __future__ import annotations

import os

from portal.settings.demo import *  # noqa: F403 - the Django idiom for layered settings
from portal.settings.demo import CACHES as DEMO_CACHES
from portal.settings.demo import INSTALLED_APPS as DEMO_APPS

INSTALLED_APPS = ["bench.town", *DEMO_APPS]
GONGKAI_SEARCH_RATE_LIMIT = None
GONGKAI_API_RATE_LIMIT = None
# Vectors are made in the background, and nothing measured here asks for them.
GONGKAI_SEARCH_EMBEDDER = None
if os.environ.get("GONGKAI_BENCH_PAGES") == "made anew":
    GONGKAI_SERVING_PAGES = False
    # Bytes: no answer of the API is short enough to be kept.
    GONGKAI_SERVING_LONGEST = 0
if redis := os.environ.get("GONGKAI_BENCH_REDIS"):
    CACHES = {
        "default": {
            **DEMO_CACHES["default"],
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": redis,
            "OPTIONS": {},
        }
    }
