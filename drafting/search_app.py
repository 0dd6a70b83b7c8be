"""The modules of the search app, wherever the host has installed it."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from django.apps import apps


def search_name() -> str:
    """The name that the search app is imported by."""
    return str(apps.get_app_config("gongkai_search").name)


def search_module(name: str) -> Any:
    """A module of the search app."""
    return import_module(f"{search_name()}.{name}")
