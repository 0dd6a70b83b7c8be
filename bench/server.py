"""The town that is measured: a demo in a folder of its own, served by gunicorn."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
_WORKERS = 2
_START_SECONDS = 60


@dataclass(frozen=True)
class Facts:
    """What was loaded."""

    items: int
    item_path: str
    database: str


def environment(folder: str) -> dict[str, str]:
    """Environment of every process of the bench."""
    return os.environ | {
        "DJANGO_SETTINGS_MODULE": "bench.settings",
        "GONGKAI_DATA_DIR": folder,
        "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'site'}",
    }


def prepare(folder: str, extra_items: int = 0) -> Facts:
    """Migrate, load the demo and the stock page; return what is there."""
    for command in (
        ["migrate", "--verbosity=0"],
        ["collectstatic", "--no-input", "--verbosity=0"],
        ["load_demo"],
    ):
        _manage(folder, *command)
    answer = _manage(folder, "bench_facts", f"--items={extra_items}", capture=True)
    return Facts(**json.loads(answer))


@contextmanager
def serve(folder: str) -> Iterator[int]:
    """Serve the folder's town and yield the port; stops the server at the end."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    command = [
        sys.executable, "-m", "gunicorn", "portal.wsgi:application",
        "--bind", f"127.0.0.1:{port}", "--workers", str(_WORKERS), "--threads", "4",
        "--log-level", "warning", "--graceful-timeout", "2",
    ]  # fmt: skip
    server = subprocess.Popen(command, cwd=ROOT, env=environment(folder))  # noqa: S603 - fixed
    try:
        _wait_for(port, server)
        yield port
    finally:
        server.terminate()
        server.wait(timeout=_START_SECONDS)


def _wait_for(port: int, server: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + _START_SECONDS
    while time.monotonic() < deadline:
        if server.poll() is not None:
            break
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise SystemExit("The server of the bench did not start; its own message stands above.")


def _manage(folder: str, *arguments: str, capture: bool = False) -> str:
    done = subprocess.run(  # noqa: S603 - our own manage.py with fixed arguments
        [sys.executable, str(ROOT / "manage.py"), *arguments],
        cwd=ROOT,
        env=environment(folder),
        check=True,
        text=True,
        stdout=subprocess.PIPE if capture else None,
    )
    return done.stdout or ""
