"""Visitors who ask at a steady rate, and note whatever is wrong with an answer."""

from __future__ import annotations

import asyncio
import statistics
import time
from collections import Counter
from dataclasses import dataclass, field

_HOST = "localhost"
_PERCENTILES = 100


@dataclass
class Notes:
    """What visitors got: seconds of each answer, statuses by path, and what broke on the way."""

    seconds: list[float] = field(default_factory=list)
    statuses: Counter[tuple[str, int]] = field(default_factory=Counter)
    broken: list[tuple[float, str, str]] = field(default_factory=list)
    late: int = 0

    @property
    def asked(self) -> int:
        """How many requests there were."""
        return len(self.seconds) + len(self.broken)

    def errors(self, allowed: frozenset[int] = frozenset()) -> Counter[tuple[str, int]]:
        """Answers that are no success and no status that is allowed."""
        good = {200, 304} | allowed
        found = {key: number for key, number in self.statuses.items() if key[1] not in good}
        return Counter(found)

    def percentile(self, percent: int) -> float:
        """Milliseconds within which so many percent were answered."""
        if len(self.seconds) < 2:  # noqa: PLR2004 - no distribution of one
            return 0.0
        return 1000 * statistics.quantiles(self.seconds, n=_PERCENTILES)[percent - 1]


class Visitors:
    """Connections to the site, each with an address of its own (127.0.0.x).

    Args:
        port: nginx's.
        paths: asked in turn.
        connections: how many at once.
    """

    def __init__(self, port: int, paths: list[str], connections: int) -> None:
        self.port = port
        self.paths = paths
        self.connections = connections
        self.notes = Notes()

    def measure(self, seconds: float) -> float:
        """Ask as fast as is answered; return the requests a second."""
        asyncio.run(self._all(time.perf_counter() + seconds, rate=None))
        return len(self.notes.seconds) / seconds

    def ask(self, seconds: float, rate: float) -> None:
        """Ask at a rate (requests a second of all connections), for so long."""
        asyncio.run(self._all(time.perf_counter() + seconds, rate))

    async def _all(self, deadline: float, rate: float | None) -> None:
        pause = self.connections / rate if rate else None
        await asyncio.gather(
            *(self._one(number, deadline, pause) for number in range(self.connections))
        )

    async def _one(self, number: int, deadline: float, pause: float | None) -> None:
        turn = number
        due = time.perf_counter() + (pause or 0) * number / self.connections
        connection = None
        while (now := time.perf_counter()) < deadline:
            if pause is not None:
                if due > now:
                    await asyncio.sleep(due - now)
                elif now - due > 1:
                    # More than a second behind its time: the site is not as fast as it was.
                    self.notes.late += 1
                    due = now
                due += pause
            path = self.paths[turn % len(self.paths)]
            turn += self.connections
            started = time.perf_counter()
            try:
                if connection is None:
                    connection = await self._connect(number)
                status, stays = await _ask(connection, path)
            except (OSError, asyncio.IncompleteReadError, ValueError, TimeoutError) as error:
                self.notes.broken.append((time.time(), path, type(error).__name__))
                _close(connection)
                connection = None
                continue
            self.notes.seconds.append(time.perf_counter() - started)
            self.notes.statuses[path, status] += 1
            if not stays:
                _close(connection)
                connection = None
        _close(connection)

    async def _connect(self, number: int) -> _Connection:
        address = f"127.0.{1 + number // 250}.{1 + number % 250}"
        reader, writer = await asyncio.open_connection(
            "127.0.0.1", self.port, local_addr=(address, 0)
        )
        return reader, writer


_Connection = tuple[asyncio.StreamReader, asyncio.StreamWriter]


def _close(connection: _Connection | None) -> None:
    if connection is not None:
        connection[1].close()


async def _ask(connection: _Connection, path: str) -> tuple[int, bool]:
    """Ask once; return the status and whether the connection stays open."""
    reader, writer = connection
    head = (
        f"GET {path} HTTP/1.1\r\nHost: {_HOST}\r\nX-Forwarded-Proto: https\r\n"
        "Accept: */*\r\nAccept-Encoding: gzip\r\n\r\n"
    )
    writer.write(head.encode())
    async with asyncio.timeout(30):
        answer = (await reader.readuntil(b"\r\n\r\n")).lower().split(b"\r\n")
        status = int(answer[0].split(b" ", 2)[1])
        headers = dict(line.split(b": ", 1) for line in answer[1:] if b": " in line)
        if b"content-length" in headers:
            await reader.readexactly(int(headers[b"content-length"]))
        elif headers.get(b"transfer-encoding") == b"chunked":
            while size := int(await reader.readline(), 16):
                await reader.readexactly(size + 2)
            await reader.readline()
    return status, headers.get(b"connection") != b"close"
