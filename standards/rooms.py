"""Modules of the rooms below, wherever the host has installed them."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from typing import Any

from django.apps import apps


@cache
def room(label: str, module: str) -> Any:
    """A module of the app with ``label``: ``room("gongkai_catalogue", "columns")``."""
    return import_module(f"{apps.get_app_config(label).name}.{module}")


def catalogue(module: str) -> Any:
    """A module of the catalogue."""
    return room("gongkai_catalogue", module)
