"""Names of the files of photos; migrations know them."""

from __future__ import annotations

import secrets
from typing import Any

from django.utils import timezone


def photo_path(posting: Any, name: str) -> str:
    """A name that nobody can guess, below MEDIA_ROOT, where it has no address of its own."""
    return f"gongkai_notices/{timezone.localdate():%Y/%m}/{secrets.token_hex(16)}.jpg"
