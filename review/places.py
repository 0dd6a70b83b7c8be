"""Where a page stood when a record was written: it may be moved or deleted, and what was done has
to be counted for the organ that did it."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from wagtail.models import get_page_models


def column_models() -> list[Any]:
    """Page models that are columns: those that say ``is_disclosure_column = True``."""
    return [model for model in get_page_models() if getattr(model, "is_disclosure_column", False)]


def columns_by_path() -> list[tuple[str, int]]:
    """Path and key of every column, the innermost first; one query for each type of column."""
    models = column_models()
    found = [row for model in models for row in model._base_manager.values_list("path", "pk")]
    return sorted(found, key=lambda row: -len(row[0]))


class Places:
    """Places of pages, for the records of one transaction."""

    def of(self, page: Any) -> dict[str, Any]:
        """Path in the tree, key of the column and of the organ; None where there is none."""
        return {
            "path": page.path,
            "column": next((pk for path, pk in self._columns if page.path.startswith(path)), None),
            "organ": getattr(page, "organ_id", None),
        }

    @cached_property
    def _columns(self) -> list[tuple[str, int]]:
        return columns_by_path()
