"""Figure references in prose: ``{{items.total}}``."""

from __future__ import annotations

import re

REFERENCE = re.compile(r"\{\{\s*([a-z0-9_.\-]+)\s*\}\}")


def validate_references(text: str) -> None:
    """Raise ValidationError when ``text`` refers to a figure that no source provides."""
