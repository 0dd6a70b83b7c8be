"""A small HTTP load generator: keep-alive connections, each asking as fast as it is answered."""

from __future__ import annotations

import asyncio
import statistics
import time
from dataclasses import dataclass

_HOST = "127.0.0.1"
_WARM_UP_REQUESTS = 20
_PERCENTILES = 20  # steps of 5 %


@dataclass(frozen=True)
class Measurement:
    """What one address gave: requests per second, milliseconds, answers other than 200."""

    rate: float
    p50: float
    p95: float
    errors: int


def measure(port: int, path: str, seconds: float, connections: int) -> Measurement:
    """Ask for ``path`` on this machine for ``seconds`` over ``connections`` connections."""
    return asyncio.run(_measure(port, path, seconds, connections))


async def _measure(port: int, path: str, seconds: float, connections: int) -> Measurement:
    request = f"GET {path} HTTP/1.1\r\nHost: {_HOST}:{port}\r\nAccept: */*\r\n\r\n".encode()
    await _client(port, request, deadline=None)
    started = time.perf_counter()
    deadline = started + seconds
    found = await asyncio.gather(*(_client(port, request, deadline) for _ in range(connections)))
    elapsed = time.perf_counter() - started
    times = [each for durations, _errors in found for each in durations]
    steps = statistics.quantiles(times, n=_PERCENTILES)
    return Measurement(
        rate=len(times) / elapsed,
        p50=1000 * statistics.median(times),
        p95=1000 * steps[-1],
        errors=sum(errors for _durations, errors in found),
    )


async def _client(port: int, request: bytes, deadline: float | None) -> tuple[list[float], int]:
    """Send one request after the other; without a deadline, a fixed number to warm up."""
    durations: list[float] = []
    errors = 0
    reader, writer = await asyncio.open_connection(_HOST, port)
    try:
        while (
            len(durations) < _WARM_UP_REQUESTS
            if deadline is None
            else time.perf_counter() < deadline
        ):
            started = time.perf_counter()
            writer.write(request)
            status, keep_open = await _answer(reader)
            durations.append(time.perf_counter() - started)
            errors += status != b"200"
            if not keep_open:
                writer.close()
                reader, writer = await asyncio.open_connection(_HOST, port)
    finally:
        writer.close()
    return durations, errors


async def _answer(reader: asyncio.StreamReader) -> tuple[bytes, bool]:
    """Read one whole answer; return its status and whether the connection stays open."""
    head = (await reader.readuntil(b"\r\n\r\n")).lower()
    status = head.split(b" ", 2)[1]
    length = _header(head, b"content-length")
    if length is not None:
        await reader.readexactly(int(length))
    elif _header(head, b"transfer-encoding") == b"chunked":
        while size := int(await reader.readline(), 16):
            await reader.readexactly(size + 2)
        await reader.readline()
    else:
        await reader.read()
        return status, False
    return status, _header(head, b"connection") != b"close"


def _header(head: bytes, name: bytes) -> bytes | None:
    for line in head.split(b"\r\n"):
        key, _colon, value = line.partition(b":")
        if key == name:
            return value.strip()
    return None
