"""Defaults of the catalogue's settings; a host overrides them by the same name in its settings."""

from __future__ import annotations

from django.conf import settings

DEFAULTS: dict[str, object] = {
    # Dotted path of the class that forms index numbers, see ``index_numbers.IndexNumberScheme``.
    "GONGKAI_CATALOGUE_INDEX_NUMBER_SCHEME": f"{__package__}.index_numbers.OrganYearScheme",
    # Items on one page of a list.
    "GONGKAI_CATALOGUE_PAGE_SIZE": 20,
    # Working days between making and publishing an item (条例第二十六条), unless a category says.
    "GONGKAI_CATALOGUE_PUBLICATION_DEADLINE": 20,
    # Bytes that one document may have.
    "GONGKAI_CATALOGUE_MAX_UPLOAD_SIZE": 50 * 1024 * 1024,
    # Characters of its files that one item is searched by.
    "GONGKAI_CATALOGUE_MAX_ATTACHED_TEXT": 200_000,
    # The backend of ``TASKS`` that goes on with merges of many items.
    "GONGKAI_CATALOGUE_TASK_BACKEND": "default",
}


def get_setting(name: str) -> object:
    """The host's value of ``name``, or ours."""
    return getattr(settings, name, DEFAULTS[name])
