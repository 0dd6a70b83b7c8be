"""The demo's settings on the database that is measured, with the stock search beside ours.

``GONGKAI_BENCH_BACKEND``: sqlite, postgres, elasticsearch. Where the servers are, the bench tells
by ``GONGKAI_TEST_POSTGRES_HOST`` and ``GONGKAI_TEST_ELASTICSEARCH_URL``.
"""

from __future__ import annotations

from portal.settings.demo import *  # noqa: F403 - the Django idiom for layered settings
from portal.settings.demo import STORAGES, env

BACKEND = env.str("GONGKAI_BENCH_BACKEND", "sqlite")

if BACKEND == "postgres":
    DATABASES = {
        "default": {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": "postgres",
            "USER": "postgres",
            "HOST": env.str("GONGKAI_TEST_POSTGRES_HOST"),
        }
    }

if BACKEND == "elasticsearch":
    _SERVER = {"URLS": [env.str("GONGKAI_TEST_ELASTICSEARCH_URL")], "TIMEOUT": 60}
    WAGTAILSEARCH_BACKENDS = {
        "default": {
            "BACKEND": "search.backends.elasticsearch9",
            "INDEX_PREFIX": "gongkai_bench_",
            **_SERVER,
        },
        "stock": {
            "BACKEND": "modelsearch.backends.elasticsearch9",
            "INDEX_PREFIX": "stock_bench_",
            "AUTO_UPDATE": False,
            **_SERVER,
        },
    }
else:
    WAGTAILSEARCH_BACKENDS = {
        "default": {"BACKEND": "search.backends"},
        "stock": {"BACKEND": "modelsearch.backends.database", "AUTO_UPDATE": False},
    }

# Whole pages are asked for without collecting static files first.
STORAGES = STORAGES | {
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
}
