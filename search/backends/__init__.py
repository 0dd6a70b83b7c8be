"""Search backends of Chinese sites, for ``WAGTAILSEARCH_BACKENDS``.

``"BACKEND": "search.backends"`` searches in the database, ``search.backends.elasticsearch9`` (or
``8``) in a cluster. docs/search.md says how to choose.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.db import connection

from .database import DatabaseSearchBackend


def SearchBackend(params: Mapping[str, Any]) -> DatabaseSearchBackend:
    """The backend of the default database.

    Raises:
        ImproperlyConfigured: neither SQLite nor PostgreSQL.
    """
    match connection.vendor:
        case "sqlite":
            from .sqlite import SQLiteSearchBackend

            return SQLiteSearchBackend(params)
        case "postgresql":
            from .postgres import PostgresSearchBackend

            return PostgresSearchBackend(params)
    raise ImproperlyConfigured(
        f"The Chinese search works on SQLite and PostgreSQL, not on {connection.vendor}. Use one "
        "of them, or an Elasticsearch cluster (BACKEND: search.backends.elasticsearch9)."
    )
