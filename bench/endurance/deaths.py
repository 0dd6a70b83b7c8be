"""Parts that are killed (SIGKILL) at set moments, and what starts them again."""

from __future__ import annotations

import threading
import time
from typing import Any

# Share of the time after which it dies, and seconds until its supervisor has it back.
TIMES: tuple[tuple[float, str, float], ...] = (
    (0.15, "web worker", 0),
    (0.30, "task worker", 3),
    (0.45, "Redis", 5),
    (0.60, "Elasticsearch", 5),
    (0.75, "task worker", 3),
    (0.85, "web worker", 0),
)
_SERVICES = {"task worker": "worker", "Redis": "redis", "Elasticsearch": "elasticsearch"}


class Deaths(threading.Thread):
    """Kills and starts again.

    Attributes:
        told: when each part died, and for how many seconds it was away.
        away: while Elasticsearch is, from and until (seconds of the clock).
    """

    def __init__(self, stack: Any, seconds: float) -> None:
        super().__init__(daemon=True)
        self.stack = stack
        self.seconds = seconds
        self.told: list[tuple[float, str, float]] = []
        self.failed: list[str] = []

    def run(self) -> None:
        """Wait for each moment."""
        started = time.monotonic()
        for share, part, pause in TIMES:
            time.sleep(max(0.0, started + share * self.seconds - time.monotonic()))
            died = time.monotonic()
            try:
                self._kill(part, pause)
            except Exception as error:  # noqa: BLE001 - told in the table
                self.failed.append(f"{part}: {error}")
            self.told.append((died - started, part, time.monotonic() - died))

    def _kill(self, part: str, pause: float) -> None:
        if part == "web worker":
            # Gunicorn itself is the supervisor of its workers.
            self.stack.services["web"].children()[0].kill()
            return
        service = self.stack.services[_SERVICES[part]]
        service.kill()
        time.sleep(pause)
        service.start()
