"""What the site itself registers with Wagtail."""

from __future__ import annotations

from wagtail import hooks

from .previews import LargeText

hooks.register("register_gongkai_preview_mode", LargeText)
