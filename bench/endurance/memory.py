"""What each part takes, from the beginning to the end."""

from __future__ import annotations

import threading
import time
from collections import defaultdict
from typing import Any

import psutil

_PARTS = ("web", "worker", "scheduler", "nginx", "redis", "elasticsearch")
_MEGABYTE = 1_000_000


class Memory(threading.Thread):
    """Looks every few seconds.

    Attributes:
        seen: by part, seconds and megabytes (proportional set size of all its processes).
    """

    def __init__(self, stack: Any, pause: float = 5.0) -> None:
        super().__init__(daemon=True)
        self.stack = stack
        self.pause = pause
        self.stopped = threading.Event()
        self.seen: dict[str, list[tuple[float, float]]] = defaultdict(list)

    def run(self) -> None:
        """Look until :meth:`stop`."""
        started = time.monotonic()
        while not self.stopped.wait(self.pause):
            for part in _PARTS:
                if found := self._of(part):
                    self.seen[part].append((time.monotonic() - started, found))

    def stop(self) -> None:
        """Look no more."""
        self.stopped.set()
        self.join()

    def _of(self, part: str) -> float:
        service = self.stack.services[part]
        if not service.is_running:
            return 0.0
        total = 0
        try:
            for process in (psutil.Process(service.process.pid), *service.children()):
                total += process.memory_full_info().pss
        except psutil.Error:
            # It died just now.
            return 0.0
        return total / _MEGABYTE

    def growth(self, part: str) -> tuple[float, float, float]:
        """Megabytes in the second quarter of the time, in the last one, and at most.

        Not the first: caches fill and code is loaded.
        """
        values = [value for _when, value in self.seen[part]]
        if len(values) < 4:  # noqa: PLR2004 - quarters
            return 0.0, 0.0, max(values, default=0.0)
        quarter = len(values) // 4
        before, after = values[quarter : 2 * quarter], values[-quarter:]
        return _median(before), _median(after), max(values)


def _median(values: list[float]) -> float:
    return sorted(values)[len(values) // 2]
