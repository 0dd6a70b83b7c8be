"""Tells the yearly statistics what the catalogue counts."""

from __future__ import annotations

from wagtail import hooks

from .form_figures import FormFigures
from .statistics import ItemFigures


@hooks.register("register_gongkai_statistics_source")
def register_item_figures() -> type[ItemFigures]:
    """Count published items."""
    return ItemFigures


@hooks.register("register_gongkai_statistics_source")
def register_form_figures() -> type[FormFigures]:
    """Count normative documents and timeliness."""
    return FormFigures
