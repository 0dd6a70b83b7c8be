"""Modules of the rooms below, wherever the host has installed them."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from django.apps import apps


def review(module: str) -> Any:
    """A module of the review."""
    return import_module(f"{apps.get_app_config('gongkai_review').name}.{module}")


def operations(module: str) -> Any:
    """A module of the operations."""
    return import_module(f"{apps.get_app_config('gongkai_operations').name}.{module}")
