"""The catalogue's way to a page deep in the tree, wherever the host has installed it."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from django.apps import apps

if TYPE_CHECKING:

    class StraightRouteMixin:
        """Routes to the deepest page that the address names; stands before ``Page``."""

else:
    _routing = import_module(f"{apps.get_app_config('gongkai_catalogue').name}.routing")
    StraightRouteMixin = _routing.StraightRouteMixin
