"""Settings of a command that runs as a process of its own, on the database and files of a test."""

from __future__ import annotations

import os

from portal.settings.test import *  # noqa: F403 - the Django idiom for layered settings
from portal.settings.test import DATABASES, STORAGES

DATABASES["default"]["NAME"] = os.environ["GONGKAI_TEST_DATABASE_NAME"]
STORAGES = STORAGES | {"default": {"BACKEND": "django.core.files.storage.FileSystemStorage"}}
MEDIA_ROOT = os.environ["GONGKAI_TEST_MEDIA"]
GONGKAI_IMPORTS_PIECE = int(os.environ["GONGKAI_TEST_PIECE"])
