"""Defaults of this app's settings; a host overrides them by the same name in its settings."""

from __future__ import annotations

from django.conf import settings

DEFAULTS: dict[str, object] = {
    # Name in TASKS of the backend that makes files; a large town's take minutes, so that the host
    # should name one with a worker.
    "GONGKAI_OPEN_DATA_TASK_BACKEND": "default",
    # (address, name) of the licence the data is under; without one, the terms on the page of the
    # open data itself.
    "GONGKAI_OPEN_DATA_LICENSE": None,
}


def get_setting(name: str) -> object:
    """The host's value of ``name``, or ours."""
    return getattr(settings, name, DEFAULTS[name])
