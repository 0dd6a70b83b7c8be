"""HTTP load: by wrk where it is installed, else by connections of our own.

Each connection asks as fast as it is answered. Our own generator is written in Python and takes a
good part of a core itself, so that fast addresses look slower, and all more alike, than with wrk.
"""

from __future__ import annotations

import asyncio
import json
import shutil
import statistics
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

_HOST = "127.0.0.1"
_WARM_UP_REQUESTS = 20
_PERCENTILES = 20  # steps of 5 %
_WRK = shutil.which("wrk")
_SCRIPT = str(Path(__file__).with_name("wrk.lua"))


@dataclass(frozen=True)
class Measurement:
    """What one address gave: requests per second, milliseconds, answers other than 200."""

    rate: float
    p50: float
    p95: float
    errors: int


def generator() -> str:
    """Name of what makes the load here."""
    return "wrk" if _WRK else "asyncio connections of our own"


def measure(port: int, path: str, seconds: float, connections: int) -> Measurement:
    """Ask for ``path`` on this machine for ``seconds`` over ``connections`` connections."""
    if _WRK:
        return _by_wrk(port, path, seconds, connections)
    return asyncio.run(_measure(port, path, seconds, connections))


def _by_wrk(port: int, path: str, seconds: float, connections: int) -> Measurement:
    url = f"http://{_HOST}:{port}{path}"
    asyncio.run(_client(port, _request(port, path), deadline=None))
    command = [str(_WRK), "-t1", f"-c{connections}", f"-d{max(round(seconds), 1)}s", "-s", _SCRIPT]
    done = subprocess.run([*command, url], check=True, capture_output=True, text=True)  # noqa: S603 - fixed words, our own address
    line = next(line for line in done.stdout.splitlines() if line.startswith("RESULT "))
    found = json.loads(line.removeprefix("RESULT "))
    return Measurement(
        rate=found["requests"] / (found["duration"] / 1e6),
        p50=found["p50"] / 1000,
        p95=found["p95"] / 1000,
        errors=found["errors"],
    )


def _request(port: int, path: str) -> bytes:
    return f"GET {path} HTTP/1.1\r\nHost: {_HOST}:{port}\r\nAccept: */*\r\n\r\n".encode()


async def _measure(port: int, path: str, seconds: float, connections: int) -> Measurement:
    request = _request(port, path)
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
