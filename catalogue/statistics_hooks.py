"""Tells the yearly statistics what the catalogue counts."""

from __future__ import annotations

from wagtail import hooks

from .statistics import ItemFigures


@hooks.register("register_gongkai_statistics_source")
def register_item_figures() -> type[ItemFigures]:
    """Count published items."""
    return ItemFigures
