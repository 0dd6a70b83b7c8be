"""One maker at a time for each answer: those who come meanwhile wait and take what was made.

Within the process by locks, between processes by a key in the shared cache that expires by itself,
so that a process that died holds nobody up for longer than the others are patient.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Lock

from . import sharing
from .conf import get_setting
from .entries import Entry
from .shelf import key_of

_KIND = "gongkai_serving.turn"
# Seconds between two looks at what another process has made.
_LOOK_AGAIN = 0.03


@dataclass
class _Queue:
    lock: Lock = field(default_factory=Lock)
    waiting: int = 0


_queues: dict[str, _Queue] = {}
_guard = Lock()


@contextmanager
def turn(address: str, look: Callable[[], Entry | None]) -> Iterator[Entry | None]:
    """Wait for who is making the answer at an address, and yield it; None: make it yourself.

    ``look`` says whether a true answer is there by now.
    """
    deadline = time.monotonic() + float(str(get_setting("GONGKAI_SERVING_PATIENCE")))
    with _guard:
        queue = _queues.setdefault(address, _Queue())
        queue.waiting += 1
    try:
        is_first = queue.lock.acquire(blocking=False)
        has_turn = is_first or queue.lock.acquire(timeout=max(0, deadline - time.monotonic()))
        try:
            found = None if is_first else look()
            if found is not None:
                yield found
            else:
                with _turn_among_processes(address, look, deadline) as made:
                    yield made
        finally:
            if has_turn:
                queue.lock.release()
    finally:
        with _guard:
            queue.waiting -= 1
            if not queue.waiting:
                _queues.pop(address, None)


@contextmanager
def _turn_among_processes(
    address: str, look: Callable[[], Entry | None], deadline: float
) -> Iterator[Entry | None]:
    key = key_of(address, _KIND)
    seconds = max(1, round(float(str(get_setting("GONGKAI_SERVING_PATIENCE")))))
    found = None
    while not (has_turn := sharing.add(key, seconds)):
        found = look()
        if found is not None or time.monotonic() > deadline:
            break
        time.sleep(_LOOK_AGAIN)
    if not has_turn:
        yield found
        return
    try:
        yield None
    finally:
        sharing.delete(key)
