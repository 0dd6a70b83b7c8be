"""The modules of the search, wherever the host has installed it; it may do without."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from django.apps import apps

_LABEL = "gongkai_search"


def search_module(name: str) -> Any | None:
    """A module of the search app; None where it is not installed."""
    config = apps.app_configs.get(_LABEL)
    return import_module(f"{config.name}.{name}") if config else None
