"""Models and modules of the catalogue, wherever the host has installed it."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from django.apps import apps

_LABEL = "gongkai_catalogue"


def catalogue_model(name: str) -> Any:
    """A model of the catalogue."""
    return apps.get_model(_LABEL, name)


def catalogue_module(name: str) -> Any:
    """A module of the catalogue."""
    return import_module(f"{apps.get_app_config(_LABEL).name}.{name}")
