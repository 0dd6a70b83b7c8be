"""Modules of the rooms below, wherever the host has installed them."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from django.apps import apps


def catalogue(module: str) -> Any:
    """A module of the catalogue."""
    return _module("gongkai_catalogue", module)


def operations(module: str) -> Any:
    """A module of the operations."""
    return _module("gongkai_operations", module)


def disclosure_pages(module: str) -> Any:
    """A module of the column's pages; ask :func:`has_pages` before."""
    return _module("gongkai_pages", module)


def has_pages() -> bool:
    """Whether the host has guides, reports and registers to look at."""
    return "gongkai_pages" in apps.app_configs


def review(module: str) -> Any:
    """A module of the review."""
    return _module("gongkai_review", module)


def _module(label: str, module: str) -> Any:
    return import_module(f"{apps.get_app_config(label).name}.{module}")
