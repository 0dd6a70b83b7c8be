"""Defaults of this app's settings; a host overrides them by the same name in its settings."""

from __future__ import annotations

from django.conf import settings

_MIB = 1024 * 1024

DEFAULTS: dict[str, object] = {
    # The backend of ``TASKS`` that checks, imports and undoes.
    "GONGKAI_IMPORTS_TASK_BACKEND": "default",
    # Bytes of one sheet, and of the ZIP with its attachments.
    "GONGKAI_IMPORTS_MAX_FILE_SIZE": 100 * _MIB,
    "GONGKAI_IMPORTS_MAX_ARCHIVE_SIZE": 500 * _MIB,
    # Bytes of all that a ZIP with attachments may be unpacked to.
    "GONGKAI_IMPORTS_MAX_UNPACKED": 2048 * _MIB,
    # Rows, columns and sheets of one file.
    "GONGKAI_IMPORTS_MAX_ROWS": 100_000,
    "GONGKAI_IMPORTS_MAX_COLUMNS": 256,
    "GONGKAI_IMPORTS_MAX_SHEETS": 50,
    # Rows that are imported in one transaction; after a crash at most these are done again.
    "GONGKAI_IMPORTS_PIECE": 100,
    # Items that a printed 目录 has at most.
    "GONGKAI_IMPORTS_PRINT_LIMIT": 2000,
}


def get_setting(name: str) -> object:
    """The host's value of ``name``, or ours."""
    return getattr(settings, name, DEFAULTS[name])


def number(name: str) -> int:
    """A setting that is a whole number."""
    return int(str(get_setting(name)))
