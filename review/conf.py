"""Defaults of the review's settings; a host overrides them by the same name in its settings."""

from __future__ import annotations

from django.conf import settings

DEFAULTS: dict[str, object] = {
    # Working days before its due date on which a task turns amber.
    "GONGKAI_REVIEW_AMBER_DAYS": 1,
    # Days after which an item that was not disclosed has to be looked at again (条例第十八条).
    "GONGKAI_REVIEW_RECHECK_DAYS": 365,
    # Seconds for which the cache knows where something was found in a long text.
    "GONGKAI_REVIEW_SCAN_CACHE_SECONDS": 7 * 24 * 3600,
    # Location of the web server in front that sends files of MEDIA_ROOT, e.g. "/protected/"
    # (files/sending.py); empty: files are streamed.
    "GONGKAI_REVIEW_ACCEL_LOCATION": "",
    # Whether files that nothing refers to are open to everybody, as in Wagtail.
    "GONGKAI_REVIEW_OPEN_UNUSED_FILES": False,
}


def get_setting(name: str) -> object:
    """The host's value of ``name``, or ours."""
    return getattr(settings, name, DEFAULTS[name])
