"""What the search adds to the Wagtail admin."""

from __future__ import annotations

from wagtail import hooks
from wagtail.snippets.models import register_snippet

from .viewsets import SearchGroup

register_snippet(SearchGroup)


@hooks.register("register_gongkai_office_permissions")
def allow_the_office_the_dictionary() -> list[str]:
    """The disclosure office keeps the dictionary; nobody else needs it."""
    return [
        f"gongkai_search.{action}_dictionaryword" for action in ("add", "change", "delete", "view")
    ]
