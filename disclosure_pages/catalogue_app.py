"""The catalogue's modules, wherever the host has installed it."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from django.apps import apps


def catalogue_module(name: str) -> Any:
    """A module of the catalogue app."""
    return import_module(f"{apps.get_app_config('gongkai_catalogue').name}.{name}")
