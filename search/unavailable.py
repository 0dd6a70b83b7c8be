"""The search engine cannot be asked: said as such, and never as an error of the site."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

logger = logging.getLogger(__name__)

# Seconds after which to come again: a node that was restarted answers by then.
RETRY_AFTER = 30
# What a cluster says of a query of ours that is wrong: a mistake to be seen, and no outage.
_OUR_MISTAKE = 400


class SearchUnavailable(Exception):
    """The cluster does not answer, or has lost its index."""


@contextmanager
def told_apart() -> Iterator[None]:
    """Turn the failure of a search cluster into :class:`SearchUnavailable`.

    Where the search asks the database there is no such failure: then nothing answers at all.

    Raises:
        SearchUnavailable: the cluster cannot be reached, refuses, or lacks the index.
    """
    try:
        yield
    except _failures() as error:
        if _status(error) == _OUR_MISTAKE:
            raise
        # Not the message, which may repeat what was searched for.
        logger.warning("The search engine does not answer: %s", type(error).__name__)
        raise SearchUnavailable from error


@cache
def _failures() -> tuple[type[Exception], ...]:
    try:
        from elastic_transport import ApiError, TransportError
    except ImportError:
        return ()
    return ApiError, TransportError


def _status(error: Exception) -> int | None:
    meta = getattr(error, "meta", None)
    return getattr(meta, "status", None)
