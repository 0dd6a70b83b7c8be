"""The serving app's modules, wherever the host has installed it."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from django.apps import apps


def serving_module(name: str) -> Any:
    """A module of the serving app."""
    return import_module(f"{apps.get_app_config('gongkai_serving').name}.{name}")
