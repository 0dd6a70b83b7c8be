"""One database per worker, copied from a template that ran every migration.

Migrations take fifteen seconds. They run once for a run, and on SQLite the result is kept in
``.test-cache/`` until a migration or an installed package changes. What is copied is migrated
again, which does nothing unless the template is stale.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import os
import shutil
from importlib.metadata import distributions
from pathlib import Path

import psycopg
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test import TransactionTestCase

ROOT = Path(__file__).resolve().parents[2]
APPS = (
    "workdays",
    "serving",
    "operations",
    "search",
    "review",
    "catalogue",
    "disclosure_pages",
    "open_data",
    "api",
    "webhooks",
    "standards",
    "drafting",
    "imports",
    "notices",
    "monitor",
)


def worker_name() -> str:
    """Return the name of this process among those of pytest-xdist."""
    return os.environ.get("PYTEST_XDIST_WORKER", "main")


@contextlib.contextmanager
def lock(path: Path):
    """Let one process at a time do what follows."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def fingerprint() -> str:
    """Return a name for what migrations make: it changes with them and with the packages."""
    digest = hashlib.sha256()
    for app in APPS:
        for file in sorted((ROOT / app / "migrations").glob("*.py")):
            digest.update(file.name.encode() + file.read_bytes())
    packages = sorted(f"{found.name}=={found.version}" for found in distributions())
    digest.update("\n".join(packages).encode())
    return digest.hexdigest()[:16]


def migrate() -> None:
    call_command("migrate", verbosity=0, interactive=False)


def use(name: str | Path) -> None:
    """Point Django's connection to another database."""
    connection.close()
    settings.DATABASES["default"]["NAME"] = str(name)
    connection.settings_dict["NAME"] = str(name)


class SQLite:
    """A file per worker: WAL and locks between connections are as in service."""

    def __init__(self, run_dir: Path) -> None:
        self.file = run_dir / f"{worker_name()}.sqlite3"
        self.template = ROOT / ".test-cache" / f"{fingerprint()}.sqlite3"

    def create(self) -> None:
        with lock(self.template.with_suffix(".lock")):
            if not self.template.exists():
                self.make_template()
        self.copy()
        use(self.file)
        # Brings content types and permissions up to date, and proves that nothing is missing.
        migrate()
        self.fresh = self.file.with_suffix(".fresh")
        self.close()
        shutil.copyfile(self.file, self.fresh)
        self.template = self.fresh

    def make_template(self) -> None:
        draft = self.template.with_suffix(f".{os.getpid()}")
        use(draft)
        migrate()
        self.close()
        for stale in self.template.parent.glob("*.sqlite3"):
            stale.unlink()
        draft.rename(self.template)

    def close(self) -> None:
        """Write the log back into the file and let go of it."""
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.close()

    def copy(self) -> None:
        # A new file, not new content: a connection that a test left open keeps the old one.
        for suffix in ("", "-wal", "-shm"):
            Path(f"{self.file}{suffix}").unlink(missing_ok=True)
        shutil.copyfile(self.template, self.file)

    def restore(self) -> None:
        connection.close()
        self.copy()

    def drop(self) -> None:
        connection.close()


class PostgreSQL:
    """A database per worker on the server of the run."""

    TEMPLATE = "gongkai_template"

    def __init__(self, run_dir: Path) -> None:
        self.run_dir = run_dir
        self.name = f"gongkai_{worker_name()}"
        self.template = self.TEMPLATE

    def execute(self, *statements: str) -> None:
        with psycopg.connect(
            host=settings.DATABASES["default"]["HOST"],
            user=settings.DATABASES["default"]["USER"],
            dbname="postgres",
            autocommit=True,
        ) as maintenance:
            for statement in statements:
                maintenance.execute(statement)

    def create(self) -> None:
        with lock(self.run_dir / "postgres.lock"):
            done = self.run_dir / "postgres.migrated"
            if not done.exists():
                self.execute(
                    f"DROP DATABASE IF EXISTS {self.template} WITH (FORCE)",
                    f"CREATE DATABASE {self.template}",
                )
                use(self.template)
                migrate()
                connection.close()
                done.touch()
            # Under the lock, since a template must have no other reader while it is copied.
            self.copy()
        use(self.name)

    def copy(self) -> None:
        self.execute(
            f"DROP DATABASE IF EXISTS {self.name} WITH (FORCE)",
            f"CREATE DATABASE {self.name} TEMPLATE {self.template}",
        )

    def restore(self) -> None:
        connection.close()
        with lock(self.run_dir / "postgres.lock"):
            self.copy()

    def drop(self) -> None:
        connection.close()
        self.execute(f"DROP DATABASE IF EXISTS {self.name} WITH (FORCE)")


def for_this_worker(run_dir: Path) -> SQLite | PostgreSQL:
    """Return the database the settings ask for."""
    return SQLite(run_dir) if connection.vendor == "sqlite" else PostgreSQL(run_dir)


def restore_after_transactional_tests(database: SQLite | PostgreSQL) -> None:
    """Give every test the migrated state, rows of migrations included.

    Django empties the tables after a test that commits, and with them go Wagtail's root page,
    site, collection and locale. A copy is also faster than emptying ninety tables.
    """

    def teardown(case: TransactionTestCase) -> None:
        database.restore()

    TransactionTestCase._fixture_teardown = teardown
