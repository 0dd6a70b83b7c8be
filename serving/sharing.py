"""The cache that all processes share, for which a site never waits and never fails."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from typing import Any, TypeVar

from django.core.cache import caches
from django.core.cache.backends.base import BaseCache
from django.core.cache.backends.dummy import DummyCache
from django.core.cache.backends.locmem import LocMemCache

from .conf import get_setting

logger = logging.getLogger(__name__)
T = TypeVar("T")
# Seconds for which a cache that did not answer is not asked again.
_LEFT_ALONE = 3.0
_left_alone_until = 0.0


def get(key: str) -> Any:
    """What is kept under a key; None where there is nothing, or no cache."""
    return _asked(lambda cache: cache.get(key), None)


def put(key: str, value: Any, seconds: int) -> None:
    """Keep a value."""
    _asked(lambda cache: cache.set(key, value, seconds), None)


def add(key: str, seconds: int) -> bool:
    """Take a key that nobody has; where there is no cache, everybody gets it."""
    return _asked(lambda cache: bool(cache.add(key, 1, seconds)), True)


def delete(key: str) -> None:
    """Give a key back."""
    _asked(lambda cache: cache.delete(key), None)


def shared_cache() -> BaseCache | None:
    """The cache; None where each process has one of its own, or none."""
    found: Any = caches[str(get_setting("GONGKAI_SERVING_CACHE"))]
    return None if isinstance(found, LocMemCache | DummyCache) else found


def _asked(ask: Callable[[BaseCache], T], otherwise: T) -> T:
    global _left_alone_until  # noqa: PLW0603 - of the process, as the cache is
    cache = shared_cache()
    if cache is None or time.monotonic() < _left_alone_until:
        return otherwise
    try:
        return ask(cache)
    except Exception as error:  # noqa: BLE001 - every backend has errors of its own
        _left_alone_until = time.monotonic() + _LEFT_ALONE
        logger.warning("The shared cache does not answer: %s", type(error).__name__)
        return otherwise
