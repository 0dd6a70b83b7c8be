"""Settings of the test suites; ``GONGKAI_TEST_DATABASE`` (sqlite, postgres) names the database."""

from __future__ import annotations

import tempfile
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

from .base import *  # noqa: F403 - the Django idiom for layered settings
from .base import SQLITE_OPTIONS, env

# The test run makes this folder and takes it away (tests/conftest.py). Without a run, e.g. for
# `manage.py check`, nothing is written there.
RUN_DIR = Path(env.str("GONGKAI_TEST_RUN_DIR", "") or tempfile.gettempdir())

SECRET_KEY = "only-for-tests-" + "no-data-of-anybody-behind-it-0123456789"
ALLOWED_HOSTS = ["*"]

TEST_DATABASE = env.str("GONGKAI_TEST_DATABASE", "sqlite")
if TEST_DATABASE == "sqlite":
    DATABASES = {
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            # Tests get a file (tests/services/databases.py), as in service: in memory, WAL and
            # locks between connections do not exist.
            "NAME": ":memory:",
            "OPTIONS": SQLITE_OPTIONS
            | {"init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF;"},
        }
    }
elif TEST_DATABASE == "postgres":
    DATABASES = {
        "default": {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": "unused",
            "USER": "postgres",
            # The folder of the server's socket, known when tests/conftest.py has started it.
            "HOST": env.str("GONGKAI_TEST_POSTGRES_HOST", ""),
        }
    }
else:
    raise ImproperlyConfigured(
        f"GONGKAI_TEST_DATABASE is {TEST_DATABASE!r}; it can be `sqlite` or `postgres`."
    )

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STATIC_ROOT = RUN_DIR / "static"
MEDIA_ROOT = RUN_DIR / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
TASKS = {
    name: {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}
    for name in ("default", "background")
}
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
# Tests change pages in ways of their own between two requests; those about kept pages say so.
GONGKAI_SERVING_PAGES = False
# Tests that are about meaning name an embedder themselves.
GONGKAI_SEARCH_EMBEDDER = None
