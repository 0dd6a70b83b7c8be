"""Gunicorn's configuration for the demo (``gunicorn -c python:portal.serving``).

One process with threads: the demo's cache lives in the process, and two processes would not see
each other's changes.
"""

from __future__ import annotations

import os
import subprocess
import sys
from typing import Any

bind = f"127.0.0.1:{os.environ.get('PORT') or '8000'}"
wsgi_app = "portal.wsgi:application"
workers = 1
threads = 8
timeout = 120
loglevel = "warning"
control_socket_disable = True


_WORKER = [sys.executable, "manage.py", "db_worker", "--backend", "background", "--no-reload"]


def when_ready(server: Any) -> None:
    """Start the worker for slow tasks, and print the addresses once they answer."""
    server.gongkai_worker = subprocess.Popen(_WORKER)  # noqa: S603 - fixed words
    sys.stdout.write(os.environ.get("GONGKAI_BANNER", ""))
    sys.stdout.flush()


def on_exit(server: Any) -> None:
    """Stop the worker; the task in hand is finished first."""
    worker = getattr(server, "gongkai_worker", None)
    if worker is not None:
        worker.terminate()
        worker.wait(timeout=timeout)
