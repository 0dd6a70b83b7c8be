"""Defaults of this app's settings; a host overrides them by the same name in its settings."""

from __future__ import annotations

from django.conf import settings

DEFAULTS: dict[str, object] = {
    # Seconds for which a front end may read the draft of a preview.
    "GONGKAI_API_PREVIEW_SECONDS": 3600,
    # Requests that one client may make, and in how many seconds; None for no limit. All items of a
    # town are read by a hundred requests, a million of them in a quarter of an hour.
    "GONGKAI_API_RATE_LIMIT": (600, 60),
    # Requests with tokens that are none that one client may make, and in how many seconds, before
    # it is shut out for the rest of these; None for no limit.
    "GONGKAI_API_TOKEN_ATTEMPTS": (20, 600),
    # Writing requests that may be made with one token, and in how many seconds; None for no limit.
    "GONGKAI_API_WRITES_LIMIT": (300, 60),
}


def get_setting(name: str) -> object:
    """The host's value of ``name``, or ours."""
    return getattr(settings, name, DEFAULTS[name])
