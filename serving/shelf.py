"""Where answers are kept: in the memory of the process, and behind it in the shared cache.

Whether an answer is still true is never asked here: the database knows.
"""

from __future__ import annotations

import time
from collections import OrderedDict
from functools import cache
from hashlib import sha256
from threading import Lock

from . import sharing
from .conf import get_setting
from .entries import Entry, unpacked

_PREFIX = "gongkai_serving.answer"
# Addresses with a query are as many as anybody cares to type: they never push out the others.
_SHARE_OF_QUERIES = 4
_REFUSALS = 2000
_REFUSED_FOR = 60


class Shelf:
    """Answers by address, those that were not asked for longest going first."""

    def __init__(self, bytes_at_most: int) -> None:
        self._most = bytes_at_most
        self._size = 0
        self._entries: OrderedDict[str, tuple[Entry, int]] = OrderedDict()
        self._lock = Lock()

    def get(self, address: str) -> Entry | None:
        """The answer kept under an address."""
        with self._lock:
            found = self._entries.get(address)
            if found is None:
                return None
            self._entries.move_to_end(address)
            return found[0]

    def put(self, address: str, entry: Entry) -> None:
        """Keep an answer, if need be in place of others."""
        size = entry.size
        with self._lock:
            _entry, freed = self._entries.pop(address, (None, 0))
            self._size += size - freed
            self._entries[address] = (entry, size)
            while self._size > self._most and self._entries:
                _address, (_entry, freed) = self._entries.popitem(last=False)
                self._size -= freed

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._entries.clear()
            self._size = 0


class Refusals:
    """Addresses whose answers may not be kept: nobody waits until another has made one of them."""

    def __init__(self) -> None:
        self._until: OrderedDict[str, float] = OrderedDict()
        self._lock = Lock()

    def note(self, address: str) -> None:
        """Remember an address for a minute."""
        with self._lock:
            self._until[address] = time.monotonic() + _REFUSED_FOR
            if len(self._until) > _REFUSALS:
                self._until.popitem(last=False)

    def __contains__(self, address: str) -> bool:
        return self._until.get(address, 0) > time.monotonic()

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._until.clear()


refusals = Refusals()


@cache
def _shelves() -> tuple[Shelf, Shelf]:
    whole = int(str(get_setting("GONGKAI_SERVING_MEMORY"))) * 1024 * 1024
    of_queries = whole // _SHARE_OF_QUERIES
    return Shelf(whole - of_queries), Shelf(of_queries)


def own(address: str, has_query: bool) -> Entry | None:
    """What this process keeps under an address."""
    return _shelves()[has_query].get(address)


def shared(address: str) -> Entry | None:
    """What all processes keep under an address."""
    return unpacked(sharing.get(key_of(address)))


def keep(address: str, entry: Entry, *, has_query: bool, share: bool = True) -> None:
    """Keep an answer, in the cache of all processes too."""
    _shelves()[has_query].put(address, entry)
    if share:
        seconds = max(1, int(entry.until - time.time()))
        sharing.put(key_of(address), entry.packed(), seconds)


def key_of(address: str, kind: str = _PREFIX) -> str:
    """The key of an address in the shared cache."""
    return f"{kind}.{sha256(address.encode()).hexdigest()}"


def clear() -> None:
    """Forget what this process keeps; for tests that change the database behind its back."""
    for shelf in _shelves():
        shelf.clear()
    refusals.clear()
