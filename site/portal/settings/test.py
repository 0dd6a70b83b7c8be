"""Settings of the test suites; ``GONGKAI_TEST_DATABASE`` chooses the database."""

from __future__ import annotations

from .base import *  # noqa: F403 - the Django idiom for layered settings
from .base import SQLITE_OPTIONS

SECRET_KEY = "only-for-tests"  # noqa: S105 - no data of anybody behind it
ALLOWED_HOSTS = ["*"]
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": ":memory:",
        "OPTIONS": SQLITE_OPTIONS,
    }
}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
