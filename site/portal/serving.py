"""Gunicorn's configuration for the demo (``gunicorn -c python:portal.serving``).

One process with threads: the demo's cache lives in the process, and two processes would not see
each other's changes.
"""

from __future__ import annotations

import os
import sys
from typing import Any

bind = f"127.0.0.1:{os.environ.get('PORT') or '8000'}"
wsgi_app = "portal.wsgi:application"
workers = 1
threads = 8
timeout = 120
loglevel = "warning"
control_socket_disable = True


def when_ready(server: Any) -> None:
    """Print the addresses once they answer."""
    sys.stdout.write(os.environ.get("GONGKAI_BANNER", ""))
    sys.stdout.flush()
