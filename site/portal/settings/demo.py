"""A town on one small machine: SQLite, no service to start. The default of ``manage.py``."""

from __future__ import annotations

from .base import *  # noqa: F403 - the Django idiom for layered settings
from .base import DATA_DIR, SQLITE_OPTIONS

SECRET_KEY = "demo"
DEBUG = False
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]", "testserver"]
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": DATA_DIR / "gongkai.sqlite3",
        "OPTIONS": SQLITE_OPTIONS,
    }
}
