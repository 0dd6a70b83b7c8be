"""Views about one page, which their address names by its key."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from django.utils.functional import cached_property
from wagtail.models import Page


class OfPageMixin:
    """Gives the page and names it beside the title."""

    kwargs: dict[str, Any]

    @cached_property
    def page(self) -> Any:
        """The page that the address names.

        Raises:
            Http404: there is none.
        """
        found = Page.objects.filter(pk=self.kwargs["page_id"]).first()
        if found is None:
            raise Http404
        return found.specific

    def get_page_subtitle(self) -> str:
        """Which page."""
        return str(self.page.get_admin_display_title())
