"""Data of the standard catalogues, and what is always true of it."""

from .catalogues import StandardCatalogue
from .pages import StandardCataloguePage
from .rows import StandardRow, StandardRowItem
from .statutory import StatutoryBinding

__all__ = [
    "StandardCatalogue",
    "StandardCataloguePage",
    "StandardRow",
    "StandardRowItem",
    "StatutoryBinding",
]
