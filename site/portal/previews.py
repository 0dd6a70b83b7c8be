"""A draft as readers of the large-text version see it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext_lazy as _

from .text_size import COOKIE


class LargeText:
    """A way to preview, as ``review/previews.py`` asks for it."""

    name = "large-text"
    label = _("大字版")

    def serves(self, page: Any) -> bool:
        """Every page of the site has a large-text version."""
        return True

    def serve(self, page: Any, request: HttpRequest) -> HttpResponseBase:
        """The page itself, as for a reader who has chosen large text.

        Args:
            page: the draft.
            request: Wagtail's own, made for this preview; the editor's cookie stays as it is.
        """
        request.COOKIES[COOKIE] = "large"
        response: HttpResponseBase = page.serve_preview(request, page.default_preview_mode)
        return response
