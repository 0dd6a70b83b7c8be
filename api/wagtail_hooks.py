"""What the API registers with Wagtail."""

from __future__ import annotations

from wagtail import hooks

from .preview import FrontEndMode

hooks.register("register_gongkai_preview_mode", FrontEndMode)
