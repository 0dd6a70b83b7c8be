"""System checks of the search by meaning: what would else show up with the first search."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.core.exceptions import ImproperlyConfigured
from django.db import connections

from ..conf import get_setting
from .embedders import SETTING, get_embedder


def register_checks() -> None:
    """Have Django run the checks of this module."""
    register(check_embedder)
    register(check_pgvector, Tags.database)


def check_embedder(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Whether the embedder can be made of the host's setting."""
    try:
        embedder = get_embedder()
    except ImproperlyConfigured as error:
        return [Error(str(error), id="gongkai_search.E001")]
    if embedder is None:
        return []
    try:
        import numpy  # noqa: F401 - only whether it is there
    except ImportError:
        message = f"{SETTING} is set, and the package numpy is not installed."
        return [Error(message, hint="pip install gongkai[semantic]", id="gongkai_search.E002")]
    return []


def check_pgvector(
    app_configs: Any, databases: Sequence[str] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    """Whether PostgreSQL can order by vectors. Only where a command asks the database."""
    if "default" not in (databases or ()) or not get_setting(SETTING):
        return []
    from modelsearch.backends import get_search_backends

    from ..backends.postgres import PostgresSearchBackend

    searched = any(isinstance(each, PostgresSearchBackend) for each in get_search_backends())
    connection = connections["default"]
    if not searched or "gongkai_search_vector" not in connection.introspection.table_names():
        return []
    from ..backends.pgvector import PgVectors

    if PgVectors(connection).are_here:
        return []
    return [
        Warning(
            "PostgreSQL does not keep the vectors of the search by meaning, since it lacks the "
            "extension pgvector (0.8 or newer), or we may not create it. Every process keeps all "
            "vectors in memory instead: 40 MB for 100,000 pages.",
            hint=(
                "Install pgvector on the server, have an administrator run `CREATE EXTENSION "
                "vector` in the database, then run `manage.py make_vectors`."
            ),
            id="gongkai_search.W001",
        )
    ]
