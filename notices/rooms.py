"""Modules of the rooms below, wherever the host has installed them."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from typing import Any

from django.apps import apps


@cache
def room(label: str, module: str) -> Any:
    """A module of the app with ``label``: ``room("gongkai_catalogue", "chrome")``."""
    return import_module(f"{apps.get_app_config(label).name}.{module}")


def catalogue(module: str) -> Any:
    """A module of the catalogue."""
    return room("gongkai_catalogue", module)


def catalogue_model(name: str) -> Any:
    """A model of the catalogue."""
    return apps.get_model("gongkai_catalogue", name)


def guide_model() -> Any:
    """The model of guides; None where the host has none."""
    if "gongkai_pages" not in apps.app_configs:
        return None
    return apps.get_model("gongkai_pages", "GuidePage")
