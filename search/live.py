"""What a process keeps of the database, and reads again as soon as somebody changed it.

It is read again

* at the first use after a change, in every process that shares this cache: the change puts a new
  stamp into it;
* in any case after some time, for caches that are not shared (or keep nothing).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock
from time import monotonic
from typing import Generic, TypeVar
from uuid import uuid4

from django.core.cache import cache
from django.db import transaction

# Seconds.
FRESH_FOR = 60

T = TypeVar("T")


@dataclass(frozen=True)
class _Read(Generic[T]):
    """``value`` was read under ``stamp`` at ``read_at`` (seconds)."""

    value: T
    stamp: str | None
    read_at: float


class Live(Generic[T]):
    """One value of a process."""

    def __init__(self, name: str, read: Callable[[], T], fresh_for: float = FRESH_FOR) -> None:
        """``name`` tells the value from others in the cache; ``read`` makes it anew, after
        ``fresh_for`` seconds at the latest."""
        self._fresh_for = fresh_for
        self._key = f"gongkai_search.{name}"
        self._read = read
        self._lock = Lock()
        self._known: _Read[T] | None = None

    def get(self) -> T:
        """The value as it is now."""
        stamp = self._stamp()
        known = self._known
        if known and self._is_fresh(known, stamp):
            return known.value
        with self._lock:
            known = self._known
            if known and self._is_fresh(known, stamp):
                return known.value
            self._known = _Read(self._read(), stamp, monotonic())
            return self._known.value

    def renew(self) -> None:
        """Have every process that shares the cache read the value again."""
        cache.set(self._key, uuid4().hex, None)

    def renew_on_commit(self, using: str | None = None) -> None:
        """The same as soon as the running transaction of a database is stored."""
        transaction.on_commit(self.renew, using=using)

    def _stamp(self) -> str | None:
        """What stands in the cache since the last change; None with a cache that keeps nothing."""
        stamp: str | None = cache.get(self._key)
        if stamp is None:
            cache.add(self._key, uuid4().hex, None)
            stamp = cache.get(self._key)
        return stamp

    def _is_fresh(self, known: _Read[T], stamp: str | None) -> bool:
        return known.stamp == stamp and monotonic() - known.read_at < self._fresh_for
