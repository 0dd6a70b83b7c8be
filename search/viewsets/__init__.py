"""What the search adds to the Wagtail admin."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail.snippets.views.snippets import SnippetViewSetGroup

from .dictionary import DictionaryWordViewSet


class SearchGroup(SnippetViewSetGroup):
    """The menu 检索."""

    menu_label = _("检索")
    menu_name = "gongkai-search"
    menu_icon = "search"
    menu_order = 160
    items = (DictionaryWordViewSet,)
