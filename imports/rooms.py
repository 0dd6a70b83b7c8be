"""Modules of the apps below, wherever the host has installed them."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from django.apps import apps


def catalogue(module: str) -> Any:
    """A module of the catalogue."""
    return _module("gongkai_catalogue", module)


def review(module: str) -> Any:
    """A module of the review."""
    return _module("gongkai_review", module)


def search(module: str) -> Any:
    """A module of the search."""
    return _module("gongkai_search", module)


def serving(module: str) -> Any:
    """A module of the page cache."""
    return _module("gongkai_serving", module)


def pages(module: str) -> Any:
    """A module of the column's pages."""
    return _module("gongkai_pages", module)


def _module(label: str, name: str) -> Any:
    return import_module(f"{apps.get_app_config(label).name}.{name}")
