"""Memory of the workers that answer."""

from __future__ import annotations

import http.client
import socket
import subprocess
import sys
import time
from pathlib import Path

from .databases import ROOT

_START_SECONDS = 120
_ROUNDS = 3


def worker_memory(environment: dict[str, str], paths: list[str]) -> float:
    """Megabytes of its own that the larger of two gunicorn workers holds after answering ``paths``.

    The file of the database that SQLite maps into a process is the system's memory, not its own.
    """
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    server = subprocess.Popen(  # noqa: S603 - our own server with fixed arguments
        [
            sys.executable, "-m", "gunicorn", "portal.wsgi:application",
            "--bind", f"127.0.0.1:{port}", "--workers", "2", "--threads", "4",
            "--log-level", "warning", "--timeout", "300",
        ],
        cwd=ROOT,
        env=environment,
    )  # fmt: skip
    try:
        _wait_for(port, server)
        for path in paths * _ROUNDS:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=300)
            connection.request("GET", path)
            connection.getresponse().read()
            connection.close()
        return max(map(_own, _children(server.pid)), default=0.0)
    finally:
        server.terminate()
        server.wait(timeout=30)


def _wait_for(port: int, server: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + _START_SECONDS
    while time.monotonic() < deadline and server.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise SystemExit("The server did not start; its own message stands above.")


def _children(pid: int) -> list[int]:
    listed = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii")
    return [int(child) for child in listed.split()]


def _own(pid: int) -> float:
    for line in Path(f"/proc/{pid}/status").read_text(encoding="utf-8").splitlines():
        if line.startswith("RssAnon:"):
            return int(line.split()[1]) / 1024
    return 0.0
