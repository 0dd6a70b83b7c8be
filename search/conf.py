"""Defaults of the search's settings; a host overrides them by the same name in its settings."""

from __future__ import annotations

from django.conf import settings

DEFAULTS: dict[str, object] = {
    # Searches that one client may make in so many seconds; None sets no limit.
    "GONGKAI_SEARCH_RATE_LIMIT": (60, 60),
    # The same for suggestions while typing.
    "GONGKAI_SEARCH_SUGGESTIONS_RATE_LIMIT": (300, 60),
    # Phrases that are kept for suggestions and corrections; the most frequent of more.
    "GONGKAI_SEARCH_MAX_PHRASES": 20_000,
    # Name of the header in which the reverse proxy gives the client's address, e.g. "X-Real-IP".
    # Only of a proxy that sets it anew on every request: else anybody may write into it.
    "GONGKAI_SEARCH_CLIENT_ADDRESS_HEADER": "",
    # Characters of a query that are read; what is longer is cut.
    "GONGKAI_SEARCH_MAX_QUERY_LENGTH": 200,
    # Results on one page.
    "GONGKAI_SEARCH_PAGE_SIZE": 20,
    # What turns texts into vectors of their meaning (``semantic.embedders``); None for a search by
    # letters only.
    "GONGKAI_SEARCH_EMBEDDER": None,
    # What reading one attachment may take, where it is other than ``extract.limits.Limits`` says.
    "GONGKAI_SEARCH_EXTRACTION_LIMITS": {},
    # The backend of ``TASKS`` that reads files, makes vectors and fills the index anew.
    "GONGKAI_SEARCH_TASK_BACKEND": "default",
    # The backend of ``WAGTAILSEARCH_BACKENDS`` that the search page asks.
    "GONGKAI_SEARCH_PAGE_BACKEND": "default",
}


def get_setting(name: str) -> object:
    """The host's value of ``name``, or ours."""
    return getattr(settings, name, DEFAULTS[name])
