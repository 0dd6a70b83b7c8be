"""The demo's settings on the database that is measured; no answer is kept for a later
request unless ``GONGKAI_GROWTH_CACHED`` is set."""

from __future__ import annotations

import os

from portal.settings.demo import *  # noqa: F403 - the Django idiom for layered settings
from portal.settings.demo import ALLOWED_HOSTS as DEMO_HOSTS
from portal.settings.demo import CACHES as DEMO_CACHES
from portal.settings.demo import DATABASES as DEMO_DATABASES
from portal.settings.demo import STORAGES as DEMO_STORAGES

ALLOWED_HOSTS = [*DEMO_HOSTS, "testserver"]
DATABASES = DEMO_DATABASES
if host := os.environ.get("GONGKAI_GROWTH_POSTGRES_HOST"):
    DATABASES = {
        "default": {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": "gongkai",
            "USER": "postgres",
            "HOST": host,
            "CONN_MAX_AGE": 600,
        }
    }
CACHES = DEMO_CACHES
if not os.environ.get("GONGKAI_GROWTH_CACHED"):
    # No answer is kept; what Wagtail and Django keep (sites, templates) they go on keeping.
    CACHES = DEMO_CACHES | {"nothing": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}
    GONGKAI_SERVING_PAGES = False
    GONGKAI_SERVING_CACHE = "nothing"
    GONGKAI_SERVING_MEMORY = 0
# Throttles count a client's requests, and there is one client.
GONGKAI_API_RATE_LIMIT = None
GONGKAI_SEARCH_RATE_LIMIT = None
# Vectors are made by a worker, which does not run here.
GONGKAI_SEARCH_EMBEDDER = None
# Files are not served here; their names need no digest.
STORAGES = DEMO_STORAGES | {
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
}
