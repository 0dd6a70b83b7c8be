"""Further ways of looking at a page before it is public: told by other apps through a hook.

A function under ``register_gongkai_preview_mode`` takes nothing and returns a :class:`PreviewMode`.
Beside the page of the site itself, which stays the first, it is offered in the preview of the
editor, to reviewers as to authors.
"""

from __future__ import annotations

from typing import Any, Protocol

from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext_lazy as _
from wagtail import hooks

HOOK = "register_gongkai_preview_mode"


class PreviewMode(Protocol):
    """One way of looking at a page.

    Attributes:
        name: what the mode is called in addresses; not empty.
        label: what editors read.
    """

    name: str
    label: Any

    def serves(self, page: Any) -> bool:
        """Whether a page can be looked at this way."""

    def serve(self, page: Any, request: HttpRequest) -> HttpResponseBase:
        """The draft ``page``, as its revision or the form has it."""


class PreviewModesMixin:
    """Adds the registered modes to those of a page; stands before ``Page`` in the bases."""

    @property
    def preview_modes(self) -> list[tuple[str, Any]]:
        """Names and labels; the page of the site first."""
        own: list[tuple[str, Any]] = list(super().preview_modes)  # type: ignore[misc]  # of the page
        further = [(mode.name, mode.label) for mode in _modes_for(self)]
        if further and len(own) == 1:
            own = [(own[0][0], _("本网站的页面"))]
        return [*own, *further]

    def serve_preview(self, request: HttpRequest, mode_name: str) -> Any:
        """The page in the mode that was asked for."""
        for mode in _modes_for(self):
            if mode.name == mode_name:
                return mode.serve(self, request)
        return super().serve_preview(request, mode_name)  # type: ignore[misc]  # of the page


def _modes_for(page: Any) -> list[PreviewMode]:
    modes: list[PreviewMode] = [register() for register in hooks.get_hooks(HOOK)]
    return [mode for mode in modes if mode.serves(page)]
