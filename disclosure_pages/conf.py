"""Defaults of the column's settings; a host overrides them by the same name in its settings."""

from __future__ import annotations

from django.conf import settings

DEFAULTS: dict[str, object] = {
    # Files of the fonts that a report is printed in as PDF, by role: "title" (小标宋), "text"
    # (仿宋), "heading" (黑体), "kai" (楷体). Outlines of any kind (.ttf, .ttc, .otf); a role that
    # is not named takes a font of the system (downloads/pdf_system_fonts.py).
    "GONGKAI_REPORT_FONTS": {},
    # Seconds for which a file of a report is kept to be sent again; 0: it is always made anew.
    "GONGKAI_REPORT_DOWNLOAD_SECONDS": 3600,
}


def get_setting(name: str) -> object:
    """The host's value of ``name``, or ours."""
    return getattr(settings, name, DEFAULTS[name])
