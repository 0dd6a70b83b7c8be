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
OURS, STOCK, BARE = "bench.settings", "bench.stock.settings", "bench.bare"


@dataclass(frozen=True)
class Facts:
    """What was loaded."""

    items: int
    item_path: str
    database: str


def environment(folder: str, settings: str = OURS, **more: str) -> dict[str, str]:
    """Environment of every process of the bench."""
    return os.environ | {
        "DJANGO_SETTINGS_MODULE": settings,
        "GONGKAI_DATA_DIR": folder,
        "GONGKAI_BENCH_DIR": folder,
        "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'site'}",
        **more,
    }


def prepare(folder: str, extra_items: int = 0) -> Facts:
    """Migrate and load the demo; return what is there."""
    for command in (
        ["migrate", "--verbosity=0"],
        ["collectstatic", "--no-input", "--verbosity=0"],
        ["load_demo"],
    ):
        manage(folder, *command)
    answer = manage(folder, "bench_facts", f"--items={extra_items}", capture=True)
    return Facts(**json.loads(answer))


def prepare_stock(folder: str, items: int) -> dict[str, str]:
    """Make the stock project with ``items`` pages; addresses of a ``list`` and of a ``page``."""
    manage(folder, "migrate", "--verbosity=0", settings=STOCK)
    answer = manage(folder, "load_stock", f"--items={items}", settings=STOCK, capture=True)
    return dict(json.loads(answer))


@contextmanager
def serve(folder: str, settings: str = OURS, **variables: str) -> Iterator[int]:
    """Serve the folder's site and yield the port; stops the server at the end.

    Two workers of one thread each, without keep-alive, as all of /shared/baseline.md.
    """
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    command = [
        sys.executable, "-m", "gunicorn", "django.core.wsgi:get_wsgi_application()",
        "--bind", f"127.0.0.1:{port}", "--workers", str(_WORKERS),
        "--log-level", "warning", "--graceful-timeout", "2", "--no-control-socket",
    ]  # fmt: skip
    own = environment(folder, settings, **variables)
    server = subprocess.Popen(command, cwd=ROOT, env=own)  # noqa: S603 - fixed
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


def manage(folder: str, *arguments: str, settings: str = OURS, capture: bool = False) -> str:
    """Run a management command on a folder's site; what it printed, where that is captured."""
    done = subprocess.run(  # noqa: S603 - fixed arguments
        [sys.executable, "-m", "django", *arguments],
        cwd=ROOT,
        env=environment(folder, settings),
        check=True,
        text=True,
        stdout=subprocess.PIPE if capture else None,
    )
    return done.stdout or ""
