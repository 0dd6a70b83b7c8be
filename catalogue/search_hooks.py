"""Tells the search page what the catalogue lets visitors find."""

from __future__ import annotations

from typing import Any

from wagtail import hooks

from .search import open_search


@hooks.register("register_gongkai_search_source")
def register_item_search() -> Any:
    """Search the items of a column."""
    return open_search
