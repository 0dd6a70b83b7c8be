"""Publications, corrections and withdrawals, each looked for on the very next request."""

from __future__ import annotations

import threading
import time
from collections import Counter
from itertools import count
from typing import Any

_KEPT = 20


class Newsroom(threading.Thread):
    """Publishes and takes back until it is told to stop.

    Attributes:
        done: how often it did what.
        stale: what was otherwise on the very next request, in words.
        failed: what could not be done, in words.
    """

    def __init__(self, stack: Any, pause: float = 0.5, reindex_every: float = 20.0) -> None:
        super().__init__(daemon=True)
        self.stack = stack
        self.pause = pause
        self.reindex_every = reindex_every
        self.stopped = threading.Event()
        self.done: Counter[str] = Counter()
        self.stale: list[str] = []
        self.failed: list[str] = []
        self._public: list[dict[str, Any]] = []
        self._visitor = stack.visitor()

    def run(self) -> None:
        """Work."""
        reindexed = time.monotonic()
        for number in count(1):
            if self.stopped.wait(self.pause):
                return
            try:
                self._publish(number)
                if number % 3 == 0:
                    self._correct(number)
                if len(self._public) > _KEPT:
                    self._withdraw()
                if time.monotonic() - reindexed > self.reindex_every:
                    reindexed = time.monotonic()
                    self.stack.edit("reindex")
                    self.done["reindexing begun"] += 1
            except Exception as error:  # noqa: BLE001 - told in the table
                self.failed.append(f"{type(error).__name__}: {str(error)[-300:]}")

    def stop(self) -> None:
        """Let the item in hand be the last."""
        self.stopped.set()
        self.join()

    def _publish(self, number: int) -> None:
        title = f"耐久试验第{number}号公告"
        item = self.stack.edit("publish", title)
        self._public.append(item | {"title": title})
        self.done["published"] += 1
        self._expect(title, self.stack.town["list"])
        self._expect(title, item["url"])
        self._expect(title, "/api/v1/items/?limit=5")

    def _correct(self, number: int) -> None:
        item = self._public[0]
        title = f"耐久试验第{number}号更正"
        self.stack.edit("correct", item["pk"], title)
        item["title"] = title
        self.done["corrected"] += 1
        self._expect(title, item["url"])

    def _withdraw(self) -> None:
        item = self._public.pop()
        self.stack.edit("withdraw", item["pk"])
        self.done["withdrawn"] += 1
        self._expect(item["title"], self.stack.town["list"], there=False)
        self._expect(item["title"], "/api/v1/items/?limit=5", there=False)
        answer = self._visitor.ask(item["url"])
        if answer.status == 200:  # noqa: PLR2004 - HTTP's "ok"
            self.stale.append(f"withdrawn and still there: {item['url']}")

    def _expect(self, title: str, path: str, *, there: bool = True) -> None:
        answer = self._visitor.ask(path)
        if answer.status != 200:  # noqa: PLR2004 - HTTP's "ok"
            self.failed.append(f"{answer.status} of {path}")
        elif (title in answer.text) is not there:
            self.stale.append(f"{'missing' if there else 'still there'} on {path}: {title}")
