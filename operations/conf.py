"""Defaults of this app's settings; a host overrides them by the same name in its settings."""

from __future__ import annotations

from django.conf import settings

DEFAULTS: dict[str, object] = {
    # Who may read /metrics: whoever sends this token (``Authorization: Bearer …``). Empty: nobody.
    "GONGKAI_OPERATIONS_METRICS_TOKEN": "",
    # Networks ("10.0.0.0/8") from which it may be read without one. Only a request that came
    # straight to the application counts: behind a proxy everybody has the proxy's address.
    "GONGKAI_OPERATIONS_METRICS_NETWORKS": [],
    # One line in the log for each request (logger ``gongkai.access``).
    "GONGKAI_OPERATIONS_ACCESS_LOG": False,
    # Whether nginx in front keeps public answers and asks each time whether they still hold.
    "GONGKAI_OPERATIONS_PROXY_KEEPS_PAGES": False,
    # Folder of the backups that the scheduler makes; empty: it makes none.
    "GONGKAI_OPERATIONS_BACKUP_DIR": "",
    # How many of them are kept, and the local time at which one is made.
    "GONGKAI_OPERATIONS_BACKUP_KEEP": 14,
    "GONGKAI_OPERATIONS_BACKUP_AT": "02:30",
    # Whether ``run_scheduler`` runs the jobs. False where a host's cron does: then the admin tells
    # of what is overdue, not of when the scheduler was last heard of.
    "GONGKAI_OPERATIONS_SCHEDULER": True,
    # Seconds without a word from it after which it is called stopped.
    "GONGKAI_OPERATIONS_SCHEDULER_LATE": 300,
    # Folder of pg_dump and pg_restore where they are not on the path.
    "GONGKAI_OPERATIONS_POSTGRES_BIN": "",
}


def get_setting(name: str) -> object:
    """The host's value of ``name``, or ours."""
    return getattr(settings, name, DEFAULTS[name])
