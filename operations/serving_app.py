"""The serving app's modules, wherever the host has installed it."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from django.apps import apps


def serving_module(name: str) -> Any:
    """A module of the serving app; None where there is none of this name."""
    app = f"{apps.get_app_config('gongkai_serving').name}"
    try:
        return import_module(f"{app}.{name}")
    except ModuleNotFoundError as error:
        if error.name != f"{app}.{name}":
            raise
        return None
