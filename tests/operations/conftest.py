"""An instance with content, files and records, whose data can be written to disk."""

from __future__ import annotations

import io

import pytest
from django.core.management import call_command


@pytest.fixture
def stored(settings, tmp_path):
    """Files are kept in a folder, as in service."""
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.STORAGES = settings.STORAGES | {
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": str(tmp_path / "media")},
        }
    }
    return tmp_path / "media"


@pytest.fixture
def said():
    """Run a command and return what it printed."""

    def run(*command: str) -> str:
        out = io.StringIO()
        call_command(*command, stdout=out, stderr=out)
        return out.getvalue()

    return run
