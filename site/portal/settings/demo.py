"""A town on one small machine: SQLite, no service to start. The default of ``manage.py``."""

from __future__ import annotations

import secrets

from portal.local_secrets import kept_secret

from .base import *  # noqa: F403 - the Django idiom for layered settings
from .base import DATA_DIR, SQLITE_OPTIONS, env

DEBUG = False
SECRET_KEY = kept_secret(DATA_DIR / "secret-key", lambda: secrets.token_urlsafe(50))
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]", *env.list("GONGKAI_ALLOWED_HOSTS", [])]

DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": DATA_DIR / "gongkai.sqlite3",
        # Seconds. To open the file takes longer than to ask whether a kept page is still true.
        "CONN_MAX_AGE": 600,
        "OPTIONS": SQLITE_OPTIONS,
    }
}

# The demo's letters to editors and reviewers can be read in this folder.
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = DATA_DIR / "mail"
