"""The years that have anything."""

from __future__ import annotations

from wagtail.models import Page

from ..columns import items_of
from ..models import DataFile


def years_of(column: Page) -> list[int]:
    """Years in which public items of a column were published, and those of files that are there;
    the newest first. It reads an index of all items: not for every page."""
    items = items_of(column).order_by().values_list("published_year", flat=True).distinct()
    files = DataFile.objects.filter(column=column).order_by()
    found = {*items, *files.values_list("year", flat=True).distinct()}
    return sorted((year for year in found if year is not None), reverse=True)
