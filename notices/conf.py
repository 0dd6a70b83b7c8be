"""Defaults of this app's settings; a host overrides them by the same name in its settings."""

from __future__ import annotations

from django.conf import settings

DEFAULTS: dict[str, object] = {
    # PDF sheets that one address may have made in so many seconds; None: without a limit.
    "GONGKAI_NOTICES_RATE_LIMIT": (20, 60),
    # Sheets that are made at the same time in one process, and seconds that one waits for its turn.
    "GONGKAI_NOTICES_AT_ONCE": 1,
    "GONGKAI_NOTICES_WAIT": 20,
    # Seconds for which a finished PDF is kept in the cache, and the bytes that it may have there.
    "GONGKAI_NOTICES_KEEP": 3600,
    "GONGKAI_NOTICES_KEEP_BYTES": 2 * 1024 * 1024,
    # Characters of a text of which a PDF is made; longer ones are printed by the browser.
    "GONGKAI_NOTICES_LONGEST": 60_000,
    # Bytes that a photo of a posting may have when it is sent.
    "GONGKAI_NOTICES_MAX_PHOTO": 20 * 1024 * 1024,
}


def get_setting(name: str) -> object:
    """The host's value of ``name``, or ours."""
    return getattr(settings, name, DEFAULTS[name])


def number(name: str) -> int:
    """A setting that is a whole number."""
    return int(str(get_setting(name)))
