"""Gunicorn in service (``deploy/bin/web``); everything by environment.

``kill -HUP`` starts new workers with the code and settings of now, and lets the old ones end what
they have in hand; no request fails.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path
from typing import Any

bind = os.environ.get("GONGKAI_WEB_BIND", "127.0.0.1:8000").split()
# GONGKAI_WEB_WORKERS, by the name that bin/common.sh tells the checks too.
workers = int(os.environ.get("WEB_CONCURRENCY") or 2 * (os.cpu_count() or 1))
threads = int(os.environ.get("GONGKAI_WEB_THREADS") or 4)
worker_class = "gthread"
# nginx opens a connection for each request (nginx.conf.template says why).
keepalive = 0
timeout = 120
graceful_timeout = 30
# A worker that has answered so many is replaced, whatever it has gathered; not all at once.
max_requests = int(os.environ.get("GONGKAI_WEB_MAX_REQUESTS") or 50_000)
max_requests_jitter = max_requests // 10
# The heartbeat is a file; in memory, it never waits for a disk.
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108 - as gunicorn advises
control_socket_disable = True
# The socket in a volume that nginx shares.
umask = 0o007
# Only the proxy reaches this server, and Django decides on its headers (GONGKAI_BEHIND_PROXY).
forwarded_allow_ips = ""
# The application writes a line for each request.
accesslog = None
logconfig_dict = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "json": {"()": "operations.logs.Formatter"},
        "text": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"},
    },
    "handlers": {
        "stderr": {
            "class": "logging.StreamHandler",
            "formatter": os.environ.get("GONGKAI_LOG_FORMAT") or "json",
        }
    },
    "root": {"level": "WARNING", "handlers": ["stderr"]},
    "loggers": {
        "gunicorn.error": {"level": "INFO", "handlers": ["stderr"], "propagate": False},
        "gunicorn.access": {"level": "CRITICAL", "handlers": ["stderr"], "propagate": False},
    },
}

# Where the workers count together; named before any of them loads prometheus_client.
_METRICS = "PROMETHEUS_MULTIPROC_DIR"
_own_folder = "" if os.environ.get(_METRICS) else tempfile.mkdtemp(prefix="gongkai-metrics-")
os.environ.setdefault(_METRICS, _own_folder)


def on_starting(server: Any) -> None:
    """Counts of a server that ended are not counted again."""
    folder = Path(os.environ[_METRICS])
    folder.mkdir(parents=True, exist_ok=True)
    for left in folder.glob("*.db"):
        left.unlink()


def pre_fork(server: Any, worker: Any) -> None:
    """Give each worker the lowest number that no living one has."""
    taken = {getattr(other, "gongkai_place", None) for other in server.WORKERS.values()}
    worker.gongkai_place = next(number for number in range(len(taken) + 1) if number not in taken)


def post_fork(server: Any, worker: Any) -> None:
    """Let a worker go on with the file of the one before it in its place.

    By process number, as the library does it by itself, each worker that ever lived would leave its
    files for every scrape to read.
    """
    from prometheus_client import values

    place = f"worker-{worker.gongkai_place}"
    values.ValueClass = values.MultiProcessValue(lambda: place)


def child_exit(server: Any, worker: Any) -> None:
    """Forget gauges of a worker that is no more; what it counted stays."""
    from prometheus_client import multiprocess

    multiprocess.mark_process_dead(f"worker-{worker.gongkai_place}")


def on_exit(server: Any) -> None:
    """Take the folder of the counts away, where it was ours."""
    if _own_folder:
        shutil.rmtree(_own_folder, ignore_errors=True)
