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


_HELPERS = [
    [sys.executable, "manage.py", "db_worker", "--backend", "background", "--no-reload"],
]
# Tests of the demo put its database back again and again, which jobs of their own time would meet.
if os.environ.get("GONGKAI_DEMO_SCHEDULER", "") != "off":
    _HELPERS.append([sys.executable, "manage.py", "run_scheduler"])


def when_ready(server: Any) -> None:
    """Start the worker and the scheduler, and print the addresses once they answer."""
    server.gongkai_helpers = [
        subprocess.Popen(words, stdout=subprocess.DEVNULL)  # noqa: S603 - fixed words
        for words in _HELPERS
    ]
    sys.stdout.write(os.environ.get("GONGKAI_BANNER", ""))
    sys.stdout.flush()


def on_exit(server: Any) -> None:
    """Stop them; the task in hand is finished first."""
    helpers = getattr(server, "gongkai_helpers", [])
    for helper in helpers:
        helper.terminate()
    for helper in helpers:
        helper.wait(timeout=timeout)
