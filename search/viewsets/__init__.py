"""What the search adds to the Wagtail admin."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.http import HttpRequest
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem
from wagtail.snippets.views.snippets import SnippetViewSetGroup

from .answers import AnswerViewSet
from .dictionary import DictionaryWordViewSet
from .synonyms import SynonymViewSet

PROMOTIONS = "wagtailsearchpromotions"


class PermittedMenuItem(MenuItem):  # type: ignore[misc]  # Wagtail is untyped
    """An item for who has any of some permissions."""

    def __init__(self, *arguments: Any, permissions: tuple[str, ...], **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._permissions = permissions

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether the user has one of the permissions."""
        return any(map(request.user.has_perm, self._permissions))


class SearchGroup(SnippetViewSetGroup):
    """The menu 检索."""

    menu_label = _("检索")
    menu_name = "gongkai-search"
    menu_icon = "search"
    menu_order = 160
    items = (DictionaryWordViewSet, SynonymViewSet, AnswerViewSet)

    def get_submenu_items(self) -> list[MenuItem]:
        """Snippets, Wagtail's recommendations, and the search's own pages."""
        return [*super().get_submenu_items(), *_own_items()]


def _own_items() -> list[MenuItem]:
    items = [
        PermittedMenuItem(
            _("检索统计"),
            reverse_lazy("gongkai_search_admin:queries"),
            name="gongkai-search-queries",
            icon_name="history",
            order=20,
            permissions=("gongkai_search.view_querycount",),
        ),
        PermittedMenuItem(
            _("检索维护"),
            reverse_lazy("gongkai_search_admin:maintenance"),
            name="gongkai-search-maintenance",
            icon_name="cogs",
            order=30,
            permissions=("gongkai_search.maintain_search",),
        ),
    ]
    if apps.is_installed("wagtail.contrib.search_promotions"):
        items.append(
            PermittedMenuItem(
                _("推荐结果"),
                reverse_lazy("wagtailsearchpromotions:index"),
                name="gongkai-search-promotions",
                icon_name="pick",
                order=10,
                permissions=tuple(
                    f"{PROMOTIONS}.{action}_searchpromotion"
                    for action in ("add", "change", "delete")
                ),
            )
        )
    return items
